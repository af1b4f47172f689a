// Selections. A leaf is compiled to a table over the 256 bin codes: in, out, or look at the value; so that
// most rows are decided by their byte.
#include "core/dataset/frame_filter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/dataset/internal/frame_values.h"
#include "core/dataset/internal/lasso.h"
#include "core/dataset/internal/parallel.h"
#include "core/dataset/internal/type_phrase.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kBlockWords = kBlockRows / 64;
constexpr int kMostDepth = 64;

enum Verdict : std::uint8_t { Out = 0, In = 1, Look = 2 };

char loweredLetter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// `needle` is in lower case.
bool containsText(std::string_view text, std::string_view needle) {
  return std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                     [](char a, char b) { return loweredLetter(a) == b; }) != text.end() ||
         needle.empty();
}

struct Leaf {
  std::size_t column = 0;
  std::size_t other = 0;  // y of a polygon
  const Filter::Condition* condition = nullptr;
  std::array<std::uint8_t, 256> verdicts{};
  bool looks = false;
  std::vector<std::uint8_t> ofEntry;  // texts: whether a dictionary entry holds
  std::vector<double> numbers;        // set of numbers, sorted
  std::string needle;
  std::optional<Lasso> lasso;
};

struct Node {
  Filter::Kind kind = Filter::Kind::All;
  std::vector<Node> parts;
  Leaf leaf;
};

bool inRange(const RangeCondition& range, double value) {
  return (range.openBelow ? value > range.least : value >= range.least) &&
         (range.openAbove ? value < range.greatest : value <= range.greatest);
}

class Compiler {
 public:
  Compiler(const Frame& frame, std::stop_token stop) : m_frame(frame), m_stop(std::move(stop)) {}

