#include "ui/runs/run_facts_diff.h"

#include <algorithm>
#include <cmath>

#include "core/artifact/artifact_store.h"
#include "core/provenance/commit_diff.h"
#include "core/text/json.h"
#include "core/track/runs.h"
#include "ui/base/number_text.h"
#include "ui/runs/internal/runs_text.h"

namespace tatara::ui {
namespace {

constexpr std::int64_t kMostFileBytes = 256 << 10;
constexpr std::size_t kMostFiles = 2'000;
constexpr std::size_t kMostPackages = 2'000;
constexpr std::size_t kMostRunsDiffed =
    64;  // whose files are read; of more only parameters, metrics and tags differ
constexpr int kDigestShown = 8;
constexpr qsizetype kMostSentences = 8;

bool isText(std::string_view name) {
  for (const std::string_view ending :
       {".txt", ".json", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".py", ".md", ".sh", ".patch", ".csv",
        ".html", ".log", "/MLmodel", "Dockerfile"}) {
    if (name.ends_with(ending)) {
      return true;
    }
  }
  return name == "MLmodel";
}

// "xgboost==3.0.2" and "scipy >= 1.9" by name.
void readRequirements(std::string_view text, std::map<std::string, std::string>& packages) {
  while (!text.empty() && packages.size() < kMostPackages) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    line = line.substr(0, line.find('#'));
    const std::size_t name = line.find_first_of("=<>!~ ;[");
    const std::size_t version = line.find_first_of("0123456789", name);
    if (line.empty() || line[0] == '-' || name == 0) {
      continue;
    }
    std::string_view number =
        version == std::string_view::npos ? std::string_view("any") : line.substr(version);
    number = number.substr(0, number.find_first_of(" ;\r"));
    packages.emplace(line.substr(0, std::min(name, line.find('\r'))), number);
  }
}

void readEnvironment(std::string_view text, std::map<std::string, std::string>& packages) {
  const Result<text::Json> json = text::parseJson(text);
  const text::Json* libraries = json ? json->find("libraries") : nullptr;
  if (libraries == nullptr) {
    return;
  }
  for (const text::JsonMember& member : libraries->members()) {
    if (const std::string* version = member.value.asString(); version && packages.size() < kMostPackages) {
      packages[member.key] = *version;
    }
  }
}

QString shortened(const std::string& text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min<std::size_t>(text.size(), 200)));
}

const std::string* tagOf(const track::Run& run, std::string_view key) {
  const auto found = std::ranges::find(run.tags, key, &track::KeyValue::key);
  return found == run.tags.end() ? nullptr : &found->value;
}

std::string datasetText(const track::Run& run) {
  std::string text;
  for (const track::DatasetInput& input : run.datasets) {
    text +=
        (text.empty() ? "" : ", ") + input.dataset.name + "@" + input.dataset.digest.substr(0, kDigestShown);
    for (const track::KeyValue& tag : input.tags) {
      if (tag.key == "mlflow.data.context") {
        text += " (" + tag.value + ")";
      }
    }
  }
  return text;
}

void readFiles(const artifact::ArtifactStore& artifacts, const std::string& root,
               const std::vector<artifact::FileInfo>& files, RunFactsOf& facts) {
  for (std::size_t i = 0; i < std::min(files.size(), kMostFiles); ++i) {
    const artifact::FileInfo& info = files[i];
    const std::string name = info.path.substr(std::min(info.path.size(), root.size() + 1));
    if (!isText(name)) {
      continue;
    }
    facts.files[name] = info.digest.hex();
    const bool environment = name.ends_with("environment.json");
    const bool requirements = name.ends_with("requirements.txt");
    if ((environment || requirements) && info.size <= kMostFileBytes) {
      if (const Result<std::string> bytes = artifacts.readAll(info.path, kMostFileBytes)) {
        environment ? readEnvironment(*bytes, facts.packages) : readRequirements(*bytes, facts.packages);
      }
    }
  }
}

