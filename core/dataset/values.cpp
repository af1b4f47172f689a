#include "core/dataset/internal/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/number_text.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kMostWholeDigits = 19;
constexpr std::size_t kMostMisfits = 200;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool equalsIgnoringCase(std::string_view text, std::string_view lowerCase) {
  return text.size() == lowerCase.size() &&
         std::ranges::equal(text, lowerCase, [](char a, char b) { return lower(a) == b; });
}

// Both the digits and the power of ten are exact doubles, so that one division rounds correctly (Clinger,
// "How to read floating point numbers accurately", 1990).
std::optional<double> parseShortReal(std::string_view text) {
  static constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  std::uint64_t digits = 0;
  int count = 0;
  int behindPoint = 0;
  bool point = false;
  std::size_t at = 0;
  const bool negative = text[0] == '-';
  at += negative ? 1 : 0;
  for (; at < text.size(); ++at) {
    if (isDigit(text[at])) {
      digits = digits * 10 + static_cast<std::uint64_t>(text[at] - '0');
      ++count;
      behindPoint += point ? 1 : 0;
    } else if (text[at] == '.' && !point) {
      point = true;
    } else {
      return std::nullopt;
    }
  }
  if (count == 0 || count > 15) {
    return std::nullopt;
  }
  const double value = static_cast<double>(digits) / kPowers[behindPoint];
  return negative ? -value : value;
}

std::optional<double> parsePointReal(std::string_view text) {
  if (const auto quick = parseShortReal(text)) {
    return quick;
  }
  std::string_view body = text;
  if (body.front() == '+') {
    body.remove_prefix(1);
    if (body.empty() || body.front() == '-') {
      return std::nullopt;
    }
  }
  double value = 0;
  const auto [end, code] = std::from_chars(body.data(), body.data() + body.size(), value);
  if (end != body.data() + body.size()) {
    return std::nullopt;
  }
  if (code == std::errc::result_out_of_range) {
    // Too small is zero; too large is no number of 64 bits.
    const bool small = body.find("e-") != std::string_view::npos ||
                       body.find("E-") != std::string_view::npos ||
                       body.substr(body.front() == '-' ? 1 : 0).starts_with("0.");
    return small ? std::optional<double>(0.0) : std::nullopt;
  }
  return code == std::errc() ? std::optional<double>(value) : std::nullopt;
}

}  // namespace

MissingWords::MissingWords(std::vector<std::string> words) : m_words(std::move(words)), m_sorted(m_words) {
  std::ranges::sort(m_sorted);
  for (const auto& word : m_words) {
    m_longest = std::max(m_longest, word.size());
    if (!word.empty()) {
      m_firstBytes[static_cast<unsigned char>(word.front())] = true;
    }
  }
}

bool MissingWords::contains(std::string_view trimmed) const {
  if (trimmed.empty()) {
    return true;
  }
  return trimmed.size() <= m_longest && m_firstBytes[static_cast<unsigned char>(trimmed.front())] &&
         std::binary_search(m_sorted.begin(), m_sorted.end(), trimmed);
}

