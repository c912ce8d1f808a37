# SPDX-License-Identifier: MIT
# Finds the peers of bench-parser where Debian's packages (group peers of ci/packages.txt) have put them. Sets peers to
# those that are here, each with a target peer_NAME; peers_missing to the packages of the others; peers_packages to the
# versions. Peers are built and linked as they are: none of our flags, no hardening, so nothing slows them.
set(peers)
set(peers_missing)
set(peers_packages)

function(peer_version package)
    execute_process(COMMAND dpkg-query -W -f "\${Version}" ${package} OUTPUT_VARIABLE version ERROR_QUIET)
    if(NOT version)
        set(version "of unknown version")
    endif()
    list(APPEND peers_packages "${package} ${version}")
    set(peers_packages ${peers_packages} PARENT_SCOPE)
endfunction()

# peer_library(NAME PACKAGE LIBRARY [HEADER]): a shared library, with its header where it has one.
function(peer_library name package library)
    find_library(BENCH_${name}_LIBRARY ${library})
    mark_as_advanced(BENCH_${name}_LIBRARY)
    set(here ${BENCH_${name}_LIBRARY})
    if(ARGN AND here)
        find_path(BENCH_${name}_INCLUDE ${ARGN})
        mark_as_advanced(BENCH_${name}_INCLUDE)
        set(here ${BENCH_${name}_INCLUDE})
    endif()
    if(here)
        add_library(peer_${name} INTERFACE)
        target_link_libraries(peer_${name} INTERFACE ${BENCH_${name}_LIBRARY})
        peer_version(${package})
        list(APPEND peers ${name})
    else()
        list(APPEND peers_missing ${package})
    endif()
    set(peers ${peers} PARENT_SCOPE)
    set(peers_missing ${peers_missing} PARENT_SCOPE)
    set(peers_packages ${peers_packages} PARENT_SCOPE)
endfunction()

peer_library(picohttpparser libh2o-dev h2o)
peer_library(http_parser libhttp-parser-dev http_parser http_parser.h)
peer_library(libhtp libhtp-dev htp htp/htp.h)

# llhttp: C sources that were generated when the package was built.
set(llhttp /usr/share/llhttp)
find_path(BENCH_llhttp_INCLUDE llhttp.h PATHS /usr/share/include/llhttp NO_DEFAULT_PATH)
mark_as_advanced(BENCH_llhttp_INCLUDE)
if(BENCH_llhttp_INCLUDE AND EXISTS ${llhttp}/llhttp.c AND EXISTS ${llhttp}/api.c AND EXISTS ${llhttp}/http.c)
    add_library(peer_llhttp STATIC ${llhttp}/llhttp.c ${llhttp}/api.c ${llhttp}/http.c)
    target_include_directories(peer_llhttp SYSTEM PUBLIC ${BENCH_llhttp_INCLUDE})
    target_compile_options(peer_llhttp PRIVATE -O3 -w)
    set_target_properties(peer_llhttp PROPERTIES EXPORT_COMPILE_COMMANDS OFF) # not ours for tests/tidy to judge
    peer_version(node-llhttp)
    list(APPEND peers llhttp)
else()
    list(APPEND peers_missing node-llhttp)
endif()

# httparse: compiled by the rustc that is here, with the settings that its own build script would make, for AVX2 where
# this machine has it. rustc is not in ci/packages.txt: any that can compile it will do.
find_program(BENCH_RUSTC rustc)
mark_as_advanced(BENCH_RUSTC)
if(BENCH_RUSTC)
    execute_process(COMMAND ${BENCH_RUSTC} --version OUTPUT_VARIABLE rustc OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(GLOB httparse /usr/share/cargo/registry/httparse-*/src/lib.rs)
if(rustc AND httparse AND NOT H1_SANITIZE)
    list(GET httparse 0 httparse)
    set(httparse_flags --edition 2018 -C opt-level=3 -C panic=abort --cap-lints allow)
    set(httparse_cfg --cfg httparse_simd --cfg "feature=\"std\"")
    file(READ /proc/cpuinfo cpu)
    if(cpu MATCHES "[ \t]avx2[ \n]")
        list(APPEND httparse_flags -C target-cpu=haswell)
        list(APPEND httparse_cfg --cfg httparse_simd_target_feature_sse42 --cfg httparse_simd_target_feature_avx2)
    endif()
    set(folder ${CMAKE_CURRENT_BINARY_DIR})
    add_custom_command(
        OUTPUT ${folder}/libpeer_httparse.a
        COMMAND ${BENCH_RUSTC} --crate-name httparse --crate-type rlib ${httparse_flags} ${httparse_cfg}
                -o ${folder}/libhttparse.rlib ${httparse}
        COMMAND ${BENCH_RUSTC} --crate-name peer_httparse --crate-type staticlib ${httparse_flags}
                --extern httparse=${folder}/libhttparse.rlib -o ${folder}/libpeer_httparse.a
                ${CMAKE_CURRENT_SOURCE_DIR}/peers/httparse.rs
        DEPENDS peers/httparse.rs ${httparse}
        VERBATIM)
    add_custom_target(peer_httparse_build DEPENDS ${folder}/libpeer_httparse.a)
    add_library(peer_httparse INTERFACE)
    add_dependencies(peer_httparse peer_httparse_build)
    target_link_libraries(peer_httparse INTERFACE ${folder}/libpeer_httparse.a gcc_s pthread dl m)
    peer_version(librust-httparse-dev)
    list(APPEND peers_packages "${rustc}")
    list(APPEND peers httparse)
elseif(H1_SANITIZE)
    list(APPEND peers_missing "librust-httparse-dev (not beside a sanitizer)")
elseif(NOT rustc)
    list(APPEND peers_missing "librust-httparse-dev (no rustc that runs)")
else()
    list(APPEND peers_missing librust-httparse-dev)
endif()
