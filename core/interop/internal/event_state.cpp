#include "core/interop/internal/event_state.h"

#include <algorithm>
#include <charconv>

#include "core/crypto/digest.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "core/text/utf8.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kKeyCharacters = 240;

std::string fromHex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned value = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, value, 16);
    bytes += static_cast<char>(value);
  }
  return bytes;
}

std::string toHexText(std::string_view bytes) {
  return crypto::toHex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

Result<EventState> parseState(std::string_view json) {
  const auto corrupt = [] {
    return text::sayError(
        ErrorKind::Corrupt,
        TATARA_SAYS("Phrase", "What the store remembers of a folder of event files is damaged"));
  };
  text::JsonLimits limits;
  limits.maxBytes = std::size_t{1} << 30;
  limits.maxValues = 40'000'000;
  const auto parsed = text::parseJson(json, limits);
  if (!parsed) {
    return corrupt();
  }
  EventState state;
  state.fileVersion = (*parsed)["file_version"].asNumber().value_or(0);
  state.newestStep = (*parsed)["newest_step"].asInt().value_or(-1);
  state.lastMillis = (*parsed)["last_ms"].asInt().value_or(0);
  for (const text::Json& file : (*parsed)["files"].items()) {
    const std::string* name = file["name"].asString();
    const auto offset = file["offset"].asInt();
    if (name == nullptr || !offset || *offset < 0) {
      return corrupt();
    }
    state.files.push_back({*name, *offset});
  }
  for (const text::Json& tag : (*parsed)["tags"].items()) {
    const std::string* name = tag["tag"].asString();
    const std::string* key = tag["key"].asString();
    if (name == nullptr || key == nullptr) {
      return corrupt();
    }
    const std::string* plugin = tag["plugin"].asString();
    const std::string* content = tag["content"].asString();
    state.tags[*name] = {plugin == nullptr ? std::string() : *plugin, plugin != nullptr, *key,
                         content == nullptr ? std::string() : fromHex(*content)};
  }
  return state;
}

template <typename Argument>
Result<std::optional<EventSource>> findBy(sql::Connection& connection, const char* sql,
                                          const Argument& argument) {
  TATARA_ASSIGN(auto rows, connection.query(sql, argument));
  std::optional<EventSource> found;
  if (rows.next()) {
    TATARA_ASSIGN(auto state, parseState(rows.text(2)));
    found = EventSource{track::RunKey(rows.integer(0)), rows.integer(1), std::move(state)};
  }
  TATARA_TRY(rows.status());
  return found;
}

}  // namespace

EventState::File& EventState::file(const std::string& name) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const File& one) { return one.name == name; });
  return found != files.end() ? *found : files.emplace_back(File{name, 0});
}

Result<std::optional<EventSource>> findEventSource(sql::Connection& connection, const std::string& folder) {
  return findBy(connection, "SELECT run_key, revision, state FROM event_source WHERE folder = ?", folder);
}

Result<std::optional<EventSource>> findEventSource(sql::Connection& connection, track::RunKey run) {
  return findBy(connection, "SELECT run_key, revision, state FROM event_source WHERE run_key = ?", run);
}

Status saveEventSource(store::Writer& writer, const std::string& folder, track::RunKey run,
                       std::int64_t revision, const std::string& state) {
  if (revision == 0) {
    TATARA_TRY(
        writer.sql().run("INSERT OR IGNORE INTO event_source(run_key, folder, revision, state) "
                         "VALUES(?, ?, 1, ?)",
                         run, folder, state));
  } else {
    TATARA_TRY(
        writer.sql().run("UPDATE event_source SET revision = revision + 1, state = ?3 WHERE run_key = "
                         "?1 AND revision = ?2",
                         run, revision, state));
  }
  if (writer.sql().changes() == 0) {
    return text::sayError(
        ErrorKind::Conflict,
        TATARA_SAYS("Phrase", "Another import is reading %1 at this moment; it brings what there is"),
        {folder});
  }
  return {};
}

std::string toJsonText(const EventState& state) {
  text::Json json;
  json.set("file_version", state.fileVersion);
  json.set("newest_step", state.newestStep);
  json.set("last_ms", state.lastMillis);
  text::Json files = text::Json::array();
  for (const EventState::File& file : state.files) {
    files.append(text::Json().set("name", file.name).set("offset", file.offset));
  }
  json.set("files", std::move(files));
  text::Json tags = text::Json::array();
  for (const auto& [name, tag] : state.tags) {
    text::Json one;
    one.set("tag", name).set("key", tag.key);
    if (tag.described) {
      one.set("plugin", tag.plugin);
    }
    if (!tag.content.empty()) {
      one.set("content", toHexText(tag.content));
    }
    tags.append(std::move(one));
  }
  json.set("tags", std::move(tags));
  return text::toJson(json);
}

std::string keyOfTag(std::string_view tag) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("_-. :").find(c) != std::string_view::npos;
  };
  std::string key;
  while (!tag.empty()) {
    const std::size_t slash = std::min(tag.find('/'), tag.size());
    std::string part(tag.substr(0, slash));
    tag.remove_prefix(std::min(slash + 1, tag.size()));
    std::replace_if(
        part.begin(), part.end(), [&](char c) { return !allowed(c); }, '_');
    if (part == "." || part == "..") {
      part.assign(part.size(), '_');
    }
    if (!part.empty()) {
      key += (key.empty() ? "" : "/") + part;
    }
  }
  key = std::string(text::firstCodePoints(key, kKeyCharacters));
  while (key.ends_with('/')) {
    key.pop_back();
  }
  return track::checkKey("metric", key) ? key : "_" + key;
}

}  // namespace tatara::interop::internal
