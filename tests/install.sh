#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs libh1 into an empty folder, then builds and runs a consumer through pkg-config, through CMake, and as C++.
# Nothing but public symbols may be seen in the shared library. H1_BUILD is the build directory.
set -eu
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
prefix=$where/usr

# A build of its own: the flags of this one (sanitizers, coverage) are no business of an installed library.
cmake -S . -B "$where/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DH1_ROOMS='rules;parser' \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib >"$where/log" || { cat "$where/log"; exit 1; }
cmake --build "$where/build" --target libh1 >"$where/log" || { tail -n 20 "$where/log"; exit 1; }
cmake --install "$where/build" --component libh1 >"$where/log" || { cat "$where/log"; exit 1; }

run() {
    said=$(printf 'GET /a HTTP/1.1\r\nHost: b\r\n\r\n' | LD_LIBRARY_PATH="$prefix/lib" "$1")
    [ "$said" = 'GET /a, 1 fields
  Host = b
complete' ] || { printf '%s says: %s\n' "$1" "$said"; exit 1; }
}

export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
# shellcheck disable=SC2046 # several words on purpose
cc -std=c11 -Wall -Wextra -Werror examples/minimal.c $(pkg-config --cflags --libs libh1) -o "$where/by-pkg-config"
run "$where/by-pkg-config"
ldd "$where/by-pkg-config" | grep -q "$prefix/lib/libh1.so" || LD_LIBRARY_PATH="$prefix/lib" \
    ldd "$where/by-pkg-config" | grep -q "$prefix/lib/libh1.so" || { echo 'not linked to the shared library'; exit 1; }

mkdir "$where/consumer"
cp examples/minimal.c "$where/consumer/"
cat >"$where/consumer/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C)
find_package(h1 0.1 REQUIRED)
foreach(kind IN ITEMS static shared)
    add_executable(by-${kind} minimal.c)
    target_link_libraries(by-${kind} PRIVATE h1::${kind})
endforeach()
END
cmake -S "$where/consumer" -B "$where/consumer/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >"$where/log" ||
    { cat "$where/log"; exit 1; }
cmake --build "$where/consumer/build" >"$where/log" || { tail -n 20 "$where/log"; exit 1; }
run "$where/consumer/build/by-static"
run "$where/consumer/build/by-shared"

if command -v c++ >/dev/null; then
    (cd "$prefix/include" && printf '#include <%s>\n' h1/*.h) >"$where/plus.cpp"
    echo 'int main() { return h1_rule_info_of(H1_RULE_BARE_LF) == nullptr; }' >>"$where/plus.cpp"
    # shellcheck disable=SC2046 # several words on purpose
    c++ -std=c++11 -Wall -Wextra -Werror "$where/plus.cpp" $(pkg-config --cflags --libs libh1) -o "$where/plus"
    LD_LIBRARY_PATH="$prefix/lib" "$where/plus"
fi

seen=$(nm --dynamic --defined-only --format=just-symbols "$prefix/lib/libh1.so" | grep -v '^h1_[a-z0-9]' || true)
[ -z "$seen" ] || { printf 'these are seen from outside:\n%s\n' "$seen"; exit 1; }
if nm --dynamic --defined-only "$prefix/lib/libh1.so" | grep -q ' h1i_'; then
    echo 'internals are seen from outside'
    exit 1
fi
man=$prefix/share/man/man3/libh1.3
for name in $(nm --dynamic --defined-only --format=just-symbols "$prefix/lib/libh1.so"); do
    grep -Eq "^\.BR?.* ?$name( |$)" "$man" || { echo "the man page doesn't say what $name is"; exit 1; }
done
echo 'pkg-config, CMake and C++ find the installed library'
