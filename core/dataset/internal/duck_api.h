// The function table over DuckDB's C API (duckdb.h, 1.4).
//
// Threads: filled once, then constant.
#pragma once

#include <duckdb.h>

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
};

// Opens the library on the first call; the same table or the same error ever after.
Result<const DuckApi*> duckApi();

}  // namespace tatara::dataset
