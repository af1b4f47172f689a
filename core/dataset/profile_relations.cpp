// The matrices, what each column tells about the target, and numbers that say nearly the same.
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>

#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/dataset/internal/column_findings.h"
#include "core/dataset/internal/profile_work.h"
#include "core/stats/association.h"
#include "core/stats/radix_sort.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kMostRelated = 100;
constexpr std::uint64_t kHeldBytes = 200'000'000;  // of codes
constexpr std::uint64_t kRankBytes = 4'000'000;    // in memory
constexpr std::size_t kMostCategories = 100;
constexpr std::size_t kMostWholeNumbers = 32;

RelationMatrix emptyMatrix(const ProfileWork& work, const std::vector<std::size_t>& columns) {
  RelationMatrix matrix;
  for (const std::size_t index : columns) {
    matrix.columns.push_back(work.name(index));
  }
  matrix.values.assign(columns.size() * columns.size(), kUndefined);
  return matrix;
}

void put(RelationMatrix& matrix, std::size_t i, std::size_t k, double value) {
  matrix.values[i * matrix.columns.size() + k] = value;
  matrix.values[k * matrix.columns.size() + i] = value;
}

// The dense ranks of every column: each is ranked once. Many rows lie in an unnamed file meanwhile, read back
// a column at a time.
class KeptRanks {
 public:
  KeptRanks(std::size_t columns, std::uint64_t rows) : m_rows(rows), m_distinct(columns), m_ranks(columns) {}
  ~KeptRanks() {
    if (m_file >= 0) {
      ::close(m_file);
    }
  }
  KeptRanks(const KeptRanks&) = delete;
  KeptRanks& operator=(const KeptRanks&) = delete;

  Status begin() {
    if (m_rows * m_ranks.size() * sizeof(std::uint32_t) <= kRankBytes) {
      return {};
    }
    std::error_code failed;
    std::string name = (std::filesystem::temp_directory_path(failed) / "tatara-ranks-XXXXXX").string();
    m_file = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_file < 0) {
      return fileError("The ranks of the columns cannot be written to the temporary folder", name, errno);
    }
    ::unlink(name.c_str());
    return {};
  }
  Status keep(std::size_t column, std::span<const double> values) {
    auto ranks = std::make_shared<std::vector<std::uint32_t>>();
    m_distinct[column] = stats::denseRanks(values, *ranks);
    if (m_file < 0) {
      m_ranks[column] = std::move(ranks);
      return {};
    }
    return transfer(
        column, reinterpret_cast<char*>(ranks->data()),
        [](int file, char* at, std::size_t size, off_t place) { return ::pwrite(file, at, size, place); });
  }
  using Ranks = std::shared_ptr<const std::vector<std::uint32_t>>;
  Result<Ranks> load(std::size_t column) const {
    if (m_file < 0) {
      return m_ranks[column];
    }
    auto ranks = std::make_shared<std::vector<std::uint32_t>>(m_rows);
    TATARA_TRY(transfer(
        column, reinterpret_cast<char*>(ranks->data()),
        [](int file, char* at, std::size_t size, off_t place) { return ::pread(file, at, size, place); }));
    return Ranks(std::move(ranks));
  }
  std::size_t distinct(std::size_t column) const { return m_distinct[column]; }

 private:
  Status transfer(std::size_t column, char* at, const auto& move) const {
    const std::size_t size = m_rows * sizeof(std::uint32_t);
    auto place = static_cast<off_t>(column * size);
    for (std::size_t left = size; left > 0;) {
      const ssize_t done = move(m_file, at, left, place);
      if (done == 0 || (done < 0 && errno != EINTR)) {
        return fileError("The temporary folder cannot hold the ranks of the columns", {}, errno);
      }
      if (done > 0) {
        at += done;
        place += done;
        left -= static_cast<std::size_t>(done);
      }
    }
    return {};
  }

  std::uint64_t m_rows;
  std::vector<std::size_t> m_distinct;
  std::vector<Ranks> m_ranks;
  int m_file = -1;
};