  Result<Node> compile(const Filter& filter, int depth = 0) {
    Node node{.kind = filter.kind, .parts = {}, .leaf = {}};
    if (depth > kMostDepth || (filter.kind == Filter::Kind::Not && filter.parts.size() != 1)) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The filter is nested too deeply or negates nothing"));
    }
    if (filter.kind == Filter::Kind::Leaf) {
      node.leaf.condition = &filter.condition;
      TATARA_TRY(std::visit([&](const auto& condition) { return compileLeaf(condition, node.leaf); },
                            filter.condition));
      node.leaf.looks = std::ranges::count(node.leaf.verdicts, Look) > 0;
      return node;
    }
    for (const Filter& part : filter.parts) {
      TATARA_ASSIGN(node.parts.emplace_back(), compile(part, depth + 1));
    }
    return node;
  }

 private:
  Status compileLeaf(std::monostate, Leaf&) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "A filter has a condition that says nothing"));
  }
  Status compileLeaf(const RangeCondition& range, Leaf& leaf) {
    TATARA_TRY(numberColumn(range.column, leaf.column));
    decide(leaf, [&range](double low, double high, bool closed) {
      if (low == high) {
        return inRange(range, low) ? In : Out;
      }
      const bool aboveLeast = range.openBelow ? low > range.least : low >= range.least;
      const bool belowGreatest = closed && range.openAbove ? high < range.greatest : high <= range.greatest;
      if (aboveLeast && belowGreatest) {
        return In;
      }
      const bool under =
          closed ? high < range.least || (high == range.least && range.openBelow) : high <= range.least;
      const bool over = low > range.greatest || (low == range.greatest && range.openAbove);
      return under || over ? Out : Look;
    });
    return {};
  }
  Status compileLeaf(const SetCondition& set, Leaf& leaf) {
    TATARA_ASSIGN(leaf.column, m_frame.find(set.column));
    const FrameColumn& column = m_frame.column(leaf.column);
    if (column.isText()) {
      std::vector<std::string_view> wanted(set.values.begin(), set.values.end());
      std::ranges::sort(wanted);
      return decideEntries(leaf,
                           [&](std::string_view text) { return std::ranges::binary_search(wanted, text); });
    }
    for (const std::string& value : set.values) {
      std::optional<double> number =
          column.info.type == ColumnType::Time ? timeOf(value) : parseDouble(value);
      if (!number && (value == "true" || value == "false")) {
        number = value == "true" ? 1 : 0;
      }
      if (!number) {
        return text::sayError(ErrorKind::InvalidArgument,
                              TATARA_SAYS("Phrase", "'%1' cannot be a value of '%2', whose type is %3"),
                              {value, set.column, typePhrase(column.info.type)});
      }
      leaf.numbers.push_back(*number);
    }
    std::ranges::sort(leaf.numbers);
    decide(leaf, [&leaf](double low, double high, bool) {
      const auto found = std::ranges::lower_bound(leaf.numbers, low);
      const bool any = found != leaf.numbers.end() && *found <= high;
      return !any ? Out : low == high ? In : Look;
    });
    return {};
  }
  Status compileLeaf(const MissingCondition& missing, Leaf& leaf) {
    TATARA_ASSIGN(leaf.column, m_frame.find(missing.column));
    leaf.verdicts[kMissingBin] = In;
    return {};
  }
  Status compileLeaf(const ContainsCondition& contains, Leaf& leaf) {
    TATARA_ASSIGN(leaf.column, m_frame.find(contains.column));
    leaf.needle = contains.text;
    std::ranges::transform(leaf.needle, leaf.needle.begin(), loweredLetter);
    if (m_frame.column(leaf.column).isText()) {
      return decideEntries(leaf, [&](std::string_view text) { return containsText(text, leaf.needle); });
    }
    leaf.verdicts.fill(Look);
    leaf.verdicts[kMissingBin] = Out;
    return {};
  }
  Status compileLeaf(const PolygonCondition& polygon, Leaf& leaf) {
    TATARA_TRY(numberColumn(polygon.x, leaf.column));
    TATARA_TRY(numberColumn(polygon.y, leaf.other));
    if (polygon.corners.size() < 3) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "A lasso needs at least three corners"));
    }
    leaf.lasso.emplace(polygon, m_frame.column(leaf.column).bins, m_frame.column(leaf.other).bins);
    return {};
  }

  Status numberColumn(const std::string& name, std::size_t& index) const {
    TATARA_ASSIGN(index, m_frame.find(name));
    if (m_frame.column(index).isText()) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "'%1' holds text, which lies in no range; choose some of its values"),
          {name});
    }
    return {};
  }

  // `of(low, high, closed)` judges all values with low ≤ v < high, or ≤ high when closed.
  template <typename Of>
  void decide(Leaf& leaf, Of&& of) const {
    leaf.verdicts.fill(Look);
    leaf.verdicts[kMissingBin] = Out;
    const Bins& bins = m_frame.column(leaf.column).bins;
    for (std::size_t i = 0; i < bins.count; ++i) {
      if (bins.kind == Bins::Kind::Values) {
        const double value = bins.first + static_cast<double>(i);
        leaf.verdicts[i] = of(value, value, true);
      } else if (bins.kind == Bins::Kind::Ranges) {
        leaf.verdicts[i] = of(bins.edge(i), bins.edge(i + 1), i + 1 == bins.count);
      }
    }
  }

  template <typename Holds>
  Status decideEntries(Leaf& leaf, Holds&& holds) const {
    const FrameColumn& column = m_frame.column(leaf.column);
    leaf.ofEntry.resize(column.entries);
    TATARA_TRY(forBlocks(
        blockCount(column.entries),
        [&](std::size_t block, std::size_t) {
          const std::size_t first = block * kBlockRows;
          for (std::size_t i = first; i < std::min<std::size_t>(column.entries, first + kBlockRows); ++i) {
            leaf.ofEntry[i] = holds(m_frame.entry(leaf.column, static_cast<std::int32_t>(i)));
          }
        },
        m_stop));
    leaf.verdicts.fill(Look);
    leaf.verdicts[kMissingBin] = Out;
    for (std::size_t i = 0; i < column.bins.categories.size(); ++i) {
      const auto code = static_cast<std::size_t>(column.bins.categories[i]);
      leaf.verdicts[i] = code < leaf.ofEntry.size() && leaf.ofEntry[code] ? In : Out;
    }
    return {};
  }

  const Frame& m_frame;
  std::stop_token m_stop;
};

