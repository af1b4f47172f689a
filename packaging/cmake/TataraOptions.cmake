# Options and flags that every target shares. Presets set the options; nothing else does.
option(TATARA_BUILD_UI "Build the workbench and its tests" ON)
option(TATARA_BUILD_TESTS "Build the tests" ON)
option(TATARA_BUILD_BENCH "Build the benchmarks" OFF)
option(TATARA_PCH "Precompiled headers (off where ccache serves better)" OFF)
option(TATARA_UNITY "Compile the sources of a module twenty at a time: a whole build is quicker, a small change slower" OFF)
option(TATARA_FUZZ "tests/fuzz as libFuzzer targets instead of seeded tests" OFF)
set(TATARA_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
set(depsDir "${CMAKE_SOURCE_DIR}/build/deps")
if(DEFINED ENV{TATARA_DEPS_DIR})
  set(depsDir "$ENV{TATARA_DEPS_DIR}")
endif()
set(TATARA_DEPS_DIR "${depsDir}" CACHE PATH "Where packaging/deps/fetch.py unpacks the pinned files")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(TATARA_CCACHE ccache)
if(TATARA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TATARA_CCACHE}")
  if(TATARA_PCH)
    # Without this ccache passes every compilation with a precompiled header on to the compiler.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${TATARA_CCACHE}")
  endif()
  set(CMAKE_C_COMPILER_LAUNCHER "${TATARA_CCACHE}")
endif()
find_program(TATARA_LLD ld.lld)
if(TATARA_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# Where sources are joined, a local name may be another source's, and g++ takes a source that includes another for a header.
set(shadow -Wshadow)
if(TATARA_UNITY)
  set(shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
add_library(tatara_flags INTERFACE)
target_compile_options(tatara_flags INTERFACE
  -Wall -Wextra -Wpedantic ${shadow} -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fno-omit-frame-pointer)
if(TATARA_UNITY)
  # Joined sources need about a gigabyte; looking for garbage before that takes g++ a fifteenth of its time.
  target_compile_options(tatara_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=1000000>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(tatara_flags INTERFACE -Wthread-safety)
else()
  # g++ 12 reports these inside the standard library's own headers.
  target_compile_options(tatara_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized
                         -Wno-stringop-overflow -Wno-array-bounds)
  if(TATARA_PCH)
    target_compile_options(tatara_flags INTERFACE -Wno-stringop-overread)  # no longer in a header then
  endif()
endif()
target_include_directories(tatara_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_link_libraries(tatara_flags INTERFACE Threads::Threads)
if(TATARA_SANITIZE)
  add_compile_options(-fsanitize=${TATARA_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TATARA_SANITIZE})
  if(TATARA_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's headers hold a fence, which g++ cannot follow; it says so in every file that includes them.
    add_compile_options(-Wno-tsan)
  endif()
endif()
