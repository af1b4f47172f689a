// A statement's rows as a Parquet file: what a query is kept as, since text there stays what it is.
#include <algorithm>
#include <set>

#include "core/dataset/engine.h"
#include "core/dataset/internal/rows_function.h"
#include "core/dataset/query.h"

namespace tatara::dataset {
namespace {

// Columns of one batch in the form that is kept. A whole number that does not fit into 64 bits made its
// column one of reals from its batch on.
TypedColumn typed(const QueryColumn& column) {
  TypedColumn kept;
  const std::size_t rows = column.missing.size();
  if (std::ranges::find(column.missing, true) != column.missing.end()) {
    kept.present.assign((rows + 63) / 64, 0);
    for (std::size_t row = 0; row < rows; ++row) {
      kept.present[row / 64] |= std::uint64_t{!column.missing[row]} << row % 64;
    }
  }
  if (column.type == ColumnType::Text) {
    for (const std::string& text : column.texts) {
      kept.bytes += text;
      kept.ends.push_back(static_cast<std::uint32_t>(kept.bytes.size()));
    }
  } else if (column.type == ColumnType::Real) {
    kept.reals = column.reals;
  } else {
    kept.integers = column.integers;
  }
  return kept;
}

class Keeper {
 public:
  explicit Keeper(const Engine& engine) : m_engine(engine) {}

  Status add(const QueryResult& batch) {
    if (!m_spool) {
      TATARA_TRY(begin(batch));
    }
    const std::size_t rows = batch.columns.empty() ? 0 : batch.columns.front().missing.size();
    if (rows == 0) {
      return {};
    }
    const std::size_t chunk = m_spool->addChunk(rows, 0, {});
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
      TypedColumn kept = typed(batch.columns[i]);
      if (m_types[i] == ColumnType::Integer && batch.columns[i].type == ColumnType::Real) {
        TATARA_TRY(makeReal(i, chunk));
      } else if (m_types[i] == ColumnType::Real && batch.columns[i].type == ColumnType::Integer) {
        kept.reals.assign(kept.integers.begin(), kept.integers.end());
        kept.integers.clear();
      }
      TATARA_TRY(m_spool->write(chunk, i, kept));
    }
    return {};
  }

  Status begin(const QueryResult& shape) {
    std::set<std::string> taken;
    for (const QueryColumn& column : shape.columns) {
      std::string name = column.name;
      for (int i = 2; !taken.insert(name).second; ++i) {
        name = column.name + "_" + std::to_string(i);
      }
      m_names.push_back(name);
      m_types.push_back(column.type);
    }
    TATARA_ASSIGN(m_spool, Spool::create(m_engine.temporaryFolder(), m_names.size()));
    m_spool->setTypes(m_types);
    return {};
  }
  bool begun() const { return m_spool != nullptr; }
  NamedRows rows() const { return {m_spool, m_names}; }

 private:
  // The chunks before this one are written anew.
  Status makeReal(std::size_t column, std::size_t chunk) {
    for (std::size_t before = 0; before < chunk; ++before) {
      Piece piece;
      TATARA_TRY(m_spool->read(before, column, piece));
      const std::size_t rows = m_spool->rowsOf(before);
      TypedColumn kept;
      kept.reals.assign(piece.values.integers, piece.values.integers + rows);
      if (piece.values.present) {
        kept.present.assign(piece.values.present, piece.values.present + (rows + 63) / 64);
      }
      TATARA_TRY(m_spool->write(before, column, kept));
    }
    m_types[column] = ColumnType::Real;
    m_spool->setTypes(m_types);
    return {};
  }

  const Engine& m_engine;
  std::shared_ptr<Spool> m_spool;
  std::vector<std::string> m_names;
  std::vector<ColumnType> m_types;
};

}  // namespace

Result<std::uint64_t> writeQueryParquet(Query& query, const std::string& sql, Engine& engine,
                                        const std::filesystem::path& file, std::stop_token stop) {
  Keeper keeper(engine);
  const QueryAnswer<QueryResult> answer = query.scan(
      sql, [&](const QueryResult& batch) { return keeper.add(batch); }, stop);
  if (!answer.value) {
    return answer.failure.error;
  }
  if (!keeper.begun()) {
    TATARA_TRY(keeper.begin(*answer.value));
  }
  const NamedRows rows = keeper.rows();
  const std::uint64_t count = rows.spool->rows();
  const std::int64_t published = engine.rows()->add(rows);
  const Status written =
      engine.run("COPY (SELECT * FROM tatara_rows(" + std::to_string(published) + ", true)) TO " +
                     quotedText(file.string()) + " (FORMAT parquet, COMPRESSION zstd)",
                 std::move(stop));
  engine.rows()->remove(published);
  TATARA_TRY(written);
  return count;
}

}  // namespace tatara::dataset