// The contents of the files that differ from the first run's, where both are small.
void readDiffering(const artifact::ArtifactStore& artifacts, const std::vector<std::string>& roots,
                   std::vector<RunFactsOf>& runs) {
  for (const auto& [name, digest] : runs.front().files) {
    bool differs = false;
    for (const RunFactsOf& run : runs) {
      const auto found = run.files.find(name);
      differs = differs || (found != run.files.end() && found->second != digest);
    }
    for (std::size_t i = 0; differs && i < runs.size(); ++i) {
      if (runs[i].files.contains(name)) {
        if (Result<std::string> bytes = artifacts.readAll(roots[i] + "/" + name, kMostFileBytes)) {
          runs[i].texts[name] = std::move(*bytes);
        }
      }
    }
  }
}

// One row: the values of all runs, and which differ from the first. Nothing when it is not to be shown.
bool addRow(Differences& differences, DifferenceScope scope, const QString& name, const std::string& column,
            const QStringList& values, std::size_t& same) {
  const bool present = std::ranges::any_of(values, [](const QString& value) { return !value.isEmpty(); });
  const bool differs =
      std::ranges::any_of(values, [&](const QString& value) { return value != values.front(); });
  if (!present) {
    return false;
  }
  if (!differs && scope == DifferenceScope::Changed) {
    ++same;
    return false;
  }
  DifferenceRow row;
  row.name = name;
  row.column = column;
  row.values = values;
  for (const QString& value : values) {
    row.changed.push_back(value != values.front());
  }
  row.deltas.assign(static_cast<std::size_t>(values.size()), std::numeric_limits<double>::quiet_NaN());
  differences.rows.push_back(std::move(row));
  return true;
}

class Section {
 public:
  Section(Differences& differences, const QString& title) : m_differences(differences), m_title(title) {
    DifferenceRow row;
    row.name = title;
    m_at = differences.rows.size();
    differences.rows.push_back(std::move(row));
  }
  // The heading says how many rows are the same everywhere; a section without anything goes.
  void finish(std::size_t same) {
    if (m_differences.rows.size() == m_at + 1 && same == 0) {
      m_differences.rows.pop_back();
    } else if (same > 0) {
      m_differences.rows[m_at].name =
          RunsText::tr("%1 · %n the same", nullptr, static_cast<int>(same)).arg(m_title);
    }
  }

 private:
  Differences& m_differences;
  QString m_title;
  std::size_t m_at = 0;
};

QString fileText(const DifferenceFacts& facts, std::size_t run, const std::string& name) {
  const auto own = facts.runs[run].files.find(name);
  if (own == facts.runs[run].files.end()) {
    return {};
  }
  const auto first = facts.runs.front().files.find(name);
  if (run == 0 || first == facts.runs.front().files.end() || first->second == own->second) {
    return shortened(own->second.substr(0, kDigestShown));
  }
  const auto before = facts.runs.front().texts.find(name);
  const auto after = facts.runs[run].texts.find(name);
  if (before == facts.runs.front().texts.end() || after == facts.runs[run].texts.end()) {
    return shortened(own->second.substr(0, kDigestShown));
  }
  const auto [more, fewer] = lineDifference(before->second, after->second);
  return RunsText::tr("+%1 −%2 lines").arg(more).arg(fewer);
}

void addCode(Differences& differences, const DifferenceFacts& facts, DifferenceScope scope) {
  Section section(differences, RunsText::tr("Code"));
  std::size_t same = 0;
  QStringList commits;
  QStringList dirty;
  QStringList changes;
  bool known = false;
  for (std::size_t i = 0; i < facts.runs.size(); ++i) {
    const RunFactsOf& run = facts.runs[i];
    commits << shortened(run.commit.substr(0, kDigestShown));
    dirty << (run.commit.empty() ? QString() : run.dirty ? RunsText::tr("yes") : RunsText::tr("no"));
    changes << (i < facts.codeChanges.size() ? facts.codeChanges[i] : QString());
    known = known || !changes.back().isEmpty();
  }
  addRow(differences, scope, RunsText::tr("Commit"), "code.commit", commits, same);
  addRow(differences, scope, RunsText::tr("Uncommitted changes"), "code.dirty", dirty, same);
  if (known) {
    addRow(differences, scope, RunsText::tr("Changed since the first"), "code.changes", changes, same);
  }
  section.finish(same);
}

