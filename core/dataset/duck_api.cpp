#include <string_view>

#include "core/base/library.h"
#include "core/dataset/internal/duck_api.h"

namespace tatara::dataset {
namespace {

Status loadStatements(const SharedLibrary& library, DuckApi& api) {
  TATARA_TRY(library.load("duckdb_extract_statements", api.extractStatements));
  TATARA_TRY(library.load("duckdb_extract_statements_error", api.extractError));
  TATARA_TRY(library.load("duckdb_destroy_extracted", api.destroyExtracted));
  TATARA_TRY(library.load("duckdb_prepare_extracted_statement", api.prepareExtracted));
  TATARA_TRY(library.load("duckdb_prepared_statement_type", api.statementType));
  TATARA_TRY(library.load("duckdb_prepared_statement_column_count", api.preparedColumns));
  TATARA_TRY(library.load("duckdb_prepared_statement_column_name", api.preparedColumnName));
  TATARA_TRY(library.load("duckdb_prepared_statement_column_type", api.preparedColumnType));
  return {};
}

Status loadTableFunctions(const SharedLibrary& library, DuckApi& api) {
  TATARA_TRY(library.load("duckdb_create_table_function", api.createTableFunction));
  TATARA_TRY(library.load("duckdb_destroy_table_function", api.destroyTableFunction));
  TATARA_TRY(library.load("duckdb_table_function_set_name", api.setFunctionName));
  TATARA_TRY(library.load("duckdb_table_function_add_parameter", api.addParameter));
  TATARA_TRY(library.load("duckdb_table_function_set_extra_info", api.setExtraInfo));
  TATARA_TRY(library.load("duckdb_table_function_set_bind", api.setBind));
  TATARA_TRY(library.load("duckdb_table_function_set_init", api.setInit));
  TATARA_TRY(library.load("duckdb_table_function_set_local_init", api.setLocalInit));
  TATARA_TRY(library.load("duckdb_table_function_set_function", api.setFunction));
  TATARA_TRY(library.load("duckdb_table_function_supports_projection_pushdown", api.supportsProjection));
  TATARA_TRY(library.load("duckdb_register_table_function", api.registerTableFunction));
  TATARA_TRY(library.load("duckdb_bind_get_extra_info", api.bindExtraInfo));
  TATARA_TRY(library.load("duckdb_bind_add_result_column", api.bindAddColumn));
  TATARA_TRY(library.load("duckdb_bind_get_parameter", api.bindParameter));
  TATARA_TRY(library.load("duckdb_bind_set_bind_data", api.bindSetData));
  TATARA_TRY(library.load("duckdb_bind_set_cardinality", api.bindSetCardinality));
  TATARA_TRY(library.load("duckdb_bind_set_error", api.bindSetError));
  TATARA_TRY(library.load("duckdb_get_int64", api.int64Of));
  TATARA_TRY(library.load("duckdb_get_bool", api.boolOf));
  TATARA_TRY(library.load("duckdb_destroy_value", api.destroyValue));
  TATARA_TRY(library.load("duckdb_init_get_bind_data", api.initBindData));
  TATARA_TRY(library.load("duckdb_init_get_column_count", api.initColumnCount));
  TATARA_TRY(library.load("duckdb_init_get_column_index", api.initColumnIndex));
  TATARA_TRY(library.load("duckdb_init_set_init_data", api.initSetData));
  TATARA_TRY(library.load("duckdb_init_set_max_threads", api.initSetMaxThreads));
  TATARA_TRY(library.load("duckdb_function_get_bind_data", api.functionBindData));
  TATARA_TRY(library.load("duckdb_function_get_init_data", api.functionInitData));
  TATARA_TRY(library.load("duckdb_function_get_local_init_data", api.functionLocalData));
  TATARA_TRY(library.load("duckdb_function_set_error", api.functionSetError));
  TATARA_TRY(library.load("duckdb_create_logical_type", api.createType));
  TATARA_TRY(library.load("duckdb_destroy_logical_type", api.destroyType));
  TATARA_TRY(library.load("duckdb_data_chunk_set_size", api.setChunkSize));
  TATARA_TRY(library.load("duckdb_vector_ensure_validity_writable", api.ensureValidity));
  TATARA_TRY(library.load("duckdb_vector_assign_string_element_len", api.assignText));
  TATARA_TRY(library.load("duckdb_vector_size", api.vectorSize));
  return {};
}

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
  TATARA_TRY(library.load("duckdb_pending_execute_task", api.executeTask));
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
  TATARA_TRY(loadStatements(library, api));
  TATARA_TRY(loadTableFunctions(library, api));
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

Status registerScan(const DuckApi& api, duckdb_connection connection, const ScanFunction& scan) {
  duckdb_table_function function = api.createTableFunction();
  api.setFunctionName(function, scan.name);
  for (const duckdb_type parameter : scan.parameters) {
    duckdb_logical_type type = api.createType(parameter);
    api.addParameter(function, type);
    api.destroyType(&type);
  }
  api.setExtraInfo(function, scan.source, nullptr);
  api.setBind(function, scan.bind);
  api.setInit(function, scan.init);
  api.setLocalInit(function, scan.localInit);
  api.setFunction(function, scan.give);
  api.supportsProjection(function, true);
  const bool done = api.registerTableFunction(connection, function) == DuckDBSuccess;
  api.destroyTableFunction(&function);
  return done ? Status{}
              : makeError(ErrorKind::Internal, std::string("DuckDB does not take the function ") + scan.name);
}

}  // namespace tatara::dataset