// Decides the rows of a block that their byte left open.
template <typename Holds>
void lookAt(const std::uint8_t* codes, const Leaf& leaf, std::uint64_t rows, std::uint64_t* words,
            Holds&& holds) {
  for (std::uint64_t row = 0; row < rows; ++row) {
    if (leaf.verdicts[codes[row]] == Look && holds(row)) {
      words[row / 64] |= std::uint64_t{1} << (row % 64);
    }
  }
}

void lookAtBlock(const Frame& frame, const Leaf& leaf, std::uint64_t first, std::uint64_t rows,
                 std::uint64_t* words) {
  const std::uint8_t* codes = frame.binCodes(leaf.column).data() + first;
  if (!leaf.ofEntry.empty()) {
    lookAt(codes, leaf, rows, words, [&](std::uint64_t row) {
      const std::int32_t code = frame.code(leaf.column, first + row);
      return code >= 0 && leaf.ofEntry[static_cast<std::size_t>(code)];
    });
    return;
  }
  withValues(frame, leaf.column, [&](auto value) {
    if (const auto* range = std::get_if<RangeCondition>(leaf.condition)) {
      lookAt(codes, leaf, rows, words,
             [&](std::uint64_t row) { return inRange(*range, value(first + row)); });
    } else if (std::holds_alternative<SetCondition>(*leaf.condition)) {
      lookAt(codes, leaf, rows, words,
             [&](std::uint64_t row) { return std::ranges::binary_search(leaf.numbers, value(first + row)); });
    } else if (std::holds_alternative<ContainsCondition>(*leaf.condition)) {
      lookAt(codes, leaf, rows, words, [&](std::uint64_t row) {
        return containsText(frame.text(leaf.column, first + row), leaf.needle);
      });
    }
  });
  frame.release(leaf.column, first, rows);
}

void evaluateLasso(const Frame& frame, const Leaf& leaf, std::uint64_t first, std::uint64_t rows,
                   std::uint64_t* words) {
  const Lasso& lasso = *leaf.lasso;
  const std::uint8_t* xs = frame.binCodes(leaf.column).data() + first;
  const std::uint8_t* ys = frame.binCodes(leaf.other).data() + first;
  withValues(frame, leaf.column, [&](auto x) {
    withValues(frame, leaf.other, [&](auto y) {
      for (std::uint64_t begin = 0; begin < rows; begin += 64) {
        std::uint64_t bits = 0;
        for (std::uint64_t row = begin; row < std::min(rows, begin + 64); ++row) {
          const Lasso::Verdict verdict = lasso.verdict(xs[row], ys[row]);
          const bool in = verdict == Lasso::Verdict::Look
                              ? lasso.contains(x(first + row), y(first + row), ys[row])
                              : verdict == Lasso::Verdict::In;
          bits |= static_cast<std::uint64_t>(in) << (row - begin);
        }
        words[begin / 64] = bits;
      }
    });
  });
  frame.release(leaf.column, first, rows);
  frame.release(leaf.other, first, rows);
}

void evaluateLeaf(const Frame& frame, const Leaf& leaf, std::uint64_t first, std::uint64_t rows,
                  std::uint64_t* words) {
  if (leaf.lasso) {
    evaluateLasso(frame, leaf, first, rows, words);
    return;
  }
  const std::uint8_t* codes = frame.binCodes(leaf.column).data() + first;
  std::array<std::uint8_t, 256> in{};
  for (std::size_t i = 0; i < in.size(); ++i) {
    in[i] = leaf.verdicts[i] == In;
  }
  const std::uint64_t whole = rows / 64;
  for (std::uint64_t word = 0; word < whole; ++word) {
    std::uint64_t bits = 0;
    for (std::uint64_t i = 0; i < 64; ++i) {
      bits |= static_cast<std::uint64_t>(in[codes[word * 64 + i]]) << i;
    }
    words[word] = bits;
  }
  if (rows % 64) {
    std::uint64_t bits = 0;
    for (std::uint64_t i = 0; i < rows % 64; ++i) {
      bits |= static_cast<std::uint64_t>(in[codes[whole * 64 + i]]) << i;
    }
    words[whole] = bits;
  }
  if (leaf.looks) {
    lookAtBlock(frame, leaf, first, rows, words);
  }
}

