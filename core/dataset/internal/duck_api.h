// The function table over DuckDB's C API (duckdb.h, 1.4).
//
// Threads: filled once, then constant.
#pragma once

#include <duckdb.h>

#include <vector>

#include "core/base/result.h"

namespace tatara::dataset {

struct DuckApi {
  decltype(duckdb_library_version)* libraryVersion = nullptr;
  decltype(duckdb_create_config)* createConfig = nullptr;
  decltype(duckdb_set_config)* setConfig = nullptr;
  decltype(duckdb_destroy_config)* destroyConfig = nullptr;
  decltype(duckdb_open_ext)* open = nullptr;
  decltype(duckdb_close)* close = nullptr;
  decltype(duckdb_free)* free = nullptr;
  decltype(duckdb_connect)* connect = nullptr;
  decltype(duckdb_disconnect)* disconnect = nullptr;
  decltype(duckdb_interrupt)* interrupt = nullptr;
  decltype(duckdb_prepare)* prepare = nullptr;
  decltype(duckdb_prepare_error)* prepareError = nullptr;
  decltype(duckdb_destroy_prepare)* destroyPrepare = nullptr;
  decltype(duckdb_pending_prepared_streaming)* pendingStreaming = nullptr;
  decltype(duckdb_pending_error)* pendingError = nullptr;
  decltype(duckdb_destroy_pending)* destroyPending = nullptr;
  decltype(duckdb_pending_execute_task)* executeTask = nullptr;
  decltype(duckdb_execute_pending)* executePending = nullptr;
  decltype(duckdb_destroy_result)* destroyResult = nullptr;
  decltype(duckdb_result_error)* resultError = nullptr;
  decltype(duckdb_column_count)* columnCount = nullptr;
  decltype(duckdb_column_name)* columnName = nullptr;
  decltype(duckdb_column_type)* columnType = nullptr;
  decltype(duckdb_fetch_chunk)* fetchChunk = nullptr;
  decltype(duckdb_destroy_data_chunk)* destroyChunk = nullptr;
  decltype(duckdb_data_chunk_get_size)* chunkSize = nullptr;
  decltype(duckdb_data_chunk_get_vector)* chunkVector = nullptr;
  decltype(duckdb_vector_get_data)* vectorData = nullptr;
  decltype(duckdb_vector_get_validity)* vectorValidity = nullptr;
  // Statements of a person.
  decltype(duckdb_extract_statements)* extractStatements = nullptr;
  decltype(duckdb_extract_statements_error)* extractError = nullptr;
  decltype(duckdb_destroy_extracted)* destroyExtracted = nullptr;
  decltype(duckdb_prepare_extracted_statement)* prepareExtracted = nullptr;
  decltype(duckdb_prepared_statement_type)* statementType = nullptr;
  decltype(duckdb_prepared_statement_column_count)* preparedColumns = nullptr;
  decltype(duckdb_prepared_statement_column_name)* preparedColumnName = nullptr;
  decltype(duckdb_prepared_statement_column_type)* preparedColumnType = nullptr;
  // Table functions.
  decltype(duckdb_create_table_function)* createTableFunction = nullptr;
  decltype(duckdb_destroy_table_function)* destroyTableFunction = nullptr;
  decltype(duckdb_table_function_set_name)* setFunctionName = nullptr;
  decltype(duckdb_table_function_add_parameter)* addParameter = nullptr;
  decltype(duckdb_table_function_set_extra_info)* setExtraInfo = nullptr;
  decltype(duckdb_table_function_set_bind)* setBind = nullptr;
  decltype(duckdb_table_function_set_init)* setInit = nullptr;
  decltype(duckdb_table_function_set_local_init)* setLocalInit = nullptr;
  decltype(duckdb_table_function_set_function)* setFunction = nullptr;
  decltype(duckdb_table_function_supports_projection_pushdown)* supportsProjection = nullptr;
  decltype(duckdb_register_table_function)* registerTableFunction = nullptr;
  decltype(duckdb_bind_get_extra_info)* bindExtraInfo = nullptr;
  decltype(duckdb_bind_add_result_column)* bindAddColumn = nullptr;
  decltype(duckdb_bind_get_parameter)* bindParameter = nullptr;
  decltype(duckdb_bind_set_bind_data)* bindSetData = nullptr;
  decltype(duckdb_bind_set_cardinality)* bindSetCardinality = nullptr;
  decltype(duckdb_bind_set_error)* bindSetError = nullptr;
  decltype(duckdb_get_int64)* int64Of = nullptr;
  decltype(duckdb_get_bool)* boolOf = nullptr;
  decltype(duckdb_destroy_value)* destroyValue = nullptr;
  decltype(duckdb_init_get_bind_data)* initBindData = nullptr;
  decltype(duckdb_init_get_column_count)* initColumnCount = nullptr;
  decltype(duckdb_init_get_column_index)* initColumnIndex = nullptr;
  decltype(duckdb_init_set_init_data)* initSetData = nullptr;
  decltype(duckdb_init_set_max_threads)* initSetMaxThreads = nullptr;
  decltype(duckdb_function_get_bind_data)* functionBindData = nullptr;
  decltype(duckdb_function_get_init_data)* functionInitData = nullptr;
  decltype(duckdb_function_get_local_init_data)* functionLocalData = nullptr;
  decltype(duckdb_function_set_error)* functionSetError = nullptr;
  decltype(duckdb_create_logical_type)* createType = nullptr;
  decltype(duckdb_destroy_logical_type)* destroyType = nullptr;
  decltype(duckdb_data_chunk_set_size)* setChunkSize = nullptr;
  decltype(duckdb_vector_ensure_validity_writable)* ensureValidity = nullptr;
  decltype(duckdb_vector_assign_string_element_len)* assignText = nullptr;
  decltype(duckdb_vector_size)* vectorSize = nullptr;
};

// A table function of ours that gives chosen columns in chunks, on several threads.
struct ScanFunction {
  const char* name = nullptr;
  std::vector<duckdb_type> parameters;
  void* source = nullptr;  // handed to bind; outlives the connection
  duckdb_table_function_bind_t bind = nullptr;
  duckdb_table_function_init_t init = nullptr;
  duckdb_table_function_init_t localInit = nullptr;
  duckdb_table_function_t give = nullptr;
};
Status registerScan(const DuckApi& api, duckdb_connection connection, const ScanFunction& scan);

// Opens the library on the first call; the same table or the same error ever after.
Result<const DuckApi*> duckApi();

// Where a connection is already open, so that the library is.
inline const DuckApi& duck() {
  return **duckApi();
}

}  // namespace tatara::dataset