// Each pair once, the first column of neighbours the same, side by side.
Status forPairs(ProfileWork& work, std::size_t columns,
                const std::function<Status(std::size_t i, std::size_t k, unsigned lane)>& relatePair) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < columns; ++i) {
    for (std::size_t k = i; k < columns; ++k) {
      pairs.emplace_back(i, k);
    }
  }
  return sideBySide(pairs.size(), work.options.threads, [&](std::size_t at, unsigned lane) -> Status {
    if (work.stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Profiling the data was cancelled");
    }
    return relatePair(pairs[at].first, pairs[at].second, lane);
  });
}

Status relateNumbers(ProfileWork& work) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < work.facts.size() && columns.size() < kMostRelated; ++i) {
    if (work.column(i).numeric() && work.column(i).count > 1) {
      columns.push_back(i);
    }
  }
  RelationMatrix& pearson = work.profile.pearson = emptyMatrix(work, columns);
  RelationMatrix& spearman = work.profile.spearman = emptyMatrix(work, columns);
  KeptRanks ranks(columns.size(), work.source.rows);
  TATARA_TRY(ranks.begin());
  TATARA_TRY(sideBySide(columns.size(), work.options.threads, [&](std::size_t at, unsigned) -> Status {
    if (work.stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Profiling the data was cancelled");
    }
    TATARA_ASSIGN(const HeldColumn column, work.cache.load(columns[at], work.stop));
    return ranks.keep(at, column->numbers);
  }));
  TATARA_TRY(forPairs(work, columns.size(), [&](std::size_t i, std::size_t k, unsigned) -> Status {
    TATARA_ASSIGN(const HeldColumn one, work.cache.load(columns[i], work.stop));
    TATARA_ASSIGN(const HeldColumn other, work.cache.load(columns[k], work.stop));
    put(pearson, i, k, stats::pearson(one->numbers, other->numbers));
    return {};
  }));
  struct Lane {
    std::size_t column = std::numeric_limits<std::size_t>::max();
    KeptRanks::Ranks ranks;
  };
  std::vector<Lane> lanes(std::max(1U, work.options.threads));
  return forPairs(work, columns.size(), [&](std::size_t i, std::size_t k, unsigned lane) -> Status {
    Lane& own = lanes[lane];
    if (own.column != i) {
      own.ranks = nullptr;
      TATARA_ASSIGN(own.ranks, ranks.load(i));
      own.column = i;
    }
    TATARA_ASSIGN(const KeptRanks::Ranks other, i == k ? Result<KeptRanks::Ranks>(own.ranks) : ranks.load(k));
    put(spearman, i, k, stats::spearman(*own.ranks, ranks.distinct(i), *other, ranks.distinct(k)));
    return {};
  });
}

// Every value on its own, missing left out.
std::vector<std::int32_t> categoriesOf(const Column& column, const ColumnFacts& facts) {
  if (column.info.type == ColumnType::Text) {
    return column.codes;
  }
  std::vector<std::int32_t> codes = groupsOf(column, facts);
  const auto missing = static_cast<std::int32_t>(groupCount(facts) - 1);
  std::ranges::replace(codes, missing, -1);
  return codes;
}

bool isCategorical(const ColumnProfile& column) {
  return column.distinct >= 2 &&
         ((column.type == ColumnType::Text && column.distinct <= kMostCategories) ||
          ((column.type == ColumnType::Integer || column.type == ColumnType::Boolean) &&
           column.distinct <= kMostWholeNumbers));
}

