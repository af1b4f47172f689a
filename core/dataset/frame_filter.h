// Which rows of a frame are meant: a tree of conditions, and the rows that hold it as a bitmap.
//
// A condition is false of a missing value unless it is Missing itself; Not turns a row over whatever the
// reason was, so "not in {a, b}" keeps missing rows. Ranges and polygons look at doubles (times in seconds,
// flags 0 and 1). Threads: values, pure functions; `select` works on several threads. Errors: InvalidArgument
// (a column that is not there, or of the wrong type for the condition), Cancelled.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/frame.h"

namespace tatara::dataset {

// least ≤ v ≤ greatest; without the ends where they are open.
struct RangeCondition {
  std::string column;
  double least = -std::numeric_limits<double>::infinity();
  double greatest = std::numeric_limits<double>::infinity();
  bool openBelow = false;
  bool openAbove = false;
  friend bool operator==(const RangeCondition&, const RangeCondition&) = default;
};

// One of these, as `Frame::text` writes them: "pear", "3", "2026-01-02", "true".
struct SetCondition {
  std::string column;
  std::vector<std::string> values = {};
  friend bool operator==(const SetCondition&, const SetCondition&) = default;
};

struct MissingCondition {
  std::string column;
  friend bool operator==(const MissingCondition&, const MissingCondition&) = default;
};

// The cell's text holds this one; ASCII letters compare without case. Numbers are written as `Frame::text`.
struct ContainsCondition {
  std::string column;
  std::string text;
  friend bool operator==(const ContainsCondition&, const ContainsCondition&) = default;
};

// The point (x, y) lies inside a closed polygon by the even-odd rule. The corners are in the units of the
// axes: with `logX` they are logarithms to base ten, and values that have none lie outside.
struct PolygonCondition {
  std::string x;
  std::string y;
  std::vector<std::pair<double, double>> corners;
  bool logX = false;
  bool logY = false;
  friend bool operator==(const PolygonCondition&, const PolygonCondition&) = default;
};

struct Filter {
  enum class Kind : std::uint8_t { All, Any, Not, Leaf };
  using Condition = std::variant<std::monostate, RangeCondition, SetCondition, MissingCondition,
                                 ContainsCondition, PolygonCondition>;

  Kind kind = Kind::All;
  std::vector<Filter> parts = {};  // All of none holds always, Any of none never; Not has one
  Condition condition = {};

  Filter() = default;
  Filter(Kind newKind, std::vector<Filter> newParts) : kind(newKind), parts(std::move(newParts)) {}
  template <typename T>
  Filter(T leaf) requires std::is_constructible_v<Condition, T> : kind(Kind::Leaf),
                                                                  condition(std::move(leaf)) {}
  friend bool operator==(const Filter&, const Filter&) = default;
};

Filter allOf(std::vector<Filter> parts);
Filter anyOf(std::vector<Filter> parts);
Filter noneOf(Filter part);

// Rows of one frame. Immutable; copies share the bits. A default one means every row of any frame.
class Selection {
 public:
  using Words = std::vector<std::uint64_t>;

  Selection() = default;
  Selection(std::shared_ptr<const Words> words, std::uint64_t count)
      : m_words(std::move(words)), m_count(count) {}

  bool everything() const { return !m_words; }
  // Of a frame with so many rows.
  std::uint64_t count(std::uint64_t rows) const { return m_words ? m_count : rows; }
  bool contains(std::uint64_t row) const { return !m_words || ((*m_words)[row / 64] >> (row % 64) & 1); }
  // Bit r % 64 of word r / 64 is row r; bits past the last row are zero. Null when everything is meant.
  const Words* words() const { return m_words.get(); }

 private:
  std::shared_ptr<const Words> m_words;
  std::uint64_t m_count = 0;
};

// The rows in both.
Selection both(const Frame& frame, const Selection& left, const Selection& right);

Result<Selection> select(const Frame& frame, const Filter& filter, std::stop_token stop = {});

// The filter as an SQL condition upon columns of the frame's names and types, and as a pandas expression that
// gives a mask over `df` (with `np` for NumPy where it needs it). Pure.
std::string toSql(const Frame& frame, const Filter& filter);
std::string toPandas(const Frame& frame, const Filter& filter);

// The seconds of a text that timeText() wrote, or of a day or a time with blanks or `T` between.
std::optional<double> timeOf(std::string_view text);

}  // namespace tatara::dataset
