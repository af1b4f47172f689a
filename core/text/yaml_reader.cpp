#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <sstream>

#include "core/base/number_text.h"
#include "core/text/internal/repeated_keys.h"
#include "core/text/internal/yaml_scalar.h"
#include "core/text/utf8.h"
#include "core/text/yaml.h"

namespace tatara::text {
namespace {

Error parseError(int line, int column, const std::string& what) {
  return makeError(ErrorKind::Parse, "This is not valid YAML: " + what + " (line " + std::to_string(line) +
                                         ", column " + std::to_string(column) + ")");
}

Error parseError(const YAML::Mark& mark, const std::string& what) {
  return parseError(mark.line + 1, mark.column + 1, what);
}

struct Weight {
  std::size_t values = 0;
  std::size_t bytes = 0;
};

void weigh(const Json& value, Weight& weight) {
  ++weight.values;
  if (const std::string* string = value.asString()) {
    weight.bytes += string->size();
  }
  for (const Json& item : value.items()) {
    weigh(item, weight);
  }
  for (const JsonMember& member : value.members()) {
    weight.bytes += member.key.size();
    weigh(member.value, weight);
  }
}

// Builds the value from the parser's events. After the first problem every further event is ignored.
class Builder final : public YAML::EventHandler {
 public:
  using Places = std::map<std::string, TextPlace>;

  // `places` may be null.
  Builder(YamlDialect dialect, const YamlLimits& limits, Places* places)
      : m_dialect(dialect), m_limits(limits), m_places(places) {}

  const std::optional<Error>& problem() const { return m_problem; }
  Json takeRoot() { return std::move(m_root); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { addScalar(mark, anchor, Json(), ""); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    addScalar(mark, anchor, tag == "?" ? resolvePlainScalar(value, m_dialect) : resolveTagged(tag, value),
              value);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (m_problem) {
      return;
    }
    const auto found = m_anchors.find(anchor);
    if (found == m_anchors.end()) {
      m_problem = parseError(mark, "an alias refers to the value that it stands in");
      return;
    }
    Weight weight;
    weigh(found->second, weight);
    if (spend(mark, weight)) {
      add(mark, Json(found->second), std::nullopt);
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, Json::array());
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, Json::object());
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    YAML::Mark mark;
    YAML::anchor_t anchor = YAML::NullAnchor;
    Json value;
    std::optional<std::string> key;
    Json::Object merged;
    std::string path;
  };

  Json resolveTagged(const std::string& tag, const std::string& value) const {
    static const std::string kPrefix = "tag:yaml.org,2002:";
    const std::string name = tag.starts_with(kPrefix) ? tag.substr(kPrefix.size()) : "";
    const bool typed = name == "int" || name == "float" || name == "bool" || name == "null";
    return typed ? resolvePlainScalar(value, m_dialect) : Json(value);
  }

  bool spend(const YAML::Mark& mark, const Weight& weight) {
    m_spent.values += weight.values;
    m_spent.bytes += weight.bytes;
    if (m_spent.values > m_limits.maxValues || m_spent.bytes > 4 * m_limits.maxBytes) {
      m_problem =
          parseError(mark, "with its aliases it holds more than " + std::to_string(m_limits.maxValues) +
                               " values or " + toByteText(4 * m_limits.maxBytes));
      return false;
    }
    return true;
  }

  // The path of the value that begins here, whose place is kept unless its key's already is.
  std::string notePlace(const YAML::Mark& mark) {
    if (!m_places || m_frames.empty()) {
      return {};
    }
    const Frame& frame = m_frames.back();
    if (frame.value.isArray()) {
      std::string path = frame.path + "/" + std::to_string(frame.value.items().size());
      m_places->emplace(path, TextPlace{mark.line + 1, mark.column + 1});
      return path;
    }
    return frame.key ? frame.path + "/" + *frame.key : std::string();
  }

  void addScalar(const YAML::Mark& mark, YAML::anchor_t anchor, Json value, const std::string& text) {
    if (m_problem || !spend(mark, {1, text.size()})) {
      return;
    }
    notePlace(mark);
    remember(mark, anchor, value);
    add(mark, std::move(value), text);
  }

