#include "core/dataset/internal/diff_columns.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

// What remains of a name when its writing is left aside: "Temp_C" and "temp c" are one.
std::string bareName(std::string_view name) {
  std::string bare;
  for (const char c : name) {
    if (c != ' ' && c != '_' && c != '-' && c != '.') {
      bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  return bare;
}

void appendPair(const Frame& before, const Frame& after, std::size_t left, std::size_t right,
                PairedColumns& paired) {
  ColumnPair& column = paired.columns[right];
  column.before = before.column(left).info.name;
  column.typeBefore = before.column(left).info.type;
  // What a column without values is was never known.
  const auto empty = [](const Frame& frame, std::size_t index) {
    return frame.column(index).info.missing == frame.rows();
  };
  if (empty(before, left)) {
    column.typeBefore = column.typeAfter;
  } else if (empty(after, right)) {
    column.typeAfter = column.typeBefore;
  }
  column.kind = column.before != column.after           ? ColumnPair::Kind::Renamed
                : column.typeBefore != column.typeAfter ? ColumnPair::Kind::Retyped
                                                        : ColumnPair::Kind::Same;
  paired.cells.push_back(cellPair(before, left, after, right));
  paired.columnOfCell.push_back(right);
}

void appendRemoved(const Frame& before, const std::vector<bool>& used, PairedColumns& paired) {
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) {
      ColumnPair gone;
      gone.kind = ColumnPair::Kind::Removed;
      gone.before = before.column(i).info.name;
      gone.typeBefore = gone.typeAfter = before.column(i).info.type;
      paired.columns.push_back(std::move(gone));
    }
  }
}

double shareEqual(const Frame& before, const Frame& after, const CellPair& pair, const RowPairs& rows) {
  std::size_t equal = 0;
  for (const auto& [left, right] : rows) {
    equal += pair.equal(before, left, after, right);
  }
  return rows.empty() ? 0 : static_cast<double>(equal) / static_cast<double>(rows.size());
}

// --- keys ---

struct Candidate {
  std::vector<std::size_t> columns;
  RowPairs pairs;
  double joined = 0;  // share of the smaller sample that found a partner
  double score = 0;   // rows' worth of equal cells, as a share of the smaller sample
};

class KeySearch {
 public:
  KeySearch(const Frame& before, const Frame& after, const PairedColumns& paired, std::stop_token stop)
      : m_before(before), m_after(after), m_paired(paired), m_stop(std::move(stop)) {}

  Result<KeyChoice> run() {
    std::vector<std::size_t> repeating;
    for (std::size_t i = 0; i < std::min<std::size_t>(m_paired.cells.size(), kMostColumns); ++i) {
      if (!suits(i)) {
        continue;
      }
      TATARA_ASSIGN(const bool unique, consider({i}));
      if (!unique) {
        repeating.push_back(i);
      }
    }
    TATARA_TRY(considerPairs(repeating));
    return choice();
  }

 private:
  static constexpr std::size_t kMostColumns = 100;
  static constexpr std::size_t kMostPairs = 60;

  bool suits(std::size_t cell) const {
    const ColumnType left = m_before.column(m_paired.cells[cell].before).info.type;
    const ColumnType right = m_after.column(m_paired.cells[cell].after).info.type;
    return left == right &&
           (left == ColumnType::Integer || left == ColumnType::Text || left == ColumnType::Time);
  }
  bool isTime(std::size_t cell) const {
    return m_after.column(m_paired.cells[cell].after).info.type == ColumnType::Time;
  }

  // Two columns together: a time with any other, and any two of the first ones.
  Status considerPairs(const std::vector<std::size_t>& repeating) {
    constexpr std::size_t kFirst = 6;
    std::size_t tried = 0;
    for (std::size_t a = 0; a < repeating.size(); ++a) {
      for (std::size_t b = a + 1; b < repeating.size() && tried < kMostPairs; ++b) {
        if (isTime(repeating[a]) || isTime(repeating[b]) || b < kFirst) {
          ++tried;
          TATARA_TRY(consider({repeating[a], repeating[b]}));
        }
      }
    }
    return {};
  }

  Result<bool> consider(std::vector<std::size_t> columns) {
    std::vector<CellPair> key;
    for (const std::size_t column : columns) {
      key.push_back(m_paired.cells[column]);
    }
    TATARA_ASSIGN(auto sample, sampleByKey(m_before, m_after, key, m_stop));
    if (!sample) {
      return false;
    }
    const auto smaller = static_cast<double>(std::min(sample->rowsBefore, sample->rowsAfter));
    constexpr double kFewestJoined = 0.1;
    Candidate candidate{std::move(columns), std::move(sample->pairs), 0, 0};
    candidate.joined = smaller > 0 ? static_cast<double>(candidate.pairs.size()) / smaller : 0;
    if (candidate.joined < kFewestJoined) {
      return true;
    }
    constexpr std::size_t kMostCompared = 2'000;
    const std::size_t step = candidate.pairs.size() / kMostCompared + 1;
    RowPairs some;
    for (std::size_t i = 0; i < candidate.pairs.size(); i += step) {
      some.push_back(candidate.pairs[i]);
    }
    double equal = 0;
    for (const CellPair& pair : m_paired.cells) {
      equal += shareEqual(m_before, m_after, pair, some);
    }
    candidate.score = candidate.joined * equal / static_cast<double>(m_paired.cells.size());
    // A later one has to be better by more than what the samples differ.
    constexpr double kBetter = 0.01;
    if (!m_best || candidate.score > m_best->score + kBetter) {
      m_best = std::move(candidate);
    }
    return true;
  }

