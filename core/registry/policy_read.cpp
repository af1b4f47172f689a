// A policy from YAML.
#include <algorithm>
#include <set>

#include "core/base/number_text.h"
#include "core/crypto/ssh_signature.h"
#include "core/registry/policy.h"
#include "core/registry/registry.h"
#include "core/text/yaml.h"

namespace tatara::registry {
namespace {

using text::Json;
using Keys = std::initializer_list<std::string_view>;

constexpr int kMostApprovals = 100;

// Reads values and remembers the first that is not as it should be, with its place.
class PolicyReader {
 public:
  explicit PolicyReader(const text::YamlDocument& document) : m_document(document) {}

  const std::optional<Error>& problem() const { return m_problem; }

  Policy read(const Json& json) {
    const std::string at = "/policy";
    Policy policy;
    if (!mapping(json, at, {"roles", "models", "endpoints", "break_glass", "people"})) {
      return policy;
    }
    for (const auto& [role, members] : json["roles"].members()) {
      policy.roles[role] = words(members, at + "/roles/" + role);
    }
    if (!json["roles"].isNull() && !json["roles"].isObject()) {
      fail(at + "/roles", "roles has to name each role with its people, such as “reviewer: [mika]”");
    }
    for (const auto& [path, item] : items(json["models"], at + "/models")) {
      policy.models.push_back(modelRule(policy, *item, path));
    }
    for (const auto& [path, item] : items(json["endpoints"], at + "/endpoints")) {
      policy.endpoints.push_back(endpointRule(policy, *item, path));
    }
    policy.breakGlass = roles(policy, json["break_glass"], at + "/break_glass");
    readPeople(policy, json["people"], at + "/people");
    return policy;
  }

  void fail(const std::string& path, const std::string& what) {
    if (!m_problem) {
      const text::TextPlace place = m_document.placeOf(path);
      m_problem = makeError(ErrorKind::Parse, "The policy in tatara.yaml is not understood: " + what +
                                                  " (line " + std::to_string(place.line) + ", column " +
                                                  std::to_string(place.column) + ")");
    }
  }

 private:
  using Item = std::pair<std::string, const Json*>;

  bool mapping(const Json& json, const std::string& path, Keys keys) {
    if (!json.isObject()) {
      fail(path,
           path.substr(path.rfind('/') + 1) + " has to be a mapping, not " + std::string(json.typeName()));
      return false;
    }
    for (const auto& [key, value] : json.members()) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
        const auto near = nearestWord(key, std::vector<std::string>(keys.begin(), keys.end()));
        fail(path + "/" + key,
             "“" + key + "” is no key here" + (near ? "; did you mean “" + *near + "”?" : ""));
        return false;
      }
    }
    return true;
  }

  std::vector<Item> items(const Json& json, const std::string& path) {
    std::vector<Item> found;
    if (!json.isNull() && !json.isArray()) {
      fail(path, path.substr(path.rfind('/') + 1) + " has to be a list, each item beginning with “-”");
    }
    for (const Json& item : json.items()) {
      found.emplace_back(path + "/" + std::to_string(found.size()), &item);
    }
    return found;
  }

