#include "core/dataset/internal/query_rows.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <thread>

#include "core/dataset/internal/duck_api.h"

namespace tatara::dataset {
namespace {

constexpr std::uint64_t kRun = 61'440;  // rows a thread takes at once: thirty vectors of DuckDB's

template <typename T>
void destroyFrame(void* object) {
  delete static_cast<T*>(object);
}

struct FrameBinding {
  std::shared_ptr<const Frame> frame;
};

struct FrameScan {
  std::vector<std::size_t> columns;  // wanted, in the order of the output
  std::atomic<std::uint64_t> next{0};
};

struct FrameCursor {
  std::uint64_t at = 0;
  std::uint64_t end = 0;
};

duckdb_type typeOf(const FrameColumn& column) {
  switch (column.info.type) {
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

void bindFrame(duckdb_bind_info info) {
  const DuckApi& api = duck();
  const auto* frames = static_cast<const QueryFrames*>(api.bindExtraInfo(info));
  duckdb_value number = api.bindParameter(info, 0);
  const std::int64_t index = api.int64Of(number);
  api.destroyValue(&number);
  if (index < 0 || static_cast<std::size_t>(index) >= frames->size()) {
    api.bindSetError(info, "there is no such dataset here");
    return;
  }
  auto bound = std::make_unique<FrameBinding>(FrameBinding{(*frames)[static_cast<std::size_t>(index)]});
  for (const FrameColumn& column : bound->frame->columns()) {
    duckdb_logical_type type = api.createType(typeOf(column));
    api.bindAddColumn(info, column.info.name.c_str(), type);
    api.destroyType(&type);
  }
  api.bindSetCardinality(info, bound->frame->rows(), true);
  api.bindSetData(info, bound.release(), destroyFrame<FrameBinding>);
}

void initFrame(duckdb_init_info info) {
  const DuckApi& api = duck();
  auto shared = std::make_unique<FrameScan>();
  for (idx_t i = 0; i < api.initColumnCount(info); ++i) {
    shared->columns.push_back(api.initColumnIndex(info, i));
  }
  // One thread: the rows come in the order of the file, which a person takes for granted.
  api.initSetMaxThreads(info, 1);
  api.initSetData(info, shared.release(), destroyFrame<FrameScan>);
}

void initFrameCursor(duckdb_init_info info) {
  duck().initSetData(info, new FrameCursor, destroyFrame<FrameCursor>);
}

// Values where they are there; which are not goes into the mask.
template <typename Value, typename Stored, typename Missing>
void copyValues(const DuckApi& api, duckdb_vector vector, std::span<const Stored> stored, Missing missing) {
  auto* target = static_cast<Value*>(api.vectorData(vector));
  std::uint64_t* mask = nullptr;
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (missing(stored[i])) {
      if (!mask) {
        api.ensureValidity(vector);
        mask = api.vectorValidity(vector);
      }
      mask[i / 64] &= ~(std::uint64_t{1} << (i % 64));
      target[i] = Value{};
    } else {
      target[i] = static_cast<Value>(stored[i]);
    }
  }
}

void fill(const Frame& frame, std::size_t index, std::uint64_t first, std::size_t count,
          duckdb_vector vector) {
  const DuckApi& api = duck();
  const FrameColumn& column = frame.column(index);
  const auto leastInteger = [](std::int64_t value) {
    return value == std::numeric_limits<std::int64_t>::min();
  };
  switch (column.storage) {
    case FrameColumn::Storage::Integer: {
      const auto values = frame.integers(index).subspan(first, count);
      if (column.info.type == ColumnType::Boolean) {
        copyValues<bool>(api, vector, values, leastInteger);
      } else {
        copyValues<std::int64_t>(api, vector, values, leastInteger);
      }
      return;
    }
    case FrameColumn::Storage::Double: {
      copyValues<double>(api, vector, frame.doubles(index).subspan(first, count),
                         [](double value) { return std::isnan(value); });
      return;
    }
    case FrameColumn::Storage::Codes:
      break;
  }
  const auto codes = frame.codes(index).subspan(first, count);
  std::uint64_t* mask = nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    if (codes[i] >= 0) {
      const std::string_view text = frame.entry(index, codes[i]);
      api.assignText(vector, i, text.data(), text.size());
      continue;
    }
    if (!mask) {
      api.ensureValidity(vector);
      mask = api.vectorValidity(vector);
    }
    mask[i / 64] &= ~(std::uint64_t{1} << (i % 64));
  }
}

void giveFrameRows(duckdb_function_info info, duckdb_data_chunk output) {
  const DuckApi& api = duck();
  const auto* bound = static_cast<const FrameBinding*>(api.functionBindData(info));
  auto* shared = static_cast<FrameScan*>(api.functionInitData(info));
  auto* local = static_cast<FrameCursor*>(api.functionLocalData(info));
  const Frame& frame = *bound->frame;
  if (local->at == local->end) {
    local->at = std::min(shared->next.fetch_add(kRun), frame.rows());
    local->end = std::min(local->at + kRun, frame.rows());
  }
  const auto count =
      static_cast<std::size_t>(std::min<std::uint64_t>(api.vectorSize(), local->end - local->at));
  for (std::size_t i = 0; i < shared->columns.size() && count > 0; ++i) {
    // DuckDB asks for a column that is none when it only counts rows.
    if (shared->columns[i] < frame.columns().size()) {
      fill(frame, shared->columns[i], local->at, count, api.chunkVector(output, i));
    }
  }
  local->at += count;
  api.setChunkSize(output, count);
}

}  // namespace

Status registerFrameFunction(const DuckApi& api, duckdb_connection connection, QueryFrames& frames) {
  return registerScan(api, connection,
                      {.name = "tatara_frame",
                       .parameters = {DUCKDB_TYPE_BIGINT},
                       .source = &frames,
                       .bind = bindFrame,
                       .init = initFrame,
                       .localInit = initFrameCursor,
                       .give = giveFrameRows});
}

}  // namespace tatara::dataset