Status relateCategories(ProfileWork& work) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < work.facts.size() && columns.size() < kMostRelated; ++i) {
    if (isCategorical(work.column(i))) {
      columns.push_back(i);
    }
  }
  RelationMatrix& matrix = work.profile.cramersV = emptyMatrix(work, columns);
  const std::size_t side = std::clamp<std::size_t>(
      static_cast<std::size_t>(kHeldBytes / (8 * std::max<std::uint64_t>(1, work.source.rows))), 1,
      kMostRelated);
  std::vector<std::vector<std::int32_t>> codes(columns.size());
  const auto hold = [&](std::size_t from, std::size_t to) -> Status {
    for (std::size_t i = from; i < to; ++i) {
      if (codes[i].empty()) {
        TATARA_ASSIGN(const HeldColumn held, work.cache.load(columns[i], work.stop));
        codes[i] = categoriesOf(*held, work.facts[columns[i]]);
      }
    }
    return {};
  };
  const auto sizeOf = [&](std::size_t i) -> std::size_t {
    const ColumnFacts& facts = work.facts[columns[i]];
    return facts.profile.type == ColumnType::Text ? facts.profile.distinct : facts.bins.size();
  };
  for (std::size_t top = 0; top < columns.size(); top += side) {
    const std::size_t topEnd = std::min(columns.size(), top + side);
    TATARA_TRY(hold(top, topEnd));
    for (std::size_t left = top; left < columns.size(); left += side) {
      const std::size_t leftEnd = std::min(columns.size(), left + side);
      TATARA_TRY(hold(left, leftEnd));
      TATARA_TRY(sideBySide(topEnd - top, work.options.threads, [&](std::size_t at, unsigned) -> Status {
        const std::size_t i = top + at;
        for (std::size_t k = std::max(i, left); k < leftEnd && !work.stop.stop_requested(); ++k) {
          put(matrix, i, k, stats::cramersV(stats::contingency(codes[i], sizeOf(i), codes[k], sizeOf(k))));
        }
        return {};
      }));
      for (std::size_t i = left; i < leftEnd && left != top; ++i) {
        codes[i] = {};
      }
    }
    for (std::size_t i = top; i < topEnd; ++i) {
      codes[i] = {};
    }
  }
  return {};
}

Status relateToTarget(ProfileWork& work) {
  if (!work.target) {
    return {};
  }
  const std::size_t target = *work.target;
  const ColumnProfile& own = work.column(target);
  TATARA_ASSIGN(const HeldColumn held, work.cache.load(target, work.stop));
  std::vector<std::int32_t> classes = groupsOf(*held, work.facts[target]);
  const std::size_t classCount = groupCount(work.facts[target]) - 1;
  std::ranges::replace(classes, static_cast<std::int32_t>(classCount), -1);
  const bool numbers = own.type == ColumnType::Real || own.type == ColumnType::Time ||
                       (own.type == ColumnType::Integer && own.distinct > 20);
  return sideBySide(work.facts.size(), work.options.threads, [&](std::size_t i, unsigned) -> Status {
    ColumnProfile& column = work.column(i);
    if (i == target || column.count == 0 || column.type == ColumnType::Unsupported ||
        work.stop.stop_requested()) {
      return {};
    }
    TATARA_ASSIGN(const HeldColumn other, work.cache.load(i, work.stop));
    const std::vector<std::int32_t> groups = groupsOf(*other, work.facts[i]);
    const std::size_t count = groupCount(work.facts[i]);
    column.mutualInformation =
        stats::mutualInformation(stats::contingency(groups, count, classes, classCount));
    column.predictivePower = numbers ? stats::predictivePower(groups, count, held->numbers)
                                     : stats::predictivePower(groups, count, classes, classCount);
    return {};
  });
}

// Whether an alert already says that these two belong together.
bool toldTogether(const ProfileWork& work, const std::string& left, const std::string& right) {
  return std::ranges::any_of(work.profile.alerts, [&](const Alert& alert) {
    const bool relation = alert.kind == AlertKind::TargetLeak || alert.kind == AlertKind::Recoding ||
                          alert.kind == AlertKind::RowNumber || alert.kind == AlertKind::NearDuplicate;
    return relation && std::ranges::find(alert.columns, left) != alert.columns.end() &&
           std::ranges::find(alert.columns, right) != alert.columns.end();
  });
}