  // A word or a list of words; nothing where it is left out.
  std::vector<std::string> words(const Json& json, const std::string& path) {
    std::vector<std::string> found;
    if (const std::string* one = json.asString()) {
      found.push_back(*one);
    } else if (!json.isNull() && !json.isArray()) {
      fail(path, "a list of names is expected, not " + std::string(json.typeName()));
    }
    for (std::size_t i = 0; i < json.items().size(); ++i) {
      const std::string* word = json.items()[i].asString();
      if (word == nullptr) {
        fail(
            path + "/" + std::to_string(i),
            "a name is expected, not " + std::string(json.items()[i].typeName()) + "; quote it if it is one");
        return found;
      }
      found.push_back(*word);
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i].empty()) {
        fail(path, "a name is empty");
      }
    }
    return found;
  }

  std::vector<std::string> roles(const Policy& policy, const Json& json, const std::string& path) {
    std::vector<std::string> found = words(json, path);
    for (const std::string& role : found) {
      checkRole(policy, role, path);
    }
    return found;
  }

  void checkRole(const Policy& policy, const std::string& role, const std::string& path) {
    if (policy.roles.contains(role)) {
      return;
    }
    std::vector<std::string> known;
    for (const auto& entry : policy.roles) {
      known.push_back(entry.first);
    }
    const auto near = nearestWord(role, known);
    fail(path, "there is no role “" + role + "” in roles" + (near ? "; did you mean “" + *near + "”?" : ""));
  }

  bool flag(const Json& json, const std::string& path, bool standard) {
    if (json.isNull()) {
      return standard;
    }
    const std::string* word = json.asString();
    if (const auto yes = json.asBool()) {
      return *yes;
    }
    if (word != nullptr && (*word == "yes" || *word == "no")) {
      return *word == "yes";
    }
    fail(path, "yes or no is expected");
    return standard;
  }

  std::vector<std::string> patterns(const Json& item, const std::string& path) {
    std::vector<std::string> names = words(item["name"], path + "/name");
    if (names.empty()) {
      fail(path, "a rule needs a name: which models or endpoints it is for");
    }
    return names;
  }

  ModelRule modelRule(const Policy& policy, const Json& item, const std::string& path) {
    ModelRule rule;
    if (!mapping(item, path,
                 {"name", "aliases", "stages", "approvals", "submitter_may_approve",
                  "last_committer_may_approve", "gates", "evidence_age"})) {
      return rule;
    }
    rule.line = m_document.placeOf(path).line;
    rule.models = patterns(item, path);
    rule.aliases = item.find("aliases") ? words(item["aliases"], path + "/aliases")
                                        : std::vector<std::string>{"champion"};
    rule.stages = item.find("stages") ? words(item["stages"], path + "/stages")
                                      : std::vector<std::string>{"Staging", "Production"};
    for (std::string& stage : rule.stages) {
      const auto known = parseStage(stage);
      if (!known || *known == Stage::None) {
        fail(path + "/stages", "“" + stage + "” is no stage; there are Staging, Production and Archived");
      } else {
        stage = toString(*known);
      }
    }
    readApprovals(policy, rule, item["approvals"], path + "/approvals");
    rule.submitterMayApprove = flag(item["submitter_may_approve"], path + "/submitter_may_approve", false);
    rule.lastCommitterMayApprove =
        flag(item["last_committer_may_approve"], path + "/last_committer_may_approve", false);
    for (const auto& [gatePath, gate] : items(item["gates"], path + "/gates")) {
      readGate(rule, *gate, gatePath);
    }
    rule.evidenceAge = age(item["evidence_age"], path + "/evidence_age");
    return rule;
  }

  void readApprovals(const Policy& policy, ModelRule& rule, const Json& json, const std::string& path) {
    if (!json.isNull() && !json.isObject()) {
      fail(path, "approvals has to say how many of which role, such as {reviewer: 1}");
    }
    for (const auto& [role, count] : json.members()) {
      const auto number = count.asInt();
      if (!number || *number < 0 || *number > kMostApprovals) {
        fail(path + "/" + role, "the number of approvals of “" + role + "” is expected, 0 to 100");
        return;
      }
      checkRole(policy, role, path + "/" + role);
      rule.approvals.push_back({role, static_cast<int>(*number)});
    }
  }

  void readGate(ModelRule& rule, const Json& item, const std::string& path) {
    const std::string* condition = item.asString();
    std::string place = path;
    bool acknowledge = false;
    std::string name;
    if (condition == nullptr) {
      if (!mapping(item, path, {"name", "require", "acknowledge"})) {
        return;
      }
      place = path + "/require";
      condition = item["require"].asString();
      acknowledge = flag(item["acknowledge"], path + "/acknowledge", false);
      name = item["name"].asString() ? *item["name"].asString() : "";
    }
    if (condition == nullptr) {
      fail(path, "a gate is a condition, or a mapping with “require”");
      return;
    }
    auto gate = Gate::parse(*condition);
    if (!gate) {
      fail(place, "the gate “" + *condition + "” is wrong: " + gate.error().message);
      return;
    }
    for (const GateRule& other : rule.gates) {
      if (other.gate.text() == *condition) {
        fail(place, "the gate “" + *condition + "” stands here twice");
      }
    }
    rule.gates.push_back({name.empty() ? *condition : name, std::move(*gate), acknowledge});
  }

  // "30d", "12 h", "90 days".
  std::optional<Millis> age(const Json& json, const std::string& path) {
    if (json.isNull()) {
      return std::nullopt;
    }
    const std::string text = json.asString() ? *json.asString() : "";
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = parseInt(text.substr(0, digits));
    std::string unit = text.substr(digits);
    unit.erase(0,
               unit.find_first_not_of(' ') == std::string::npos ? unit.size() : unit.find_first_not_of(' '));
    constexpr std::int64_t kMost = 100'000;
    const std::int64_t minutes = unit == "d" || unit == "day" || unit == "days"         ? 24 * 60
                                 : unit == "h" || unit == "hour" || unit == "hours"     ? 60
                                 : unit == "m" || unit == "minute" || unit == "minutes" ? 1
                                                                                        : 0;
    if (!count || *count <= 0 || *count > kMost || minutes == 0) {
      fail(path, "an age is expected, such as 30d, 12h or 90 minutes");
      return std::nullopt;
    }
    return std::chrono::minutes(*count * minutes);
  }

  EndpointRule endpointRule(const Policy& policy, const Json& item, const std::string& path) {
    EndpointRule rule;
    if (!mapping(item, path, {"name", "deploy", "weights", "shadow", "follow_alias", "unapproved"})) {
      return rule;
    }
    rule.line = m_document.placeOf(path).line;
    rule.endpoints = patterns(item, path);
    rule.deploy = roles(policy, item["deploy"], path + "/deploy");
    rule.weights = item.find("weights") ? roles(policy, item["weights"], path + "/weights") : rule.deploy;
    rule.shadow = item.find("shadow") ? roles(policy, item["shadow"], path + "/shadow") : rule.deploy;
    rule.mayFollowAlias = flag(item["follow_alias"], path + "/follow_alias", true);
    if (const Json* share = item.find("unapproved")) {
      const auto percent = share->asInt();
      if (!percent || *percent < 0 || *percent > 100) {
        fail(path + "/unapproved", "unapproved is a whole number of percent, from 0 to 100");
        return rule;
      }
      rule.mostUnapproved = static_cast<int>(*percent);
    }
    return rule;
  }

  void readPeople(Policy& policy, const Json& json, const std::string& path) {
    if (!json.isNull() && !json.isObject()) {
      fail(path, "people has to be a mapping of names");
    }
    for (const auto& [person, facts] : json.members()) {
      const std::string at = path + "/" + person;
      if (!mapping(facts, at, {"git", "keys"})) {
        return;
      }
      PersonFacts& known = policy.people[person];
      known.git = words(facts["git"], at + "/git");
      known.keys = words(facts["keys"], at + "/keys");
      for (const std::string& key : known.keys) {
        if (const auto parsed = crypto::parseSshPublicKey(key); !parsed) {
          fail(at + "/keys", parsed.error().message);
        }
      }
    }
  }

  const text::YamlDocument& m_document;
  std::optional<Error> m_problem;
};

}  // namespace

Result<Policy> parsePolicy(std::string_view settings) {
  constexpr text::YamlLimits kLimits{.maxBytes = 1 << 20, .maxValues = 50'000, .maxDepth = 20};
  auto document = text::parseYamlDocument(settings, text::YamlDialect::Core, kLimits);
  if (!document) {
    return withContext(std::move(document.error()), "reading tatara.yaml");
  }
  if (!document->value.isObject() && !document->value.isNull()) {
    return makeError(ErrorKind::Parse, "tatara.yaml has to be a mapping of settings");
  }
  const Json& section = document->value["policy"];
  if (section.isNull()) {
    return Policy{};
  }
  PolicyReader reader(*document);
  Policy policy = reader.read(section);
  if (reader.problem()) {
    return *reader.problem();
  }
  return policy;
}

}  // namespace tatara::registry
