// How DuckDB's result vectors become columns of a QueryResult.
//
// Threads: pure functions.
#pragma once

#include <string>

#include "core/dataset/internal/duck_api.h"
#include "core/dataset/query.h"

namespace tatara::dataset {

std::string sqlTypeName(duckdb_type type);  // "DOUBLE"
ColumnType columnTypeOf(duckdb_type type);
// What the vector of a result column holds after this cast.
const char* castOf(ColumnType type);
// One value of a vector that was cast for `read`; how many bytes it takes.
std::size_t append(QueryColumn& column, ColumnType read, duckdb_vector vector, std::size_t row, bool missing);
void clearRows(QueryResult& result);

}  // namespace tatara::dataset
