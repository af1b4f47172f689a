#include <string_view>

#include "core/base/library.h"
#include "core/dataset/internal/duck_api.h"

namespace tatara::dataset {
namespace {

Result<DuckApi> openApi() {
  TATARA_ASSIGN(const auto library, SharedLibrary::open("libduckdb.so"));
  DuckApi api;
  TATARA_TRY(library.load("duckdb_library_version", api.libraryVersion));
  if (const std::string_view version = api.libraryVersion(); !version.starts_with("v1.4.")) {
    return makeError(ErrorKind::Unsupported,
                     "DuckDB " + std::string(version) + " was found where 1.4 is needed",
                     library.file().string());
  }
  TATARA_TRY(library.load("duckdb_create_config", api.createConfig));
  TATARA_TRY(library.load("duckdb_set_config", api.setConfig));
  TATARA_TRY(library.load("duckdb_destroy_config", api.destroyConfig));
  TATARA_TRY(library.load("duckdb_open_ext", api.open));
  TATARA_TRY(library.load("duckdb_close", api.close));
  TATARA_TRY(library.load("duckdb_free", api.free));
  TATARA_TRY(library.load("duckdb_connect", api.connect));
  TATARA_TRY(library.load("duckdb_disconnect", api.disconnect));
  TATARA_TRY(library.load("duckdb_interrupt", api.interrupt));
  TATARA_TRY(library.load("duckdb_prepare", api.prepare));
  TATARA_TRY(library.load("duckdb_prepare_error", api.prepareError));
  TATARA_TRY(library.load("duckdb_destroy_prepare", api.destroyPrepare));
  TATARA_TRY(library.load("duckdb_pending_prepared_streaming", api.pendingStreaming));
  TATARA_TRY(library.load("duckdb_pending_error", api.pendingError));
  TATARA_TRY(library.load("duckdb_destroy_pending", api.destroyPending));
  TATARA_TRY(library.load("duckdb_execute_pending", api.executePending));
  TATARA_TRY(library.load("duckdb_destroy_result", api.destroyResult));
  TATARA_TRY(library.load("duckdb_result_error", api.resultError));
  TATARA_TRY(library.load("duckdb_column_count", api.columnCount));
  TATARA_TRY(library.load("duckdb_column_name", api.columnName));
  TATARA_TRY(library.load("duckdb_column_type", api.columnType));
  TATARA_TRY(library.load("duckdb_fetch_chunk", api.fetchChunk));
  TATARA_TRY(library.load("duckdb_destroy_data_chunk", api.destroyChunk));
  TATARA_TRY(library.load("duckdb_data_chunk_get_size", api.chunkSize));
  TATARA_TRY(library.load("duckdb_data_chunk_get_vector", api.chunkVector));
  TATARA_TRY(library.load("duckdb_vector_get_data", api.vectorData));
  TATARA_TRY(library.load("duckdb_vector_get_validity", api.vectorValidity));
  return api;
}

}  // namespace

Result<const DuckApi*> duckApi() {
  static const Result<DuckApi> opened = openApi();
  if (!opened) {
    return opened.error();
  }
  return &*opened;
}

}  // namespace tatara::dataset