void tellPair(ProfileWork& work, std::size_t first, std::size_t second, std::string_view how,
              const std::string& detail = {}) {
  const bool leak = work.target && (*work.target == first || *work.target == second);
  const std::size_t odd = leak && *work.target == second ? first : second;
  const std::string& other = work.name(odd == first ? second : first);
  Alert alert;
  alert.kind = leak ? AlertKind::TargetLeak : AlertKind::NearDuplicate;
  alert.severity = leak ? Severity::Error : Severity::Warning;
  alert.badge = leak ? leaksTarget() : text::Phrase::say(TATARA_SAYS("Phrase", "like %1"), {other});
  alert.columns = {work.name(odd), other};
  alert.sentence = text::Phrase::say(how, {work.name(odd), other, detail});
  alert.fix = Fix{.kind = FixKind::Exclude,
                  .label = text::Phrase::say(TATARA_SAYS("Phrase", "Exclude %1"), {work.name(odd)}),
                  .columns = {work.name(odd)},
                  .values = {},
                  .where = {}};
  work.tell(std::move(alert));
}

std::optional<std::size_t> columnPlace(const ProfileWork& work, const std::string& name) {
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    if (work.name(i) == name) {
      return i;
    }
  }
  return std::nullopt;
}

void tellNearDuplicates(ProfileWork& work) {
  for (const auto& group : work.profile.equalColumns) {
    const auto first = columnPlace(work, group.front());
    for (std::size_t i = 1; i < group.size() && first; ++i) {
      const auto second = columnPlace(work, group[i]);
      if (second && work.column(*first).distinct > 1 && !toldTogether(work, group.front(), group[i])) {
        tellPair(work, *first, *second, TATARA_SAYS("Phrase", "%1 is equal in every row to %2"));
      }
    }
  }
  constexpr double kNearlySame = 0.999;
  const RelationMatrix& matrix = work.profile.pearson;
  for (std::size_t i = 0; i < matrix.columns.size(); ++i) {
    for (std::size_t k = i + 1; k < matrix.columns.size(); ++k) {
      const double r = matrix.at(i, k);
      const auto first = columnPlace(work, matrix.columns[i]);
      const auto second = columnPlace(work, matrix.columns[k]);
      if (!(std::abs(r) >= kNearlySame) || !first || !second) {
        continue;
      }
      const auto counts = [&](std::size_t index) {
        const ColumnProfile& column = work.column(index);
        return (column.role == ColumnRole::Feature || column.role == ColumnRole::Target) &&
               column.count * 2 > work.source.rows && column.distinct > 2;
      };
      if (counts(*first) && counts(*second) && !toldTogether(work, matrix.columns[i], matrix.columns[k])) {
        const double rounded = std::trunc(r * 100000) / 100000;
        tellPair(work, *first, *second,
                 TATARA_SAYS("Phrase", "%1 is nearly a straight function of %2 (Pearson %3)"),
                 toText(rounded));
      }
    }
  }
}

// One column that tells the target nearly without fail.
void tellTelltale(ProfileWork& work) {
  constexpr double kNearlyAll = 0.99;
  for (std::size_t i = 0; i < work.facts.size() && work.target; ++i) {
    const ColumnProfile& column = work.column(i);
    if (column.predictivePower >= kNearlyAll && column.role == ColumnRole::Feature &&
        !toldTogether(work, column.name, work.name(*work.target))) {
      tellPair(work, i, *work.target, TATARA_SAYS("Phrase", "%1 alone foretells nearly all of %2"));
    }
  }
}

}  // namespace

Status relate(ProfileWork& work) {
  TATARA_TRY(relateNumbers(work));
  TATARA_TRY(relateCategories(work));
  TATARA_TRY(relateToTarget(work));
  tellNearDuplicates(work);
  tellTelltale(work);
  return {};
}

}  // namespace tatara::dataset
