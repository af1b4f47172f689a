// Dates and times as people write them.
#include <algorithm>
#include <chrono>

#include "core/dataset/internal/values.h"

namespace tatara::dataset {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::size_t kLongest = 48;

bool isTimeDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Takes its parts off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : m_text(text) {}

  bool atEnd() const { return m_text.empty(); }
  char peek() const { return m_text.empty() ? '\0' : m_text.front(); }
  bool take(char c) {
    if (peek() != c || m_text.empty()) {
      return false;
    }
    m_text.remove_prefix(1);
    return true;
  }
  // A number of `least` to `most` digits; -1 when there is none.
  int number(int least, int most) {
    int value = 0;
    m_digits = 0;
    while (m_digits < most && isTimeDigit(peek())) {
      value = value * 10 + (m_text.front() - '0');
      m_text.remove_prefix(1);
      ++m_digits;
    }
    return m_digits < least || isTimeDigit(peek()) ? -1 : value;
  }
  int digits() const { return m_digits; }
  std::string_view letters() {
    std::size_t count = 0;
    while (count < m_text.size() && isLetter(m_text[count])) {
      ++count;
    }
    const auto word = m_text.substr(0, count);
    m_text.remove_prefix(count);
    return word;
  }
  void skipBlanks() {
    while (peek() == ' ') {
      m_text.remove_prefix(1);
    }
  }

 private:
  std::string_view m_text;
  int m_digits = 0;
};

std::string loweredWord(std::string_view word) {
  std::string result(word);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

// 1 to 12, or 0: "Jan", "january", "sept".
int monthOf(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
  const std::string name = loweredWord(word);
  if (name.size() < 3) {
    return 0;
  }
  for (int month = 0; month < 12; ++month) {
    if (kMonths[month] == name ||
        (kMonths[month].starts_with(name) && (name.size() == 3 || name == "sept"))) {
      return month + 1;
    }
  }
  return 0;
}

int fullYear(int year, int digits) {
  return digits > 2 ? year : year + (year < 69 ? 2000 : 1900);
}

std::optional<std::int64_t> dayMicros(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || month < 1 || day < 1 || !date.ok()) {
    return std::nullopt;
  }
  constexpr std::int64_t kSecondsPerDay = 86'400;
  return std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay * kMicrosPerSecond;
}

// "14:00", "14:00:05.25", "2 PM", with an offset; the rest of the text. Microseconds to add, offset taken
// off.
std::optional<std::int64_t> readClock(Scanner& scan) {
  int hour = scan.number(1, 2);
  int minute = 0;
  int second = 0;
  std::int64_t micros = 0;
  bool colons = false;
  if (hour < 0) {
    return std::nullopt;
  }
  if (scan.take(':')) {
    colons = true;
    minute = scan.number(2, 2);
    if (scan.take(':')) {
      second = scan.number(2, 2);
      if (scan.take('.') || scan.take(',')) {
        std::int64_t unit = kMicrosPerSecond / 10;
        int digits = 0;
        for (; isTimeDigit(scan.peek()); ++digits) {
          micros += (scan.peek() - '0') * unit;
          unit /= 10;
          scan.take(scan.peek());
        }
        if (digits == 0 || digits > 9) {
          return std::nullopt;
        }
      }
    }
  }
  scan.skipBlanks();
  bool half = false;
  if (const char c = scan.peek(); c == 'A' || c == 'a' || c == 'P' || c == 'p') {
    const std::string word = loweredWord(scan.letters());
    if ((word != "am" && word != "pm") || hour < 1 || hour > 12) {
      return std::nullopt;
    }
    half = true;
    hour = hour % 12 + (word == "pm" ? 12 : 0);
    scan.skipBlanks();
  }
  if ((!colons && !half) || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  std::int64_t seconds = hour * 3600LL + minute * 60LL + second;
  if (scan.take('Z') || scan.take('z')) {
  } else if (const char sign = scan.peek(); sign == '+' || sign == '-') {
    scan.take(sign);
    int hours = scan.number(2, 4);
    int minutes = 0;
    if (scan.digits() == 4) {
      minutes = hours % 100;
      hours /= 100;
    } else if (scan.take(':')) {
      minutes = scan.number(2, 2);
    }
    if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59 || scan.digits() == 3) {
      return std::nullopt;
    }
    seconds -= (sign == '+' ? 1 : -1) * (hours * 3600LL + minutes * 60LL);
  }
  return seconds * kMicrosPerSecond + micros;
}

struct Date {
  TimeForm form = TimeForm::YearFirst;
  std::optional<std::int64_t> micros;
  std::optional<std::int64_t> dayFirst;
};

