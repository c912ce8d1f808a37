# SPDX-License-Identifier: MIT
# What is installed of libh1: the static and the shared library, the header tree h1/, and what pkg-config and CMake need
# to find them. The libraries are made of the same sources as the room's own target, with the rule table in them.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

get_target_property(h1_sources h1parser SOURCES)
list(APPEND h1_sources ${PROJECT_SOURCE_DIR}/rules/rules.c)

foreach(kind IN ITEMS STATIC SHARED)
    string(TOLOWER ${kind} suffix)
    add_library(h1_${suffix} ${kind} EXCLUDE_FROM_ALL ${h1_sources})
    target_link_libraries(h1_${suffix} PRIVATE $<BUILD_INTERFACE:h1_options>)
    target_include_directories(h1_${suffix}
        PRIVATE include
        INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    set_target_properties(h1_${suffix} PROPERTIES
        OUTPUT_NAME h1
        EXPORT_NAME ${suffix}
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR})
endforeach()
add_custom_target(libh1 DEPENDS h1_static h1_shared)

install(TARGETS h1_static h1_shared EXPORT h1 COMPONENT libh1
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/h1 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT libh1)
install(FILES ../rules/rules.h ../rules/rules.def DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/h1/rules COMPONENT libh1)
install(FILES ../docs/man/libh1.3 DESTINATION ${CMAKE_INSTALL_MANDIR}/man3 COMPONENT libh1)

install(EXPORT h1 NAMESPACE h1:: FILE h1Targets.cmake DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/h1 COMPONENT libh1)
configure_package_config_file(h1Config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/h1Config.cmake
    INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/h1)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/h1ConfigVersion.cmake COMPATIBILITY SameMinorVersion)
configure_file(libh1.pc.in ${CMAKE_CURRENT_BINARY_DIR}/libh1.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/h1Config.cmake ${CMAKE_CURRENT_BINARY_DIR}/h1ConfigVersion.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/h1 COMPONENT libh1)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/libh1.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT libh1)