  void remember(const YAML::Mark& mark, YAML::anchor_t anchor, const Json& value) {
    if (anchor == YAML::NullAnchor) {
      return;
    }
    Weight weight;
    weigh(value, weight);
    if (spend(mark, weight)) {
      m_anchors[anchor] = value;
    }
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Json empty) {
    if (m_problem || !spend(mark, {1, 0})) {
      return;
    }
    if (static_cast<int>(m_frames.size()) >= m_limits.maxDepth) {
      m_problem =
          parseError(mark, "it is nested deeper than " + std::to_string(m_limits.maxDepth) + " levels");
      return;
    }
    std::string path = notePlace(mark);
    m_frames.push_back(Frame{mark, anchor, std::move(empty), std::nullopt, {}, std::move(path)});
  }

  void close() {
    if (m_problem || m_frames.empty()) {
      return;
    }
    Frame frame = std::move(m_frames.back());
    m_frames.pop_back();
    if (Json::Object* members = frame.value.asObject()) {
      members->insert(members->begin(), frame.merged.begin(), frame.merged.end());
      keepLastOfRepeatedKeys(*members);
    }
    remember(frame.mark, frame.anchor, frame.value);
    if (!m_problem) {
      add(frame.mark, std::move(frame.value), std::nullopt);
    }
  }

  // `text` is what a scalar looked like, for use as a key.
  void add(const YAML::Mark& mark, Json value, const std::optional<std::string>& text) {
    if (m_frames.empty()) {
      m_root = std::move(value);
      return;
    }
    Frame& frame = m_frames.back();
    if (frame.value.isArray()) {
      frame.value.append(std::move(value));
    } else if (!frame.key) {
      const std::string* string = value.asString();
      if (!text && string == nullptr) {
        m_problem = parseError(mark, "a key must be a word, not " + std::string(value.typeName()));
        return;
      }
      frame.key = text ? *text : *string;
      if (m_places) {
        (*m_places)[frame.path + "/" + *frame.key] = TextPlace{mark.line + 1, mark.column + 1};
      }
    } else {
      const std::string key = *std::exchange(frame.key, std::nullopt);
      if (key == "<<" && (value.isObject() || value.isArray())) {
        merge(frame, value);
      } else {
        frame.value.asObject()->push_back(JsonMember{key, std::move(value)});
      }
    }
  }

  // As PyYAML: merged keys stand before the written ones, which win; of several merged mappings the earlier
  // wins.
  static void merge(Frame& frame, const Json& from) {
    Json::Object& into = frame.merged;
    for (auto item = from.items().rbegin(); item != from.items().rend(); ++item) {
      into.insert(into.end(), item->members().begin(), item->members().end());
    }
    into.insert(into.end(), from.members().begin(), from.members().end());
  }

  YamlDialect m_dialect;
  const YamlLimits& m_limits;
  Places* m_places;
  Json m_root;
  std::vector<Frame> m_frames;
  std::map<YAML::anchor_t, Json> m_anchors;
  Weight m_spent;
  std::optional<Error> m_problem;
};

Result<Json> parse(std::string_view text, YamlDialect dialect, const YamlLimits& limits,
                   Builder::Places* places) {
  if (text.size() > limits.maxBytes) {
    return makeError(ErrorKind::Parse, "The YAML text is " + toByteText(text.size()) + " long; at most " +
                                           toByteText(limits.maxBytes) + " are read");
  }
  if (const auto invalid = findInvalidUtf8(text)) {
    const TextPlace place = placeOf(text, *invalid);
    return parseError(place.line, place.column, "a byte is not UTF-8");
  }
  Builder builder(dialect, limits, places);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    if (builder.problem()) {
      return *builder.problem();
    }
    Builder rest(dialect, limits, nullptr);
    if (parser.HandleNextDocument(rest)) {
      return makeError(ErrorKind::Parse, "The YAML text holds several documents; one is expected");
    }
  } catch (const YAML::Exception& exception) {
    return parseError(exception.mark, exception.msg);
  } catch (const std::exception& exception) {
    return makeError(ErrorKind::Parse, "This is not valid YAML", exception.what());
  }
  return builder.takeRoot();
}

}  // namespace

Result<Json> parseYaml(std::string_view text, YamlDialect dialect, const YamlLimits& limits) {
  return parse(text, dialect, limits, nullptr);
}

TextPlace YamlDocument::placeOf(std::string_view path) const {
  while (!path.empty()) {
    if (const auto found = places.find(std::string(path)); found != places.end()) {
      return found->second;
    }
    path = path.substr(0, path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/'));
  }
  return {};
}

Result<YamlDocument> parseYamlDocument(std::string_view text, YamlDialect dialect, const YamlLimits& limits) {
  YamlDocument document;
  TATARA_ASSIGN(document.value, parse(text, dialect, limits, &document.places));
  return document;
}

}  // namespace tatara::text
