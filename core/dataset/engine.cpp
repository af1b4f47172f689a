#include "core/dataset/engine.h"

#include <duckdb.h>

#include <thread>

#include "core/dataset/internal/duck_api.h"
#include "core/dataset/internal/duck_instance.h"
#include "core/dataset/internal/rows_function.h"

namespace tatara::dataset {
namespace {

std::string quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) {
    result += c;
    if (c == quote) {
      result += c;
    }
  }
  return result + quote;
}

// What a statement leaves behind is freed on every way out.
struct Statement {
  const DuckApi& api;
  duckdb_prepared_statement prepared = nullptr;
  duckdb_pending_result pending = nullptr;
  duckdb_result result{};

  explicit Statement(const DuckApi& table) : api(table) {}
  ~Statement() {
    api.destroyResult(&result);
    api.destroyPending(&pending);
    api.destroyPrepare(&prepared);
  }
};

Error duckError(std::string_view words, const std::string& sql, const std::stop_token& stop) {
  if (stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "Reading the data was cancelled");
  }
  return makeError(ErrorKind::InvalidArgument, std::string(words), sql);
}

}  // namespace

std::string quotedText(std::string_view text) {
  return quoted(text, '\'');
}
std::string quotedName(std::string_view name) {
  return quoted(name, '"');
}

std::string_view Chunk::text(std::size_t column, std::size_t row) const {
  const auto& value = static_cast<const duckdb_string_t*>(m_vectors[column].data)[row];
  const std::uint32_t length = value.value.inlined.length;
  constexpr std::uint32_t kInlined = 12;  // duckdb.h: longer ones are behind a pointer
  return {length <= kInlined ? value.value.inlined.inlined : value.value.pointer.ptr, length};
}

Result<std::string> duckdbVersion() {
  TATARA_ASSIGN(const auto* api, duckApi());
  return std::string(api->libraryVersion());
}

Result<std::unique_ptr<Engine>> Engine::open(const EngineOptions& options) {
  TATARA_ASSIGN(const auto* api, duckApi());
  TATARA_ASSIGN(DuckInstance instance,
                openInstance(*api, {.prefix = "tatara-",
                                    .temporaryFolder = options.temporaryFolder,
                                    .threads = options.threads,
                                    .memoryLimit = static_cast<std::uint64_t>(options.memoryLimit),
                                    .failure = "DuckDB cannot start",
                                    .settings = {},
                                    .folderSetting = {}}));
  std::unique_ptr<Engine> engine(new Engine);
  engine->m_folder = instance.folder;
  engine->m_database = instance.database;
  engine->m_connection = instance.connection;
  engine->m_rows = std::make_shared<RowsRegistry>();
  TATARA_TRY(registerRowsFunction(*api, instance.connection, *engine->m_rows));
  return engine;
}

Engine::~Engine() {
  closeInstance(**duckApi(), {m_folder, static_cast<duckdb_database>(m_database),
                              static_cast<duckdb_connection>(m_connection)});
}

Status Engine::run(const std::string& sql, const OnChunk& onChunk, std::stop_token stop) {
  const DuckApi& api = **duckApi();
  auto connection = static_cast<duckdb_connection>(m_connection);
  if (stop.stop_requested()) {
    return duckError("", sql, stop);
  }
  const std::stop_callback interrupt(stop, [&] { api.interrupt(connection); });
  Statement statement(api);
  if (api.prepare(connection, sql.c_str(), &statement.prepared) != DuckDBSuccess) {
    return duckError(api.prepareError(statement.prepared), sql, stop);
  }
  if (api.pendingStreaming(statement.prepared, &statement.pending) != DuckDBSuccess) {
    return duckError(api.pendingError(statement.pending), sql, stop);
  }
  if (executeStatement(api, statement.pending, &statement.result) != DuckDBSuccess) {
    const char* words = api.resultError(&statement.result);
    return duckError(words ? words : api.pendingError(statement.pending), sql, stop);
  }
  Chunk chunk;
  chunk.m_vectors.resize(api.columnCount(&statement.result));
  while (duckdb_data_chunk piece = api.fetchChunk(statement.result)) {
    chunk.m_rows = api.chunkSize(piece);
    for (std::size_t column = 0; column < chunk.m_vectors.size(); ++column) {
      duckdb_vector vector = api.chunkVector(piece, column);
      chunk.m_vectors[column] = {api.vectorData(vector), api.vectorValidity(vector)};
    }
    Status status = onChunk && chunk.m_rows > 0 ? onChunk(chunk) : Status{};
    api.destroyChunk(&piece);
    if (!status) {
      return status;
    }
    if (stop.stop_requested()) {
      return duckError("", sql, stop);
    }
  }
  // A streamed result that fails on the way ends early, with the reason in the result.
  if (const char* words = api.resultError(&statement.result); words && *words) {
    return duckError(words, sql, stop);
  }
  return {};
}

Status Engine::run(const std::string& sql, std::stop_token stop) {
  return run(sql, OnChunk(), std::move(stop));
}

Result<std::vector<std::vector<std::string>>> Engine::table(const std::string& sql, std::stop_token stop) {
  std::vector<std::vector<std::string>> rows;
  TATARA_TRY(run(
      "SELECT COLUMNS(*)::VARCHAR FROM (" + sql + ")",
      [&](const Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.rows(); ++row) {
          auto& target = rows.emplace_back();
          for (std::size_t column = 0; column < chunk.columns(); ++column) {
            target.emplace_back(chunk.missing(column, row) ? std::string_view() : chunk.text(column, row));
          }
        }
        return Status{};
      },
      std::move(stop)));
  return rows;
}

}  // namespace tatara::dataset