std::string_view trimBlanks(std::string_view text) {
  while (!text.empty() && isBlank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && isBlank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::optional<std::int64_t> parseWhole(std::string_view text) {
  const bool sign = !text.empty() && (text.front() == '-' || text.front() == '+');
  const std::string_view digits = text.substr(sign ? 1 : 0);
  if (digits.empty() || digits.size() > kMostWholeDigits) {
    return std::nullopt;
  }
  std::uint64_t value = 0;  // nineteen digits fit
  for (const char c : digits) {
    if (!isDigit(c)) {
      return std::nullopt;
    }
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  // The least integer stands for a missing one where values are kept.
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return std::nullopt;
  }
  const auto whole = static_cast<std::int64_t>(value);
  return text.front() == '-' ? -whole : whole;
}

bool isLongWhole(std::string_view text) {
  const bool sign = !text.empty() && (text.front() == '-' || text.front() == '+');
  const std::string_view digits = text.substr(sign ? 1 : 0);
  return digits.size() >= kMostWholeDigits && std::ranges::all_of(digits, isDigit) && !parseWhole(text);
}

std::optional<double> parseReal(std::string_view text, char decimal) {
  if (text.empty()) {
    return std::nullopt;
  }
  const char first = text.front();
  // "inf" and "nan" are the only numbers that begin with a letter.
  if (!isDigit(first) && first != '-' && first != '+' && first != '.' && first != decimal) {
    const bool word = equalsIgnoringCase(text, "inf") || equalsIgnoringCase(text, "nan") ||
                      equalsIgnoringCase(text, "infinity");
    return word ? parseDouble(text) : std::nullopt;
  }
  if (decimal == '.') {
    return parsePointReal(text);
  }
  // "1.234,5": the points part thousands, and stand in threes before the comma.
  std::string plain;
  std::size_t sinceMark = 0;
  bool comma = false;
  bool marked = false;
  for (const char c : text) {
    if (c == '.') {
      if (comma || plain.empty() || (marked && sinceMark != 3)) {
        return std::nullopt;
      }
      marked = true;
      sinceMark = 0;
      continue;
    }
    if (c == decimal) {
      if (comma || (marked && sinceMark != 3)) {
        return std::nullopt;
      }
      comma = true;
      plain += '.';
      continue;
    }
    sinceMark += comma ? 0 : 1;
    plain += c;
  }
  if (marked && !comma && sinceMark != 3) {
    return std::nullopt;
  }
  return plain.empty() ? std::nullopt : parsePointReal(plain);
}

bool losesDigits(std::string_view text, double value) {
  constexpr std::size_t kAlwaysKept = 15;
  constexpr std::size_t kMost = 100;
  if (text.size() <= kAlwaysKept + 1 || !std::isfinite(value)) {
    return false;
  }
  char digits[kMost];
  std::size_t count = 0;
  for (const char c : text) {
    if (c == 'e' || c == 'E' || count == kMost) {
      break;
    }
    if (isDigit(c) && (count > 0 || c != '0')) {
      digits[count++] = c;
    }
  }
  while (count > 0 && digits[count - 1] == '0') {
    --count;
  }
  if (count <= kAlwaysKept || count == kMost) {
    return false;
  }
  char printed[kMost + 16];
  const auto [end, code] = std::to_chars(printed, printed + sizeof printed, std::abs(value),
                                         std::chars_format::scientific, static_cast<int>(count) - 1);
  // "1.2345e+10": the digits stand around the point.
  return code != std::errc() || printed[0] != digits[0] ||
         std::string_view(printed + 2, count - 1) != std::string_view(digits + 1, count - 1);
}

std::optional<bool> parseFlag(std::string_view text) {
  if (equalsIgnoringCase(text, "true")) {
    return true;
  }
  if (equalsIgnoringCase(text, "false")) {
    return false;
  }
  return std::nullopt;
}

void Tally::add(const Tally& other) {
  present += other.present;
  missing += other.missing;
  rejected += other.rejected;
  fractions += other.fractions;
  longWholes += other.longWholes;
  numbers += other.numbers;
  twoOrders += other.twoOrders;
  monthFirst += other.monthFirst;
  dayFirst += other.dayFirst;
  rounded += other.rounded;
  otherOrder += other.otherOrder;
  letters += other.letters;
  for (const auto& misfit : other.misfits) {
    if (misfits.size() < kMostMisfits) {
      misfits.push_back(misfit);
    }
  }
  if (example.empty() || (example.size() >= 4 && isDigit(example[3]) && !other.example.empty() &&
                          other.twoOrders > 0 && twoOrders == other.twoOrders)) {
    example = other.example;
  }
}

namespace {

// Reads the cells of one column by its plan.
class ColumnReader {
 public:
  ColumnReader(const CellBlock& block, std::size_t column, const ColumnPlan& plan,
               const MissingWords& missing)
      : m_block(block), m_column(column), m_plan(plan), m_missing(missing) {}

  TypedColumn read() {
    const std::size_t rows = m_block.rows;
    switch (m_plan.type) {
      case ColumnType::Integer:
        m_out.integers.resize(rows);
        each([&](std::size_t row, std::string_view text) { return whole(row, text); });
        break;
      case ColumnType::Real:
        m_out.reals.resize(rows, std::numeric_limits<double>::quiet_NaN());
        each([&](std::size_t row, std::string_view text) { return real(row, text); });
        break;
      case ColumnType::Boolean:
        m_out.integers.resize(rows);
        each([&](std::size_t row, std::string_view text) {
          const auto flag = parseFlag(text);
          m_out.integers[row] = flag.value_or(false) ? 1 : 0;
          return flag ? Fit::Yes : Fit::No;
        });
        break;
      case ColumnType::Time:
        m_out.integers.resize(rows);
        each([&](std::size_t row, std::string_view text) { return time(row, text); });
        break;
      default:
        texts();
    }
    return std::move(m_out);
  }

 private:
  enum class Fit { Yes, No, Missing };

  void setMissing(std::size_t row) {
    if (m_out.present.empty()) {
      m_out.present.assign((m_block.rows + 63) / 64, ~std::uint64_t{0});
    }
    m_out.present[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }

  template <typename Read>
  void each(const Read& read) {
    Tally& tally = m_out.tally;
    for (std::size_t row = 0; row < m_block.rows; ++row) {
      const std::string_view whole = m_block.cell(row, m_column);
      const std::string_view text = trimBlanks(whole);
      Fit fit = text.empty() ? Fit::Missing : read(row, text);
      if (fit == Fit::No && m_missing.contains(text)) {
        fit = Fit::Missing;
      }
      if (fit == Fit::Yes) {
        ++tally.present;
        continue;
      }
      setMissing(row);
      if (fit == Fit::Missing) {
        ++tally.missing;
      } else {
        ++tally.present;
        reject(row, whole, text);
      }
    }
  }

  void reject(std::size_t row, std::string_view whole, std::string_view text) {
    ++m_out.tally.rejected;
    if (m_out.tally.misfits.size() < kMostMisfits) {
      m_out.tally.misfits.emplace_back(text);
    }
    if (m_out.rejected.size() < kMostListed) {
      static constexpr std::size_t kMostShown = 200;
      m_out.rejected.push_back({.row = m_block.firstRow + row,
                                .line = m_block.lineOf(row),
                                .text = std::string(whole.substr(0, kMostShown)),
                                .reason = text::Phrase::say(whyNot(text))});
    }
  }

  const char* whyNot(std::string_view text) const {
    switch (m_plan.type) {
      case ColumnType::Integer:
        if (!parseReal(text, '.')) {
          break;
        }
        return isLongWhole(text) ? TATARA_SAYS("Phrase", "has more digits than 64 bits hold")
                                 : TATARA_SAYS("Phrase", "is no whole number");
      case ColumnType::Real:
        break;
      case ColumnType::Time:
        return TATARA_SAYS("Phrase", "is no time");
      default:
        return TATARA_SAYS("Phrase", "is neither true nor false");
    }
    return TATARA_SAYS("Phrase", "is no number");
  }

  Fit whole(std::size_t row, std::string_view text) {
    if (const auto value = parseWhole(text)) {
      m_out.integers[row] = *value;
      return Fit::Yes;
    }
    if (const auto value = parseReal(text, '.')) {
      if (std::isnan(*value)) {
        return Fit::Missing;
      }
      ++(isLongWhole(text) ? m_out.tally.longWholes : m_out.tally.fractions);
    }
    return Fit::No;
  }

  Fit real(std::size_t row, std::string_view text) {
    const auto value = parseReal(text, m_plan.decimal);
    if (!value) {
      return Fit::No;
    }
    m_out.reals[row] = *value;
    m_out.tally.rounded += losesDigits(text, *value) ? 1 : 0;
    return std::isnan(*value) ? Fit::Missing : Fit::Yes;
  }

  Fit time(std::size_t row, std::string_view text) {
    const auto reading = parseTime(text);
    if (!reading) {
      return Fit::No;
    }
    Tally& tally = m_out.tally;
    if (tally.example.empty()) {
      tally.example = text;
    }
    if (reading->form != TimeForm::TwoOrders) {
      tally.letters += reading->form == TimeForm::Letters ? 1 : 0;
      m_out.integers[row] = *reading->micros;
      return Fit::Yes;
    }
    if (tally.twoOrders++ == 0) {
      tally.example = text;
    }
    tally.monthFirst += reading->micros ? 1 : 0;
    tally.dayFirst += reading->dayFirst ? 1 : 0;
    const auto& wanted = m_plan.dayFirst ? reading->dayFirst : reading->micros;
    tally.otherOrder += wanted ? 0 : 1;
    m_out.integers[row] = wanted ? *wanted : m_plan.dayFirst ? *reading->micros : *reading->dayFirst;
    return Fit::Yes;
  }

  void texts() {
    Tally& tally = m_out.tally;
    m_out.ends.resize(m_block.rows);
    for (std::size_t row = 0; row < m_block.rows; ++row) {
      const std::string_view whole = m_block.cell(row, m_column);
      const std::string_view text = trimBlanks(whole);
      if (m_missing.contains(text)) {
        ++tally.missing;
        setMissing(row);
      } else {
        ++tally.present;
        if (text.front() <= '9' && parseReal(text, '.')) {
          ++(isLongWhole(text) ? tally.longWholes : tally.numbers);
        }
        m_out.bytes += whole;
      }
      m_out.ends[row] = static_cast<std::uint32_t>(m_out.bytes.size());
    }
  }

  const CellBlock& m_block;
  std::size_t m_column;
  const ColumnPlan& m_plan;
  const MissingWords& m_missing;
  TypedColumn m_out;
};

}  // namespace

TypedColumn readColumn(const CellBlock& block, std::size_t column, const ColumnPlan& plan,
                       const MissingWords& missing) {
  return ColumnReader(block, column, plan, missing).read();
}

}  // namespace tatara::dataset
