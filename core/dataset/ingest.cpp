#include "core/dataset/internal/ingest.h"

#include <algorithm>
#include <map>
#include <thread>

#include "core/base/mutex.h"
#include "core/base/number_text.h"
#include "core/exec/thread_pool.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr int kMostPasses = 5;
constexpr std::size_t kGuessRows = 10'000;
constexpr std::uint64_t kFreeCells = 20'000'000;
constexpr std::uint64_t kMostCellsOfByte = 500;     // behind those
constexpr std::size_t kMostKept = 2 * kMostListed;  // of a block

// What is collected about a pass, from all its threads.
class Pass {
 public:
  explicit Pass(std::size_t columns) : m_tallies(columns) {}

  void block(std::size_t chunk, std::vector<std::pair<std::size_t, Tally>> tallies,
             std::vector<Rejected> rejected) EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    if (rejected.size() > kMostKept) {
      rejected.resize(kMostKept);
      m_dropped = true;
    }
    for (auto& [column, tally] : tallies) {
      m_tallies[column].add(tally);
    }
    if (!rejected.empty()) {
      m_rejected[chunk] = std::move(rejected);
      dropBeyondTheList();
    }
  }
  void fail(const Error& error) EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    m_error = m_error ? m_error : std::optional(error);
  }
  void started() EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    ++m_running;
  }
  void ended() EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    --m_running;
    m_changed.notifyAll();
  }
  void waitForAtMost(std::size_t running) EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    while (m_running > running) {
      m_changed.wait(m_mutex);
    }
  }
  std::optional<Error> error() EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    return m_error;
  }

  // After all blocks.
  Tally tally(std::size_t column) EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    return m_tallies[column];
  }
  std::map<std::size_t, std::vector<Rejected>> takeRejected() EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    return std::move(m_rejected);
  }
  bool dropped() EXCLUDES(m_mutex) {
    Lock lock(m_mutex);
    return m_dropped;
  }

 private:
  // Only the first of them are listed: what lies behind enough of them need not be kept.
  void dropBeyondTheList() REQUIRES(m_mutex) {
    std::size_t before = 0;
    for (auto at = m_rejected.begin(); at != m_rejected.end();) {
      m_dropped = m_dropped || before >= 2 * kMostKept;
      at = before >= 2 * kMostKept ? m_rejected.erase(at) : std::next(at);
      if (at != m_rejected.begin()) {
        before += std::prev(at)->second.size();
      }
    }
  }

  Mutex m_mutex;
  Condition m_changed;
  std::vector<Tally> m_tallies GUARDED_BY(m_mutex);
  std::map<std::size_t, std::vector<Rejected>> m_rejected GUARDED_BY(m_mutex);
  bool m_dropped GUARDED_BY(m_mutex) = false;
  std::optional<Error> m_error GUARDED_BY(m_mutex);
  std::size_t m_running GUARDED_BY(m_mutex) = 0;
};

class Ingester {
 public:
  Ingester(CellSource& source, const IngestOptions& options, const std::stop_token& stop)
      : m_source(source),
        m_options(options),
        m_stop(stop),
        m_missing(options.missing),
        m_threads(std::max<std::size_t>(1, std::thread::hardware_concurrency())) {}

  Result<Ingested> run() {
    const std::size_t columns = m_options.names.size();
    TATARA_ASSIGN(m_result.spool, Spool::create(m_options.folder, columns));
    m_plans.resize(columns);
    m_result.columns.resize(columns);
    std::vector<std::size_t> wanted(columns);
    for (std::size_t column = 0; column < columns; ++column) {
      wanted[column] = column;
      m_result.columns[column].name = m_options.names[column];
    }
    for (int pass = 0; !wanted.empty(); ++pass) {
      if (pass > 0) {
        TATARA_TRY(m_source.rewind());
      }
      TATARA_ASSIGN(wanted, runPass(wanted, pass));
    }
    std::vector<ColumnType> types;
    for (const auto& info : m_result.columns) {
      types.push_back(info.type);
    }
    m_result.spool->setTypes(std::move(types));
    listRejected();
    return std::move(m_result);
  }

 private:
  void guess(const CellBlock& block) {
    for (std::size_t column = 0; column < m_plans.size(); ++column) {
      if (column < m_options.told.size() && m_options.told[column]) {
        m_plans[column] = *m_options.told[column];
        m_plans[column].told = true;
        continue;
      }
      const std::size_t most = std::max<std::size_t>(100, 4'000'000 / m_plans.size());
      std::vector<std::string> values;
      for (std::size_t row = 0; row < block.rows && row < kGuessRows && values.size() < most; ++row) {
        const auto text = trimBlanks(block.cell(row, column));
        if (!m_missing.contains(text)) {
          values.emplace_back(text);
        }
      }
      m_plans[column] = guessPlan(values, m_options.decimal);
    }
  }

