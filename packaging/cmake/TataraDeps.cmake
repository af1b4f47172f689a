# The pinned files of packaging/deps/manifest.json, as targets. The libraries are opened on first use (dlopen), so that
# only headers are needed here; a program finds the libraries in lib/tatara beside its bin folder, both in a build tree
# (where that is a link to TATARA_DEPS_DIR/lib) and when installed.
if(NOT EXISTS "${TATARA_DEPS_DIR}/include/duckdb/duckdb.h"
   OR NOT EXISTS "${TATARA_DEPS_DIR}/include/xgboost/xgboost/c_api.h"
   OR NOT EXISTS "${TATARA_DEPS_DIR}/include/onnxruntime/onnxruntime_c_api.h")
  message(FATAL_ERROR "The pinned libraries are not in ${TATARA_DEPS_DIR}. Run packaging/deps/fetch.py "
                      "(or packaging/build.sh, which does), or point TATARA_DEPS_DIR at a folder that has them.")
endif()

function(tatara_pinned_headers name folder)
  add_library(tatara_${name}_headers INTERFACE)
  target_include_directories(tatara_${name}_headers SYSTEM INTERFACE "${TATARA_DEPS_DIR}/include/${folder}")
  target_link_libraries(tatara_${name}_headers INTERFACE ${CMAKE_DL_LIBS})
  add_library(Tatara::${name}_headers ALIAS tatara_${name}_headers)
endfunction()

tatara_pinned_headers(duckdb duckdb)
tatara_pinned_headers(xgboost xgboost)
tatara_pinned_headers(onnxruntime onnxruntime)

file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
file(CREATE_LINK "${TATARA_DEPS_DIR}/lib" "${CMAKE_BINARY_DIR}/lib/tatara" SYMBOLIC)
