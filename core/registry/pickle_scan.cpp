#include "core/registry/pickle_scan.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/base/number_text.h"
#include "core/registry/internal/pickle_names.h"
#include "core/text/utf8.h"

namespace tatara::registry {

using text::Phrase;

namespace {

constexpr std::size_t kMostNamed = 20;  // dangerous ones, in a sentence

constexpr std::size_t kMostOpcodes = 16'000'000;
constexpr std::size_t kMostStack = 1'000'000;
constexpr std::size_t kMostPlaces = 2'000'000;
constexpr std::size_t kMostImports = 10'000;
constexpr std::size_t kKeptBytes = 512;  // of a name, in the report
constexpr std::size_t kMostLine = 1 << 20;

// A value on the stack, as far as names need it: a text is a part of the file.
struct Value {
  enum class Kind : std::uint8_t { Other, Text, Mark } kind = Kind::Other;
  std::string_view text = {};
};

class Scanner {
 public:
  explicit Scanner(std::string_view bytes) : m_bytes(bytes) {}

  PickleReport scan() {
    const bool binary = m_bytes.size() >= 2 && m_bytes[0] == '\x80' && m_bytes[1] >= 1 && m_bytes[1] <= 5;
    constexpr std::string_view kOldBeginnings = "(c]}[lSVNIKGXi";
    m_report.pickle =
        binary || (!m_bytes.empty() && kOldBeginnings.find(m_bytes[0]) != std::string_view::npos);
    if (!m_report.pickle) {
      m_report.problem = Phrase::say(TATARA_SAYS("Phrase", "It is no pickle"));
      return std::move(m_report);
    }
    for (std::size_t count = 0; m_report.problem.empty() && !m_report.complete; ++count) {
      if (count >= kMostOpcodes) {
        fail(TATARA_SAYS("Phrase", "It has more than 16 million instructions"));
      } else if (m_at >= m_bytes.size()) {
        fail(TATARA_SAYS("Phrase", "It ends in the middle"));
      } else {
        step(static_cast<unsigned char>(m_bytes[m_at++]));
      }
    }
    return std::move(m_report);
  }

 private:
  void fail(const char* what) {
    if (m_report.problem.empty()) {
      m_report.problem = Phrase::say(TATARA_SAYS("Phrase", "%1 (byte %2)"),
                                     {Phrase::say(what), withThousands(static_cast<std::int64_t>(m_at))});
    }
  }

  std::string_view take(std::uint64_t count) {
    if (count > m_bytes.size() - m_at) {
      fail(TATARA_SAYS("Phrase", "It announces more bytes than it has"));
      return {};
    }
    const std::string_view taken = m_bytes.substr(m_at, static_cast<std::size_t>(count));
    m_at += taken.size();
    return taken;
  }

  std::uint64_t number(int bytes) {
    std::uint64_t value = 0;
    const std::string_view raw = take(static_cast<std::uint64_t>(bytes));
    for (std::size_t i = raw.size(); i-- > 0;) {
      value = value << 8 | static_cast<unsigned char>(raw[i]);
    }
    return value;
  }

  std::string_view line() {
    const std::size_t end = m_bytes.substr(m_at, kMostLine).find('\n');
    if (end == std::string_view::npos) {
      fail(TATARA_SAYS("Phrase", "A line of it does not end"));
      return {};
    }
    const std::string_view text = m_bytes.substr(m_at, end);
    m_at += end + 1;
    return text;
  }

  void push(const Value& value = {}) {
    if (m_stack.size() >= kMostStack) {
      fail(TATARA_SAYS("Phrase", "It puts more than a million values on its stack"));
      return;
    }
    m_stack.push_back(value);
  }
  void pushText(std::string_view text) { push({Value::Kind::Text, text}); }
  // Of an instruction whose text Python decodes. One with escapes is not what it looks like.
  void pushPlainText(std::string_view text) {
    text.find('\\') == std::string_view::npos ? pushText(text) : push();
  }
  Value pop() {
    if (m_stack.empty()) {
      fail(TATARA_SAYS("Phrase", "It takes from an empty stack"));
      return {};
    }
    const Value value = m_stack.back();
    m_stack.pop_back();
    return value;
  }
  void pop(int count) {
    for (int i = 0; i < count; ++i) {
      pop();
    }
  }
  void popToMark() {
    while (!m_stack.empty() && m_stack.back().kind != Value::Kind::Mark) {
      m_stack.pop_back();
    }
    pop();
  }