  KeyChoice choice() {
    KeyChoice choice;
    if (!m_best) {
      return choice;
    }
    choice.columns = m_best->columns;
    choice.sample = std::move(m_best->pairs);
    choice.reason = KeyReason::Found;
    choice.joined = m_best->joined;
    return choice;
  }

  const Frame& m_before;
  const Frame& m_after;
  const PairedColumns& m_paired;
  std::stop_token m_stop;
  std::optional<Candidate> m_best;
};

Result<KeyChoice> namedKey(const Frame& before, const Frame& after, const PairedColumns& paired,
                           const std::vector<std::string>& names, const std::stop_token& stop) {
  KeyChoice choice;
  std::vector<CellPair> key;
  std::vector<std::string> known;
  for (const std::size_t column : paired.columnOfCell) {
    known.push_back(paired.columns[column].after);
  }
  for (const std::string& name : names) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < known.size(); ++i) {
      const ColumnPair& column = paired.columns[paired.columnOfCell[i]];
      if (column.after == name || (!found && column.before == name)) {
        found = i;
      }
    }
    if (!found) {
      const auto nearest = nearestWord(name, known);
      return text::sayError(
          ErrorKind::NotFound,
          nearest ? TATARA_SAYS("Phrase",
                                "There is no column '%1' in both to join rows by; the nearest name is '%2'")
                  : TATARA_SAYS("Phrase", "There is no column '%1' in both to join rows by"),
          {name, nearest.value_or("")});
    }
    if (std::ranges::find(choice.columns, *found) == choice.columns.end()) {
      choice.columns.push_back(*found);
      key.push_back(paired.cells[*found]);
    }
  }
  choice.reason = KeyReason::Named;
  TATARA_ASSIGN(auto sample, sampleByKey(before, after, key, stop));
  if (sample) {
    choice.sample = std::move(sample->pairs);
  }
  return choice;
}

RowPairs byPosition(const Frame& before, const Frame& after) {
  constexpr std::uint64_t kRows = 2'000;
  RowPairs rows;
  const std::uint64_t both = std::min(before.rows(), after.rows());
  for (std::uint64_t row = 0; row < both; row += both / kRows + 1) {
    rows.emplace_back(row, row);
  }
  return rows;
}

}  // namespace

PairedColumns pairByName(const Frame& before, const Frame& after) {
  std::map<std::string, std::size_t> names;
  std::map<std::string, std::vector<std::size_t>> bare;
  for (std::size_t i = 0; i < before.columns().size(); ++i) {
    names.emplace(before.column(i).info.name, i);
  }
  PairedColumns paired;
  std::vector<bool> used(before.columns().size(), false);
  for (const FrameColumn& column : after.columns()) {
    ColumnPair pair;
    pair.kind = ColumnPair::Kind::Added;
    pair.after = column.info.name;
    pair.typeBefore = pair.typeAfter = column.info.type;
    paired.columns.push_back(std::move(pair));
  }
  for (std::size_t right = 0; right < after.columns().size(); ++right) {
    if (const auto found = names.find(paired.columns[right].after); found != names.end()) {
      used[found->second] = true;
      appendPair(before, after, found->second, right, paired);
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) {
      bare[bareName(before.column(i).info.name)].push_back(i);
    }
  }
  for (std::size_t right = 0; right < after.columns().size(); ++right) {
    const auto found = bare.find(bareName(paired.columns[right].after));
    if (!paired.columns[right].paired() && found != bare.end() && found->second.size() == 1) {
      used[found->second.front()] = true;
      appendPair(before, after, found->second.front(), right, paired);
      bare.erase(found);
    }
  }
  appendRemoved(before, used, paired);
  return paired;
}

void pairByValues(const Frame& before, const Frame& after, const RowPairs& sample, PairedColumns& paired) {
  constexpr double kAlike = 0.8;
  constexpr std::size_t kFewestRows = 5;
  constexpr std::size_t kMostCompared = 2'000;
  RowPairs rows;
  const RowPairs all = sample.empty() ? byPosition(before, after) : sample;
  for (std::size_t i = 0; i < all.size(); i += all.size() / kMostCompared + 1) {
    rows.push_back(all[i]);
  }
  for (std::size_t gone = after.columns().size();
       rows.size() >= kFewestRows && gone < paired.columns.size();) {
    const std::size_t left = before.find(paired.columns[gone].before).value_or(0);
    std::optional<std::size_t> best;
    double bestShare = kAlike;
    for (std::size_t right = 0; right < after.columns().size(); ++right) {
      const CellPair pair = cellPair(before, left, after, right);
      if (paired.columns[right].paired() || pair.by == CellPair::By::Writing) {
        continue;
      }
      const double share = shareEqual(before, after, pair, rows);
      if (share > bestShare || (!best && share == bestShare)) {
        best = right;
        bestShare = share;
      }
    }
    if (!best) {
      ++gone;
      continue;
    }
    appendPair(before, after, left, *best, paired);
    paired.columns[*best].guessed = true;
    paired.columns.erase(paired.columns.begin() + static_cast<std::ptrdiff_t>(gone));
  }
}

Result<KeyChoice> chooseKey(const Frame& before, const Frame& after, const PairedColumns& paired,
                            const DiffOptions& options, std::stop_token stop) {
  if (options.withoutKey) {
    return KeyChoice{.columns = {}, .reason = KeyReason::AsAsked, .sample = {}};
  }
  if (!options.key.empty()) {
    return namedKey(before, after, paired, options.key, stop);
  }
  if (paired.cells.empty()) {
    return KeyChoice{.columns = {}, .reason = KeyReason::NoCommonColumn, .sample = {}};
  }
  return KeySearch(before, after, paired, std::move(stop)).run();
}

}  // namespace tatara::dataset
