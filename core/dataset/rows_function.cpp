#include "core/dataset/internal/rows_function.h"

#include <atomic>
#include <cstring>
#include <thread>

#include "core/dataset/internal/duck_api.h"

namespace tatara::dataset {
namespace {

template <typename T>
void destroy(void* object) {
  delete static_cast<T*>(object);
}

struct Bound {
  std::shared_ptr<const NamedRows> rows;
  bool ordered = false;
};

struct Shared {
  std::vector<std::size_t> columns;  // wanted, in the order of the output
  std::atomic<std::size_t> nextChunk{0};
};

struct Local {
  std::vector<Piece> pieces;
  std::size_t chunk = 0;
  std::size_t rows = 0;  // of the chunk
  std::size_t at = 0;
};

duckdb_type typeOf(ColumnType type) {
  switch (type) {
    case ColumnType::Integer:
      return DUCKDB_TYPE_BIGINT;
    case ColumnType::Real:
      return DUCKDB_TYPE_DOUBLE;
    case ColumnType::Boolean:
      return DUCKDB_TYPE_BOOLEAN;
    case ColumnType::Time:
      return DUCKDB_TYPE_TIMESTAMP;
    default:
      return DUCKDB_TYPE_VARCHAR;
  }
}

void bindRows(duckdb_bind_info info) {
  const DuckApi& api = duck();
  auto* registry = static_cast<RowsRegistry*>(api.bindExtraInfo(info));
  duckdb_value id = api.bindParameter(info, 0);
  duckdb_value ordered = api.bindParameter(info, 1);
  auto bound = std::make_unique<Bound>(Bound{registry->find(api.int64Of(id)), api.boolOf(ordered)});
  api.destroyValue(&id);
  api.destroyValue(&ordered);
  if (!bound->rows) {
    api.bindSetError(info, "the table is not open any more");
    return;
  }
  for (std::size_t i = 0; i < bound->rows->names.size(); ++i) {
    duckdb_logical_type type = api.createType(typeOf(bound->rows->spool->type(i)));
    api.bindAddColumn(info, bound->rows->names[i].c_str(), type);
    api.destroyType(&type);
  }
  api.bindSetCardinality(info, bound->rows->spool->rows(), true);
  api.bindSetData(info, bound.release(), destroy<Bound>);
}

void initRows(duckdb_init_info info) {
  const DuckApi& api = duck();
  const auto* bound = static_cast<const Bound*>(api.initBindData(info));
  auto shared = std::make_unique<Shared>();
  for (idx_t i = 0; i < api.initColumnCount(info); ++i) {
    shared->columns.push_back(api.initColumnIndex(info, i));
  }
  api.initSetMaxThreads(info, bound->ordered ? 1 : std::max(1U, std::thread::hardware_concurrency()));
  api.initSetData(info, shared.release(), destroy<Shared>);
}

void initLocal(duckdb_init_info info) {
  duck().initSetData(info, new Local, destroy<Local>);
}

// The next chunk into `local`; false at the end.
Result<bool> nextChunk(const NamedRows& rows, Shared& shared, Local& local) {
  local.chunk = shared.nextChunk.fetch_add(1);
  if (local.chunk >= rows.spool->chunks()) {
    return false;
  }
  local.at = 0;
  local.rows = rows.spool->rowsOf(local.chunk);
  local.pieces.resize(shared.columns.size());
  for (std::size_t i = 0; i < shared.columns.size(); ++i) {
    // DuckDB asks for a column that is none when it only counts rows.
    if (shared.columns[i] < rows.names.size()) {
      TATARA_TRY(rows.spool->read(local.chunk, shared.columns[i], local.pieces[i]));
    }
  }
  return true;
}

void fill(const Piece& piece, const Local& local, std::size_t count, duckdb_vector vector) {
  const DuckApi& api = duck();
  const RowChunk::Values& values = piece.values;
  void* data = api.vectorData(vector);
  switch (values.type) {
    case ColumnType::Integer:
    case ColumnType::Time:
      std::memcpy(data, values.integers + local.at, count * sizeof(std::int64_t));
      break;
    case ColumnType::Real:
      std::memcpy(data, values.reals + local.at, count * sizeof(double));
      break;
    case ColumnType::Boolean:
      for (std::size_t i = 0; i < count; ++i) {
        static_cast<bool*>(data)[i] = values.integers[local.at + i] != 0;
      }
      break;
    default:
      for (std::size_t i = 0; i < count; ++i) {
        const std::string_view text = values.texts[local.at + i];
        api.assignText(vector, i, text.data(), text.size());
      }
  }
  if (values.present) {
    api.ensureValidity(vector);
    std::uint64_t* mask = api.vectorValidity(vector);
    for (std::size_t i = 0; i < count; ++i) {
      if (values.missing(local.at + i)) {
        mask[i / 64] &= ~(std::uint64_t{1} << (i % 64));
      }
    }
  }
}

void giveRows(duckdb_function_info info, duckdb_data_chunk output) {
  const DuckApi& api = duck();
  const auto* bound = static_cast<const Bound*>(api.functionBindData(info));
  auto* shared = static_cast<Shared*>(api.functionInitData(info));
  auto* local = static_cast<Local*>(api.functionLocalData(info));
  if (local->at == local->rows) {
    const auto found = nextChunk(*bound->rows, *shared, *local);
    if (!found) {
      api.functionSetError(info, found.error().message.c_str());
      return;
    }
    if (!*found) {
      local->at = local->rows = 0;
      api.setChunkSize(output, 0);
      return;
    }
  }
  const std::size_t count = std::min<std::size_t>(api.vectorSize(), local->rows - local->at);
  for (std::size_t i = 0; i < shared->columns.size(); ++i) {
    if (shared->columns[i] < bound->rows->names.size()) {
      fill(local->pieces[i], *local, count, api.chunkVector(output, i));
    }
  }
  local->at += count;
  api.setChunkSize(output, count);
}

}  // namespace

std::int64_t RowsRegistry::add(NamedRows rows) {
  Lock lock(m_mutex);
  m_rows[m_next] = std::make_shared<const NamedRows>(std::move(rows));
  return m_next++;
}

void RowsRegistry::remove(std::int64_t id) {
  Lock lock(m_mutex);
  m_rows.erase(id);
}

std::shared_ptr<const NamedRows> RowsRegistry::find(std::int64_t id) const {
  Lock lock(m_mutex);
  const auto found = m_rows.find(id);
  return found == m_rows.end() ? nullptr : found->second;
}

Status registerRowsFunction(const DuckApi& api, duckdb_connection connection, RowsRegistry& registry) {
  return registerScan(api, connection,
                      {.name = "tatara_rows",
                       .parameters = {DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_BOOLEAN},
                       .source = &registry,
                       .bind = bindRows,
                       .init = initRows,
                       .localInit = initLocal,
                       .give = giveRows});
}

}  // namespace tatara::dataset