  void remember(std::uint64_t place) {
    if (m_stack.empty() || m_stack.back().kind == Value::Kind::Mark) {
      return fail(TATARA_SAYS("Phrase", "It remembers a value that is not there"));
    }
    m_memo.insert_or_assign(place, m_stack.back());
    if (m_memo.size() > kMostPlaces) {
      fail(TATARA_SAYS("Phrase", "It remembers more than 2 million values"));
    }
  }
  void recall(std::uint64_t place) {
    const auto found = m_memo.find(place);
    push(found == m_memo.end() ? Value{} : found->second);
  }
  std::uint64_t placeOf(std::string_view text) {
    const auto place = parseInt(text);
    if (!place || *place < 0) {
      fail(TATARA_SAYS("Phrase", "A place in its memory is no number"));
    }
    return static_cast<std::uint64_t>(place.value_or(0));
  }

  void import(std::string_view module, std::string_view name) {
    if (!m_seen.emplace(module, name).second) {
      return;
    }
    if (m_report.imports.size() >= kMostImports) {
      return fail(TATARA_SAYS("Phrase", "It imports more than 10,000 names"));
    }
    m_report.imports.push_back({text::replaceInvalidUtf8(module.substr(0, kKeptBytes)),
                                text::replaceInvalidUtf8(name.substr(0, kKeptBytes)),
                                internal::kindOfImport(module, name)});
  }

  void stackGlobal() {
    const Value name = pop();
    const Value module = pop();
    const bool known = name.kind == Value::Kind::Text && module.kind == Value::Kind::Text;
    // A name that is put together while it runs is what somebody hides.
    import(known ? module.text : "", known ? name.text : "");
    push();
  }

  void step(unsigned char opcode) {
    switch (opcode) {
      case '(':
        return push({Value::Kind::Mark});
      case '.':
        m_report.complete = m_report.problem.empty();
        return;
      case '0':
        return pop(1);
      case '1':
        return popToMark();
      case '2':
        return m_stack.empty() ? fail(TATARA_SAYS("Phrase", "It doubles a value that is not there"))
                               : push(m_stack.back());
      case 'F':
      case 'I':
      case 'L':
        line();
        return push();
      case 'P':
        line();
        import("", "persistent_load");
        return push();
      case 'Q':
        pop(1);
        import("", "persistent_load");
        return push();
      case 'J':
      case 'j':
      case 'r':
        return number4(opcode);
      case 'K':
        take(1);
        return push();
      case 'M':
        take(2);
        return push();
      case 'G':
        take(8);
        return push();
      case 'N':
      case ']':
      case '}':
      case ')':
      case 0x88:
      case 0x89:
      case 0x8f:
      case 0x97:
        return push();
      case 0x98:
        return;
      case 'S':
        return quoted(line());
      case 'V':
        return pushPlainText(line());
      case 'T':
      case 'X':
        return pushText(take(number(4)));
      case 'U':
      case 0x8c:
        return pushText(take(number(1)));
      case 0x8d:
        return pushText(take(number(8)));
      case 'B':
        take(number(4));
        return push();
      case 'C':
        take(number(1));
        return push();
      case 0x8e:
      case 0x96:
        take(number(8));
        return push();
      case 0x8a:
        take(number(1));
        return push();
      case 0x8b:
        take(number(4));
        return push();
      case 'R':
      case 0x81:
        pop(2);
        return push();
      case 0x92:
        pop(3);
        return push();
      case 'b':
      case 'a':
        return pop(1);
      case 's':
        return pop(2);
      case 'e':
      case 'u':
      case 0x90:
        return popToMark();
      case 'd':
      case 'l':
      case 't':
      case 'o':
      case 0x91:
        popToMark();
        return push();
      case 0x85:
        pop(1);
        return push();
      case 0x86:
        pop(2);
        return push();
      case 0x87:
        pop(3);
        return push();
      case 'c':
      case 'i':
        return twoLines(opcode);
      case 'g':
        return recall(placeOf(line()));
      case 'h':
        return recall(number(1));
      case 'p':
        return remember(placeOf(line()));
      case 'q':
        return remember(number(1));
      case 0x94:
        return remember(m_memo.size());  // as CPython: how many places are filled, wherever they are
      case 0x80:
        number(1);
        return;
      case 0x95:
        return frame();
      case 0x82:
        number(1);
        import("", "extension");
        return push();
      case 0x83:
        number(2);
        import("", "extension");
        return push();
      case 0x84:
        number(4);
        import("", "extension");
        return push();
      case 0x93:
        return stackGlobal();
      default:
        return fail(TATARA_SAYS("Phrase", "An instruction is not known"));
    }
  }

