#include "app/cli/data_frame.h"

#include <filesystem>

#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"

namespace tatara::cli {
namespace {

constexpr std::uint64_t kMemoryForReading = 500'000'000;

}  // namespace

Result<dataset::Engine*> DataFrames::engine() {
  if (!m_engine) {
    TATARA_ASSIGN(m_engine, dataset::Engine::open({.memoryLimit = kMemoryForReading}));
  }
  return m_engine.get();
}

Result<DataTable> DataFrames::openTable(const std::string& data, const ReadingOptions& reading) {
  TATARA_ASSIGN(dataset::Engine* const reader, engine());
  std::error_code failed;
  const std::filesystem::path path = data;
  if (std::filesystem::exists(path, failed)) {
    TATARA_ASSIGN(const auto options, openOptionsOf(reading));
    TATARA_ASSIGN(auto table, dataset::Table::open(*reader, path, options, m_session.stop()));
    return DataTable{std::move(table), path.filename().string(), {}};
  }
  if (!m_session.workspace()) {
    return makeError(ErrorKind::NotFound,
                     "There is no file " + data + ", and no workspace here whose dataset it could be");
  }
  TATARA_ASSIGN(const auto store, m_session.store());
  TATARA_ASSIGN(auto version, store->read([&](sql::Connection& connection) {
    return dataset::resolveVersion(connection, data);
  }));
  TATARA_TRY(addReading(reading, version.options));
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(auto table, dataset::openVersion(*store, artifacts, *reader, version, m_session.stop()));
  std::string title = version.name + "@" + std::to_string(version.version);
  return DataTable{std::move(table), std::move(title), std::move(version)};
}

Result<DataFrame> DataFrames::open(const std::string& data, const ReadingOptions& reading) {
  TATARA_ASSIGN(const auto opened, openTable(data, reading));
  if (opened.table.rejectedCount() > 0) {
    m_session.remark(opened.title + ": " +
                     withThousands(static_cast<std::int64_t>(opened.table.rejectedCount())) +
                     " values or records do not fit and are taken as missing");
  }
  TATARA_ASSIGN(dataset::Engine* const reader, engine());
  dataset::OpenOptions options = opened.version ? opened.version->options : dataset::OpenOptions{};
  if (!opened.version) {
    TATARA_TRY(addReading(reading, options));
  }
  TATARA_ASSIGN(auto frame, dataset::buildFrame(opened.table,
                                                dataset::frameFile(reader->temporaryFolder() / "frames",
                                                                   opened.table.digest(), options),
                                                {}, m_session.stop()));
  return DataFrame{std::move(frame), opened.title};
}

}  // namespace tatara::cli
