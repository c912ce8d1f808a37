# SPDX-License-Identifier: MIT
# What every target of ours is built with, and the functions that make one: h1_library, h1_program, h1_test,
# h1_script_test, h1_fuzz_target. A room's CMakeLists.txt uses these and nothing else to make targets, so that no target
# misses a flag and so that tests/layering can read every link line.
include(CheckCCompilerFlag)
include(CheckPIESupported)
find_package(PkgConfig REQUIRED)

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
set(CMAKE_C_FLAGS_DEBUG "-O1 -g3 -fno-omit-frame-pointer")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
check_pie_supported(LANGUAGES C)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Debug CACHE STRING "" FORCE)
endif()

# Carries the flags; the tree's root is an include directory, so an include outside one's own room names its room:
# "rules/rules.h", "pcap/judge.h".
add_library(h1_options INTERFACE)
target_include_directories(h1_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(h1_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wundef -Wformat=2 -Wcast-qual -Wswitch-enum)
if(H1_WERROR)
    target_compile_options(h1_options INTERFACE -Werror)
endif()

# Hardening goes with optimisation; sanitizers bring their own checks and do not mix with _FORTIFY_SOURCE.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(h1_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong)
    foreach(flag -fstack-clash-protection -fcf-protection=full)
        string(MAKE_C_IDENTIFIER "H1_HAS${flag}" has)
        check_c_compiler_flag(${flag} ${has})
        if(${has})
            target_compile_options(h1_options INTERFACE ${flag})
        endif()
    endforeach()
    target_link_options(h1_options INTERFACE LINKER:-z,relro,-z,now)
endif()

if(H1_SANITIZE)
    target_compile_options(h1_options INTERFACE -fsanitize=${H1_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(h1_options INTERFACE -fsanitize=${H1_SANITIZE})
endif()
if(H1_FUZZ STREQUAL "libfuzzer")
    target_compile_options(h1_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(H1_COVERAGE)
    # Unoptimised, because the optimiser drops and joins branches before they are counted; and without our always_inline
    # (system headers spell it with underscores), because each copy of a function would be counted by itself.
    target_compile_options(h1_options INTERFACE --coverage -O0 -Dalways_inline=unused)
    target_link_options(h1_options INTERFACE --coverage)
endif()
if(H1_CANARY)
    target_compile_definitions(h1_options INTERFACE H1_CANARY=1)
endif()

# h1_library(NAME [OS] SOURCES ... [LIBS ...])
# A room's static library. OS lets it call the operating system (_GNU_SOURCE); without it a room has ISO C11 alone.
function(h1_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "OS" "" "SOURCES;LIBS")
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC h1_options ${arg_LIBS})
    if(arg_OS)
        target_compile_definitions(${name} PRIVATE _GNU_SOURCE)
    endif()
endfunction()

# h1_program(NAME SOURCES ... [LIBS ...])
# A program, left at the top of the build directory.
function(h1_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE h1_options ${arg_LIBS})
    target_compile_definitions(${name} PRIVATE _GNU_SOURCE)
endfunction()

# h1_fuzz_target(NAME SOURCES ... [LIBS ...])
# One LLVMFuzzerTestOneInput, built for the engine of H1_FUZZ: libFuzzer, AFL++, or a plain program that replays files.
function(h1_fuzz_target name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
    if(H1_FUZZ)
        h1_program(${name} SOURCES ${arg_SOURCES} LIBS ${arg_LIBS})
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
        h1_program(${name} SOURCES ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/fuzz/replay_main.c LIBS ${arg_LIBS})
    endif()
endfunction()

# Every test runs from the tree's root under ci/run-test, which turns a line "skipped: why" into ctest's skip, or into a
# failure where H1_MAY_SKIP names a list that doesn't have the test.
function(h1_add_test name command labels timeout)
    add_test(NAME ${name} COMMAND ${PROJECT_SOURCE_DIR}/ci/run-test ${name} ${command}
             WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT ${timeout} SKIP_RETURN_CODE 77)
endfunction()

# h1_test(NAME SOURCES ... [LIBS ...] [LABELS ...] [TIMEOUT seconds])
# A cmocka program, run as a test of the same name. Label quick and 30 seconds unless told otherwise.
function(h1_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LIBS;LABELS")
    if(NOT BUILD_TESTING)
        return()
    endif()
    if(NOT arg_LABELS)
        set(arg_LABELS quick)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 30)
    endif()
    if(NOT TARGET PkgConfig::CMOCKA)
        pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET GLOBAL cmocka)
    endif()
    h1_program(${name} SOURCES ${arg_SOURCES} LIBS ${arg_LIBS} PkgConfig::CMOCKA)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    h1_add_test(${name} $<TARGET_FILE:${name}> "${arg_LABELS}" ${arg_TIMEOUT})
endfunction()

# h1_script_test(NAME COMMAND ... [LABELS ...] [TIMEOUT seconds])
# A test that is a script or a command line. The environment variable H1 holds the path of the built h1.
function(h1_script_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "COMMAND;LABELS")
    if(NOT BUILD_TESTING)
        return()
    endif()
    if(NOT arg_LABELS)
        set(arg_LABELS quick)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 30)
    endif()
    h1_add_test(${name} "${arg_COMMAND}" "${arg_LABELS}" ${arg_TIMEOUT})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "H1=${PROJECT_BINARY_DIR}/h1;H1_BUILD=${PROJECT_BINARY_DIR}")
endfunction()