  // Reads the wanted columns; gives those that have to be read again by another plan.
  Result<std::vector<std::size_t>> runPass(const std::vector<std::size_t>& wanted, int number) {
    Pass pass(m_plans.size());
    Status read = readBlocks(wanted, number, pass);
    pass.waitForAtMost(0);
    if (!read) {
      return read.error();
    }
    if (const auto error = pass.error()) {
      return *error;
    }
    std::vector<std::size_t> again;
    for (const std::size_t column : wanted) {
      const Tally tally = pass.tally(column);
      ColumnPlan settled = settlePlan(m_plans[column], tally, number == 0);
      const bool retyped = settled.type != m_plans[column].type ||
                           settled.dayFirst != m_plans[column].dayFirst ||
                           settled.decimal != m_plans[column].decimal;
      // Where nothing is present, any type is the same bytes.
      if (retyped && tally.present > 0 && number + 1 < kMostPasses) {
        if (number + 2 == kMostPasses) {
          settled = ColumnPlan{.told = m_plans[column].told};
        }
        again.push_back(column);
        m_plans[column] = settled;
        continue;
      }
      if (tally.present == 0) {
        m_plans[column] = settled;
      }
      describe(m_plans[column], tally, m_result.columns[column]);
    }
    if (m_listAgain) {
      m_result.rejected.clear();
    }
    for (auto& [chunk, rejected] : pass.takeRejected()) {
      for (auto& one : rejected) {
        const bool settled = std::ranges::none_of(
            again, [&](std::size_t column) { return m_options.names[column] == one.column; });
        if (settled) {
          m_result.rejected.push_back(std::move(one));
        }
      }
    }
    // What did not fit a type that is given up may have displaced what counts.
    m_listAgain = pass.dropped() && !again.empty();
    for (std::size_t column = 0; m_listAgain && column < m_plans.size(); ++column) {
      if (m_result.columns[column].rejected > 0 && std::ranges::find(again, column) == again.end()) {
        again.push_back(column);
      }
    }
    return again;
  }

  Status readBlocks(const std::vector<std::size_t>& wanted, int number, Pass& pass) {
    exec::ThreadPool pool(m_threads, "type-columns");
    for (std::size_t chunk = 0;; ++chunk) {
      if (m_stop.stop_requested()) {
        return readCancelled();
      }
      auto block = std::make_shared<CellBlock>();
      TATARA_ASSIGN(const bool found, m_source.next(*block, m_stop));
      if (!found) {
        break;
      }
      m_cells += block->cells.size();
      m_bytes += block->text.size();
      if (m_cells > kFreeCells && m_cells / kMostCellsOfByte > m_bytes) {
        return text::sayError(ErrorKind::Unsupported,
                              TATARA_SAYS("Phrase",
                                          "%1 is almost empty: %2 columns, of which a row fills next to "
                                          "none; leave the empty columns out"),
                              {m_options.name, withThousands(static_cast<std::int64_t>(m_plans.size()))});
      }
      if (chunk == 0 && number == 0) {
        guess(*block);
      }
      if (number == 0) {
        m_result.spool->addChunk(block->rows, block->firstLine, block->lines);
        m_result.rejectedCount += block->raggedCount;
        m_result.estimatedRows += block->rows;
      }
      pass.waitForAtMost(m_threads);
      if (pass.error()) {
        break;
      }
      pass.started();
      pool.post([this, block, chunk, number, &wanted, &pass] {
        typeBlock(*block, chunk, number == 0, wanted, pass);
        pass.ended();
      });
      if (m_options.sampleRows > 0 && m_result.spool->rows() >= m_options.sampleRows) {
        const double read = m_source.progress();
        m_result.complete = false;
        m_result.estimatedRows =
            static_cast<std::uint64_t>(static_cast<double>(m_result.spool->rows()) / std::max(read, 1e-9));
        break;
      }
    }
    pass.waitForAtMost(0);
    return {};
  }

  void typeBlock(const CellBlock& block, std::size_t chunk, bool first,
                 const std::vector<std::size_t>& wanted, Pass& pass) {
    std::vector<std::pair<std::size_t, Tally>> tallies;
    std::vector<Rejected> rejected;
    if (first || m_listAgain) {
      rejected = block.ragged;
    }
    for (const std::size_t column : wanted) {
      if (m_stop.stop_requested()) {
        return;
      }
      TypedColumn typed = readColumn(block, column, m_plans[column], m_missing);
      if (Status written = m_result.spool->write(chunk, column, typed); !written) {
        pass.fail(written.error());
        return;
      }
      for (auto& one : typed.rejected) {
        one.column = m_options.names[column];
        rejected.push_back(std::move(one));
      }
      tallies.emplace_back(column, std::move(typed.tally));
    }
    std::ranges::stable_sort(rejected, {}, &Rejected::row);
    pass.block(chunk, std::move(tallies), std::move(rejected));
  }

  void listRejected() {
    std::ranges::stable_sort(m_result.rejected, {}, &Rejected::row);
    if (m_result.rejected.size() > kMostListed) {
      m_result.rejected.resize(kMostListed);
    }
    for (const auto& info : m_result.columns) {
      m_result.rejectedCount += info.rejected;
    }
  }

  CellSource& m_source;
  const IngestOptions& m_options;
  const std::stop_token& m_stop;
  MissingWords m_missing;
  std::size_t m_threads;
  std::uint64_t m_cells = 0;
  std::uint64_t m_bytes = 0;
  std::vector<ColumnPlan> m_plans;
  bool m_listAgain = false;  // this pass lists all that does not fit, not only that of its own columns
  Ingested m_result;
};

}  // namespace

Result<Ingested> ingest(CellSource& source, const IngestOptions& options, std::stop_token stop) {
  return Ingester(source, options, stop).run();
}

}  // namespace tatara::dataset