void evaluate(const Frame& frame, const Node& node, std::uint64_t first, std::uint64_t rows,
              std::uint64_t* words) {
  const std::size_t used = static_cast<std::size_t>((rows + 63) / 64);
  if (node.kind == Filter::Kind::Leaf) {
    evaluateLeaf(frame, node.leaf, first, rows, words);
    return;
  }
  if (node.kind == Filter::Kind::Not) {
    evaluate(frame, node.parts.front(), first, rows, words);
    for (std::size_t i = 0; i < used; ++i) {
      words[i] = ~words[i];
    }
  } else {
    const bool all = node.kind == Filter::Kind::All;
    std::fill(words, words + used, all ? ~std::uint64_t{0} : 0);
    std::vector<std::uint64_t> part(used);
    for (const Node& child : node.parts) {
      evaluate(frame, child, first, rows, part.data());
      for (std::size_t i = 0; i < used; ++i) {
        words[i] = all ? words[i] & part[i] : words[i] | part[i];
      }
    }
  }
  if (rows % 64) {
    words[used - 1] &= (std::uint64_t{1} << (rows % 64)) - 1;
  }
}

}  // namespace

Filter allOf(std::vector<Filter> parts) {
  return {Filter::Kind::All, std::move(parts)};
}
Filter anyOf(std::vector<Filter> parts) {
  return {Filter::Kind::Any, std::move(parts)};
}
Filter noneOf(Filter part) {
  return {Filter::Kind::Not, {std::move(part)}};
}

Selection both(const Frame& frame, const Selection& left, const Selection& right) {
  if (left.everything() || right.everything()) {
    return left.everything() ? right : left;
  }
  auto words = std::make_shared<Selection::Words>(*left.words());
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < (frame.rows() + 63) / 64; ++i) {
    (*words)[i] &= (*right.words())[i];
    count += static_cast<std::uint64_t>(std::popcount((*words)[i]));
  }
  return Selection(std::move(words), count);
}

Result<Selection> select(const Frame& frame, const Filter& filter, std::stop_token stop) {
  if (filter.kind == Filter::Kind::All && filter.parts.empty()) {
    return Selection();
  }
  TATARA_ASSIGN(const Node node, Compiler(frame, stop).compile(filter));
  auto words = std::make_shared<Selection::Words>(static_cast<std::size_t>((frame.rows() + 63) / 64));
  std::vector<std::uint64_t> counts(blockCount(frame.rows()), 0);
  TATARA_TRY(forBlocks(
      counts.size(),
      [&](std::size_t block, std::size_t) {
        const std::uint64_t first = block * kBlockRows;
        const std::uint64_t rows = std::min(kBlockRows, frame.rows() - first);
        std::uint64_t* own = words->data() + block * kBlockWords;
        evaluate(frame, node, first, rows, own);
        for (std::uint64_t i = 0; i < (rows + 63) / 64; ++i) {
          counts[block] += static_cast<std::uint64_t>(std::popcount(own[i]));
        }
      },
      stop));
  std::uint64_t count = 0;
  for (const std::uint64_t part : counts) {
    count += part;
  }
  return Selection(std::move(words), count);
}

std::optional<double> timeOf(std::string_view text) {
  // parseIso8601 knows milliseconds; further digits are added by hand.
  const auto dot = text.find('.');
  const auto time = parseIso8601(text.substr(0, dot));
  if (!time) {
    return std::nullopt;
  }
  double seconds = static_cast<double>(toUnixMillis(*time)) / 1000;
  if (dot != std::string_view::npos) {
    const auto digits = parseInt(text.substr(dot + 1));
    if (!digits || *digits < 0 || text.size() - dot - 1 > 9) {
      return std::nullopt;
    }
    seconds += static_cast<double>(*digits) / std::pow(10.0, static_cast<double>(text.size() - dot - 1));
  }
  return seconds;
}

}  // namespace tatara::dataset
