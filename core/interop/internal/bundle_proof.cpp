#include "core/interop/internal/bundle_proof.h"

#include <map>

#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/registry/audit.h"
#include "core/text/json.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kHexDigits = 64;

// So that the order of texts is that of numbers.
std::string entryId(std::int64_t number) {
  std::string digits = std::to_string(number);
  constexpr std::size_t kDigits = 12;
  return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

// "model/bikes", "model/bikes/3" and "model/bikes@champion" concern bikes.
bool concerns(std::string_view object, const std::set<std::string>& models) {
  constexpr std::string_view kModel = "model/";
  if (!object.starts_with(kModel)) {
    return false;
  }
  object.remove_prefix(kModel.size());
  return models.contains(std::string(object.substr(0, object.find_first_of("/@"))));
}

struct Line {
  std::string digest;  // hexadecimal
  std::string text;
  std::string previous;
  std::string object;
  std::int64_t number = 0;
};

std::string textOf(const text::Json& json, std::string_view name) {
  const std::string* value = json[name].asString();
  return value ? *value : std::string();
}

Result<Line> readLine(std::string_view text) {
  TATARA_ASSIGN(const text::Json json, text::parseJson(text));
  Line line;
  line.text = text;
  line.previous = textOf(json, "previous");
  line.object = textOf(json, "object");
  line.number = json["id"].asInt().value_or(0);
  return line;
}

}  // namespace

Result<std::int64_t> writeProof(sql::Connection& store, ProofOf of, const std::set<std::string>& models,
                                const PutEntry& put) {
  std::map<std::int64_t, Line> lines;
  std::int64_t whole = 0;
  TATARA_TRY(registry::exportChain(store, [&](std::string_view exported) -> Status {
    TATARA_ASSIGN(Line line, readLine(exported.substr(kHexDigits + 1, exported.size() - kHexDigits - 2)));
    line.digest = exported.substr(0, kHexDigits);
    if (of == ProofOf::Everything || concerns(line.object, models)) {
      ++whole;
    } else {
      line.text.clear();
    }
    const std::int64_t number = line.number;
    lines.emplace(number, std::move(line));
    return {};
  }));
  if (whole == 0) {
    return whole;
  }
  for (const auto& [number, line] : lines) {
    TATARA_TRY(line.text.empty() ? put("seal", entryId(number), line.digest)
                                 : put("act", entryId(number), line.text));
  }
  TATARA_ASSIGN(const std::string origin, registry::storeId(store));
  TATARA_TRY(put("chain", "store", origin));
  TATARA_TRY(put("chain", "newest", std::to_string(lines.rbegin()->first)));
  return whole;
}

Result<ProofSeen> checkProof(BundleSource& bundle) {
  ProofSeen seen;
  TATARA_ASSIGN(const auto chain, bundle.ids("chain", ""));
  TATARA_ASSIGN(const auto acts, bundle.ids("act", ""));
  if (chain.empty() && acts.empty()) {
    return seen;
  }
  std::map<std::int64_t, std::string> digests;
  TATARA_ASSIGN(const auto seals, bundle.ids("seal", ""));
  for (const std::string& id : seals) {
    TATARA_ASSIGN(const std::string digest, bundle.text("seal", id));
    digests[parseInt(id).value_or(0)] = digest;
    ++seen.seals;
  }
  std::map<std::int64_t, std::string> previous;
  for (const std::string& id : acts) {
    TATARA_ASSIGN(const std::string text, bundle.text("act", id));
    const auto line = readLine(text);
    const std::int64_t number = parseInt(id).value_or(0);
    if (!line || line->number != number) {
      seen.problem = tatara::text::Phrase::say(TATARA_SAYS("Phrase", "act %1 is not what its number says"),
                                               {std::to_string(number)});
      return seen;
    }
    digests[number] = crypto::sha256Hex(text);
    previous[number] = line->previous;
    ++seen.acts;
  }
  TATARA_ASSIGN(seen.store, bundle.text("chain", "store"));
  TATARA_ASSIGN(const std::string newest, bundle.text("chain", "newest"));
  seen.newest = parseInt(newest).value_or(0);
  std::int64_t last = 0;
  std::string before(kHexDigits, '0');
  for (const auto& [number, digest] : digests) {
    const auto named = previous.find(number);
    if (named != previous.end() && named->second != before) {
      seen.problem = text::Phrase::say(TATARA_SAYS("Phrase", "act %1 does not follow on the one before it"),
                                       {std::to_string(number)});
      return seen;
    }
    last = number;
    before = digest;
  }
  seen.head = before;
  if (last == 0 || last != seen.newest) {
    seen.problem = text::Phrase::say(
        TATARA_SAYS("Phrase", "its end is missing: the newest act should be number %1"), {newest});
  }
  return seen;
}

}  // namespace tatara::interop::internal