  void number4(unsigned char opcode) {
    const std::uint64_t value = number(4);
    if (opcode == 'j') {
      recall(value);
    } else if (opcode == 'r') {
      remember(value);
    } else {
      push();
    }
  }

  void quoted(std::string_view text) {
    const bool quotes =
        text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
    pushPlainText(quotes ? text.substr(1, text.size() - 2) : text);
  }

  void twoLines(unsigned char opcode) {
    const std::string_view module = line();
    const std::string_view name = line();
    import(module, name);
    if (opcode == 'i') {
      popToMark();
    }
    push();
  }

  // Only announces how long the next part is.
  void frame() {
    const std::uint64_t length = number(8);
    if (length > m_bytes.size() - m_at) {
      fail(TATARA_SAYS("Phrase", "It announces more bytes than it has"));
    }
  }

  std::string_view m_bytes;
  std::size_t m_at = 0;
  std::vector<Value> m_stack;
  std::unordered_map<std::uint64_t, Value> m_memo;
  std::set<std::pair<std::string_view, std::string_view>> m_seen;  // module, name
  PickleReport m_report;
};

}  // namespace

std::string_view toString(ImportKind kind) {
  return kind == ImportKind::Expected ? "expected" : kind == ImportKind::Unknown ? "unknown" : "dangerous";
}

bool PickleReport::dangerous() const {
  return std::any_of(imports.begin(), imports.end(),
                     [](const PickleImport& one) { return one.kind == ImportKind::Dangerous; });
}

Phrase PickleReport::sentence() const {
  if (!pickle) {
    return problem;
  }
  std::vector<Phrase> bad;
  for (const PickleImport& one : imports) {
    if (one.kind == ImportKind::Dangerous && bad.size() < kMostNamed) {
      bad.push_back(one.module.empty() ? Phrase::say(TATARA_SAYS("Phrase", "a name computed while loading"))
                                       : Phrase(one.module + "." + one.name));
    }
  }
  const auto dangers = std::ranges::count(imports, ImportKind::Dangerous, &PickleImport::kind);
  if (static_cast<std::size_t>(dangers) > bad.size()) {
    bad.emplace_back("…");
  }
  const std::string count = withThousands(static_cast<std::int64_t>(imports.size()));
  Phrase words = Phrase::say(imports.size() == 1 ? TATARA_SAYS("Phrase", "Imports %1 name")
                                                 : TATARA_SAYS("Phrase", "Imports %1 names"),
                             {count});
  if (dangers > 0) {
    words = Phrase::say(TATARA_SAYS("Phrase", "%1, %2 of them dangerous: %3"),
                        {words, withThousands(dangers), Phrase::join(TATARA_SAYS("Phrase", "%1, %2"), bad)});
  }
  return complete ? words
                  : Phrase::say(TATARA_SAYS("Phrase", "%1; it could not be read to its end: %2"),
                                {words, problem});
}

PickleReport scanPickle(std::string_view bytes) {
  return Scanner(bytes).scan();
}

}  // namespace tatara::registry