QString leadSentence(const Listing& listing, const std::vector<std::uint32_t>& rows, std::size_t to) {
  const std::string& metric = listing.meanings->primary;
  const double before = numberOf(*listing.table, "metrics." + metric, rows.front());
  const double after = numberOf(*listing.table, "metrics." + metric, rows[to]);
  if (!std::isfinite(before) || !std::isfinite(after)) {
    return {};
  }
  const std::vector<double> both{before, after};
  const int decimals = columnDecimals(both);
  const QString names = QString::fromStdString(listing.table->run(rows[to]).name);
  const QString share = before != 0 ? percentText((after - before) / std::abs(before)) : QString();
  return RunsText::tr("%1 has %2 %3, %4 had %5%6")
      .arg(names, QString::fromStdString(metric), metricText(after, decimals),
           QString::fromStdString(listing.table->run(rows.front()).name), metricText(before, decimals),
           share.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(share));
}

}  // namespace

std::pair<std::size_t, std::size_t> lineDifference(std::string_view before, std::string_view after) {
  std::map<std::string_view, std::ptrdiff_t> counts;
  const auto count = [&counts](std::string_view text, int by) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      counts[text.substr(0, end)] += by;
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  };
  count(before, -1);
  count(after, 1);
  std::size_t more = 0;
  std::size_t fewer = 0;
  for (const auto& [line, balance] : counts) {
    more += balance > 0 ? static_cast<std::size_t>(balance) : 0;
    fewer += balance < 0 ? static_cast<std::size_t>(-balance) : 0;
  }
  return {more, fewer};
}

Result<DifferenceFacts> loadDifferenceFacts(const std::shared_ptr<store::Store>& store,
                                            const track::RunTable& table,
                                            const std::vector<std::uint32_t>& rows, std::stop_token stop) {
  DifferenceFacts facts;
  if (rows.empty() || rows.size() > kMostRunsDiffed) {
    return facts;
  }
  std::vector<track::RunKey> keys;
  for (const std::uint32_t row : rows) {
    keys.push_back(table.run(row).key);
  }
  std::vector<std::string> roots(rows.size());
  std::vector<std::vector<artifact::FileInfo>> files(rows.size());
  TATARA_TRY(store->read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(const std::vector<track::Run> runs, track::loadRuns(connection, keys));
        for (std::size_t i = 0; i < rows.size(); ++i) {
          RunFactsOf one;
          const auto run =
              std::ranges::find_if(runs, [&](const track::Run& each) { return each.info.key == keys[i]; });
          if (run != runs.end()) {
            one.dataset = datasetText(*run);
            const std::string* commit = tagOf(*run, track::tag::kGitCommit);
            const std::string* dirty = tagOf(*run, "mlflow.source.git.dirty");
            one.commit = commit ? *commit : std::string();
            one.dirty = dirty && *dirty == "true";
          }
          if (const auto root = artifact::rootPathOf(table.run(rows[i]).artifactUri)) {
            roots[i] = *root;
            TATARA_ASSIGN(files[i], artifact::ArtifactStore::listAll(connection, *root));
          }
          facts.runs.push_back(std::move(one));
        }
        return {};
      },
      stop));
  const artifact::ArtifactStore artifacts(store);
  for (std::size_t i = 0; i < rows.size() && !stop.stop_requested(); ++i) {
    readFiles(artifacts, roots[i], files[i], facts.runs[i]);
  }
  readDiffering(artifacts, roots, facts.runs);
  for (const RunFactsOf& run : facts.runs) {
    QString text;
    const std::string& first = facts.runs.front().commit;
    if (!first.empty() && !run.commit.empty() && run.commit != first && !stop.stop_requested()) {
      // No repository and no libgit2 mean the same here: the commits are shown, what lies between is not
      // known.
      const auto diff = provenance::diffCommits(store->workspace().root, first, run.commit);
      if (diff && *diff) {
        text = RunsText::tr("%n file(s), +%1 −%2", nullptr, static_cast<int>((*diff)->fileCount))
                   .arg((*diff)->insertions)
                   .arg((*diff)->deletions);
      }
    }
    facts.codeChanges.push_back(text);
  }
  return facts;
}