// "31-Jan-2011" behind its day, or "Jan 31, 2011" from its start.
std::optional<Date> readLetters(Scanner& scan, int day) {
  const int month = monthOf(scan.letters());
  if (month == 0) {
    return std::nullopt;
  }
  const char mark = scan.peek();
  if (mark == '.' || mark == '-' || mark == '/' || mark == ',') {
    scan.take(mark);
  }
  scan.skipBlanks();
  if (day < 0) {
    day = scan.number(1, 2);
    scan.take(',');
    scan.skipBlanks();
  }
  const int year = scan.number(2, 4);
  if (day < 0 || year < 0 || scan.digits() == 3) {
    return std::nullopt;
  }
  return Date{TimeForm::Letters, dayMicros(fullYear(year, scan.digits()), month, day), std::nullopt};
}

std::optional<Date> readDate(Scanner& scan) {
  if (isLetter(scan.peek())) {
    return readLetters(scan, -1);
  }
  const int first = scan.number(1, 4);
  const int firstDigits = scan.digits();
  const char mark = scan.peek();
  if (first < 0 || (mark != '-' && mark != '/' && mark != '.' && mark != ' ')) {
    return std::nullopt;
  }
  scan.take(mark);
  if (isLetter(scan.peek()) && firstDigits <= 2) {
    return readLetters(scan, first);
  }
  const int second = scan.number(1, 2);
  if (mark == ' ' || second < 0 || !scan.take(mark)) {
    return std::nullopt;
  }
  if (firstDigits == 4) {
    const int day = scan.number(1, 2);
    return day < 0 ? std::nullopt
                   : std::optional(Date{TimeForm::YearFirst, dayMicros(first, second, day), std::nullopt});
  }
  const int year = scan.number(2, 4);
  if (firstDigits > 2 || year < 0 || scan.digits() == 3) {
    return std::nullopt;
  }
  const int full = fullYear(year, scan.digits());
  return Date{TimeForm::TwoOrders, mark == '.' ? std::nullopt : dayMicros(full, first, second),
              dayMicros(full, second, first)};
}

}  // namespace

std::optional<TimeReading> parseTime(std::string_view text) {
  if (text.size() < 6 || text.size() > kLongest || (!isTimeDigit(text.front()) && !isLetter(text.front()))) {
    return std::nullopt;
  }
  Scanner scan(text);
  auto date = readDate(scan);
  if (!date || (!date->micros && !date->dayFirst)) {
    return std::nullopt;
  }
  std::int64_t clock = 0;
  if (!scan.atEnd()) {
    if (!scan.take('T')) {
      if (scan.peek() != ' ') {
        return std::nullopt;
      }
      scan.skipBlanks();
    }
    const auto read = readClock(scan);
    if (!read || !scan.atEnd()) {
      return std::nullopt;
    }
    clock = *read;
  }
  for (auto* micros : {&date->micros, &date->dayFirst}) {
    if (*micros) {
      **micros += clock;
    }
  }
  return TimeReading{date->form, date->micros, date->dayFirst};
}

std::string timeFormatOf(std::string_view text, bool dayFirst) {
  const std::size_t first = text.find_first_of("/.- ");
  if (first == std::string_view::npos) {
    return "";
  }
  const bool yearFirst = first == 4 && isTimeDigit(text[0]);
  const std::size_t second = text.find_first_of("/.- ", first + 1);
  if (yearFirst || second == std::string_view::npos) {
    return "";
  }
  const std::string m(1, text[first]);
  const std::string middle(text.substr(first + 1, second - first - 1));
  const std::string_view rest = text.substr(second + 1);
  const std::size_t yearDigits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::string year = yearDigits == 4 ? "%Y" : "%y";
  const std::string_view clock = rest.substr(yearDigits);
  std::string suffix;
  if (!clock.empty()) {
    const auto colons = std::ranges::count(clock, ':');
    const bool half = clock.find_first_of("aApP") != std::string_view::npos;
    suffix = std::string(1, clock.front()) + (half ? "%I" : "%H") + (colons >= 1 ? ":%M" : "") +
             (colons >= 2 ? ":%S" : "") + (clock.find('.') != std::string_view::npos ? ".%f" : "") +
             (half ? " %p" : "");
  }
  if (isLetter(text.front())) {
    return (first > 3 ? "%B" : "%b") + m + "%d" + (middle.ends_with(',') ? "," : "") + text[second] + year +
           suffix;
  }
  if (!middle.empty() && isLetter(middle.front())) {
    return "%d" + m + (middle.size() > 3 ? "%B" : "%b") + text[second] + year + suffix;
  }
  return (dayFirst || m == "." ? "%d" + m + "%m" : "%m" + m + "%d") + m + year + suffix;
}

}  // namespace tatara::dataset
