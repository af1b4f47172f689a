#include "core/provenance/patch.h"

#include <algorithm>
#include <numeric>

#include "core/base/number_text.h"

namespace tatara::provenance {
namespace {

constexpr std::int64_t kMostNumber = 1'000'000'000;

std::string_view firstLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// "a/src/x.py" → "src/x.py"; "/dev/null" → nothing. A quoted path stays as git wrote it.
std::string pathOf(std::string_view text) {
  if (text == "/dev/null") {
    return {};
  }
  text = text.substr(0, text.find('\t'));
  return std::string(text.starts_with("a/") || text.starts_with("b/") ? text.substr(2) : text);
}

// The start of a range "-39,8" or "+39", and how many lines it has.
struct Range {
  std::int64_t start = 0;
  std::int64_t count = 1;
};
bool readRange(std::string_view text, char sign, Range& range) {
  if (text.empty() || text.front() != sign) {
    return false;
  }
  text.remove_prefix(1);
  const std::size_t comma = text.find(',');
  const auto start = parseInt(text.substr(0, comma));
  const auto count =
      comma == std::string_view::npos ? std::optional<std::int64_t>(1) : parseInt(text.substr(comma + 1));
  if (!start || !count || *start < 0 || *count < 0 || *start > kMostNumber || *count > kMostNumber) {
    return false;
  }
  range = {*start, *count};
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : m_text(text) {}

  Patch read() {
    while (!m_text.empty() && !m_patch.cut) {
      line(firstLine(m_text));
    }
    return std::move(m_patch);
  }

 private:
  void line(std::string_view text) {
    if (m_before.count > 0 || m_after.count > 0) {
      hunkLine(text);
    } else if (text.starts_with("diff --git ")) {
      m_patch.files.emplace_back();
      const std::size_t second = text.rfind(" b/");
      m_patch.files.back().path = second == std::string_view::npos ? "" : pathOf(text.substr(second + 1));
    } else if (text.starts_with("@@ ")) {
      hunk(text);
    } else if (!m_patch.files.empty()) {
      header(text, m_patch.files.back());
    }
  }

  static void header(std::string_view text, PatchFile& file) {
    if (text.starts_with("--- ")) {
      const std::string before = pathOf(text.substr(4));
      file.before = before == file.path ? "" : before;
    } else if (text.starts_with("+++ ")) {
      const std::string after = pathOf(text.substr(4));
      file.path = after.empty() ? file.path : after;
    } else if (text.starts_with("new file")) {
      file.added = true;
    } else if (text.starts_with("deleted file")) {
      file.removed = true;
    } else if (text.starts_with("Binary files ") || text.starts_with("GIT binary patch")) {
      file.binary = true;
    } else if (text.starts_with("rename from ")) {
      file.before = text.substr(12);
    }
  }

  // "@@ -39,8 +40,9 @@ def build_features(df):"
  void hunk(std::string_view text) {
    const std::size_t end = text.find(" @@", 3);
    const std::string_view ranges = text.substr(3, end == std::string_view::npos ? 0 : end - 3);
    const std::size_t blank = ranges.find(' ');
    Range before, after;
    if (m_patch.files.empty() || blank == std::string_view::npos ||
        !readRange(ranges.substr(0, blank), '-', before) ||
        !readRange(ranges.substr(blank + 1), '+', after)) {
      return;
    }
    m_before = before;
    m_after = after;
    const std::string_view heading = text.substr(std::min(text.size(), end + 3));
    m_patch.files.back().hunks.push_back(
        {std::string(heading.starts_with(' ') ? heading.substr(1) : heading), {}});
  }

  void hunkLine(std::string_view text) {
    if (text.starts_with('\\')) {
      return;  // "\ No newline at end of file"
    }
    if (++m_lines > kMostPatchLines) {
      m_patch.cut = true;
      return;
    }
    const char sign = text.empty() ? ' ' : text.front();
    if (sign != ' ' && sign != '+' && sign != '-') {
      m_before.count = m_after.count = 0;  // the hunk was shorter than it said
      line(text);
      return;
    }
    PatchFile& file = m_patch.files.back();
    PatchLine one{sign, 0, 0, std::string(text.substr(std::min<std::size_t>(1, text.size())))};
    if (sign != '+') {
      one.before = m_before.start++;
      m_before.count = std::max<std::int64_t>(0, m_before.count - 1);
    }
    if (sign != '-') {
      one.after = m_after.start++;
      m_after.count = std::max<std::int64_t>(0, m_after.count - 1);
    }
    file.insertions += sign == '+' ? 1 : 0;
    file.deletions += sign == '-' ? 1 : 0;
    file.hunks.back().lines.push_back(std::move(one));
  }

  std::string_view m_text;
  Patch m_patch;
  Range m_before{0, 0};
  Range m_after{0, 0};
  std::size_t m_lines = 0;
};

}  // namespace

std::int64_t Patch::insertions() const {
  return std::accumulate(files.begin(), files.end(), std::int64_t{0},
                         [](std::int64_t sum, const PatchFile& file) { return sum + file.insertions; });
}

std::int64_t Patch::deletions() const {
  return std::accumulate(files.begin(), files.end(), std::int64_t{0},
                         [](std::int64_t sum, const PatchFile& file) { return sum + file.deletions; });
}

Patch parsePatch(std::string_view text) {
  return Reader(text).read();
}

}  // namespace tatara::provenance