void addFacts(Differences& differences, const DifferenceFacts& facts, DifferenceScope scope) {
  if (facts.runs.empty()) {
    return;
  }
  {
    Section section(differences, RunsText::tr("Data"));
    std::size_t same = 0;
    QStringList datasets;
    for (const RunFactsOf& run : facts.runs) {
      datasets << shortened(run.dataset);
    }
    addRow(differences, scope, RunsText::tr("Dataset"), "data.dataset", datasets, same);
    section.finish(same);
  }
  addCode(differences, facts, scope);
  const auto keyed = [&](const QString& title, const char* prefix, auto keys, auto value) {
    Section section(differences, title);
    std::size_t same = 0;
    for (const std::string& key : keys) {
      QStringList values;
      for (std::size_t i = 0; i < facts.runs.size(); ++i) {
        values << value(i, key);
      }
      addRow(differences, scope, shortened(key), prefix + key, values, same);
    }
    section.finish(same);
  };
  std::set<std::string> packages;
  std::set<std::string> files;
  for (const RunFactsOf& run : facts.runs) {
    for (const auto& [name, version] : run.packages) {
      packages.insert(name);
    }
    for (const auto& [name, digest] : run.files) {
      files.insert(name);
    }
  }
  keyed(RunsText::tr("Packages"), "package.", packages, [&](std::size_t i, const std::string& name) {
    const auto found = facts.runs[i].packages.find(name);
    return found == facts.runs[i].packages.end() ? QString() : shortened(found->second);
  });
  keyed(RunsText::tr("Text files"), "file.", files,
        [&](std::size_t i, const std::string& name) { return fileText(facts, i, name); });
}

QStringList changeSentences(const Listing& listing, const Differences& differences,
                            const std::vector<Importance>& importance, const std::vector<std::uint32_t>& rows,
                            std::size_t to) {
  QStringList sentences;
  if (to == 0 || to >= rows.size()) {
    return sentences;
  }
  if (const QString lead = leadSentence(listing, rows, to); !lead.isEmpty()) {
    sentences << lead;
  }
  const auto at = static_cast<qsizetype>(to);
  qsizetype more = 0;
  qsizetype files = 0;
  for (const DifferenceRow& row : differences.rows) {
    if (row.column.empty() || row.column.starts_with("metrics.") || row.values.size() <= at ||
        row.values[at] == row.values[0]) {
      continue;
    }
    if (row.column.starts_with("file.")) {
      ++files;
      continue;
    }
    if (sentences.size() == kMostSentences) {
      ++more;
      continue;
    }
    const QString before = row.values[0].isEmpty() ? RunsText::tr("nothing") : row.values[0];
    const QString after = row.values[at].isEmpty() ? RunsText::tr("nothing") : row.values[at];
    QString sentence = RunsText::tr("%1 went from %2 to %3").arg(row.name, before, after);
    const auto share = std::ranges::find(importance, row.column, &Importance::column);
    if (share != importance.end() && share->share >= 0.05) {
      sentence += RunsText::tr(" (it alone explains %1 of the variance)").arg(percentText(share->share, 0));
    }
    sentences << sentence;
  }
  if (more > 0) {
    sentences << RunsText::tr("%n more thing(s) differ", nullptr, static_cast<int>(more));
  }
  if (files > 0) {
    sentences << RunsText::tr("%n text file(s) differ", nullptr, static_cast<int>(files));
  }
  return sentences;
}

}  // namespace tatara::ui
