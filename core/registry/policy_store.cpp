// Which policy is in force: that of tatara.yaml, or the last good one that the store keeps.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "core/base/whole_write.h"
#include "core/registry/act.h"
#include "core/registry/policy.h"
#include "core/text/yaml.h"

namespace tatara::registry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 1 << 20;

// The settings beside the store that this connection has open.
Result<fs::path> settingsFile(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query("PRAGMA database_list"));
  fs::path file;
  while (rows.next()) {
    if (rows.text(1) == "main") {
      file = std::string(rows.text(2));
    }
  }
  TATARA_TRY(rows.status());
  return file.parent_path().parent_path() / "tatara.yaml";
}

Result<std::string> readSettings(const fs::path& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status {};
  if (handle < 0 || ::fstat(handle, &status) != 0 || !S_ISREG(status.st_mode)) {
    if (handle >= 0) {
      ::close(handle);
    }
    return makeError(ErrorKind::Io, "tatara.yaml cannot be read", file.string());
  }
  std::string text(kMostBytes + 1, '\0');
  std::size_t have = 0;
  ssize_t got = 1;
  while (got > 0 && have < text.size()) {
    got = ::read(handle, text.data() + have, text.size() - have);
    have += got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  ::close(handle);
  if (got < 0 || have > kMostBytes) {
    return makeError(ErrorKind::Io, "tatara.yaml cannot be read, or is larger than a megabyte",
                     file.string());
  }
  text.resize(have);
  return text;
}

// Beside it and then in its place, so that nobody ever reads half of it.
Status replaceFile(const fs::path& file, std::string_view text) {
  const Error failed = makeError(ErrorKind::Io, "tatara.yaml cannot be written", file.string());
  struct stat before {};
  std::string beside = file.string() + ".XXXXXX";
  const int handle = ::stat(file.c_str(), &before) == 0 ? ::mkstemp(beside.data()) : -1;
  if (handle < 0) {
    return failed;
  }
  bool good = ::fchmod(handle, before.st_mode & 0777) == 0;
  good = good && writeWhole(handle, text) && ::fsync(handle) == 0;
  good = ::close(handle) == 0 && good;
  if (!good || ::rename(beside.c_str(), file.c_str()) != 0) {
    ::unlink(beside.c_str());
    return failed;
  }
  return {};
}

struct FromFile {
  Policy policy;
  std::string body;
};

Result<FromFile> readPolicyFile(sql::Connection& connection) {
  TATARA_ASSIGN(const fs::path file, settingsFile(connection));
  TATARA_ASSIGN(const std::string text, readSettings(file));
  FromFile read;
  TATARA_ASSIGN(read.policy, parsePolicy(text));
  TATARA_ASSIGN(const text::Json settings, text::parseYaml(text));
  read.body = text::toJson(settings["policy"]);
  return read;
}

Result<std::optional<std::string>> loadLastGood(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT body FROM policy ORDER BY policy_id DESC LIMIT 1"));
  std::optional<std::string> body;
  if (rows.next()) {
    body = std::string(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return body;
}

Result<PolicyState> stateOf(sql::Connection& connection, const std::optional<std::string>& lastGood) {
  PolicyState state;
  auto read = readPolicyFile(connection);
  if (read) {
    state.policy = std::move(read->policy);
    state.body = std::move(read->body);
    return state;
  }
  state.problem = read.error().message;
  if (!lastGood) {
    state.shut = true;
    return state;
  }
  auto kept = parsePolicy("{\"policy\": " + *lastGood + "}");
  if (!kept) {
    state.shut = true;  // a store that was tampered with, or one of a newer program
    state.problem += "; and the last good policy in the store is not understood either";
    return state;
  }
  state.policy = std::move(*kept);
  state.body = *lastGood;
  state.shut = state.policy.empty();  // whoever breaks a first policy meant to protect something
  return state;
}

}  // namespace

Result<PolicyState> loadPolicy(sql::Connection& connection) {
  TATARA_ASSIGN(const auto lastGood, loadLastGood(connection));
  return stateOf(connection, lastGood);
}

Result<PolicyState> holdToPolicy(store::Writer& writer, Timestamp now) {
  TATARA_ASSIGN(const auto lastGood, loadLastGood(writer.sql()));
  TATARA_ASSIGN(auto state, stateOf(writer.sql(), lastGood));
  if (!state.problem.empty() || state.body == lastGood) {
    return state;
  }
  TATARA_TRY(writer.sql().run("INSERT INTO policy(body, at_ms) VALUES(?, ?)", state.body, toUnixMillis(now)));
  // The first sight of a workspace without a policy is nothing to tell of.
  if (lastGood || state.body != "null") {
    // Whose hand was in the file nobody can know from it; the workspace's version control may.
    TATARA_TRY(recordAct(writer, {.person = "tatara.yaml", .program = "tatara.yaml"}, now,
                         {.verb = "change policy",
                          .object = "policy",
                          .before = lastGood,
                          .after = state.body,
                          .reason = "found in tatara.yaml"}));
  }
  return state;
}

Result<PolicyState> writeFirstPolicy(store::Writer& writer, const std::vector<std::string>& reviewers,
                                     const Actor& actor, Timestamp now) {
  if (actor.identity != Identity::Account) {
    return makeError(ErrorKind::PermissionDenied, "tatara.yaml is written at this machine only");
  }
  if (reviewers.empty()) {
    return makeError(ErrorKind::InvalidArgument, "Name at least one person who may approve");
  }
  TATARA_ASSIGN(const fs::path file, settingsFile(writer.sql()));
  TATARA_ASSIGN(std::string text, readSettings(file));
  TATARA_ASSIGN(const text::Json settings, text::parseYaml(text));
  if (settings.find("policy") != nullptr) {
    return makeError(ErrorKind::Conflict, "tatara.yaml has a policy already; change it there");
  }
  text += (text.empty() || text.ends_with('\n') ? "" : "\n") + std::string("\n") +
          "# Who may make which version champion; \"tatara reviews policy\" explains it.\n" +
          defaultPolicyText(reviewers);
  TATARA_TRY(parsePolicy(text));
  TATARA_TRY(replaceFile(file, text));
  TATARA_TRY(recordAct(writer, actor, now,
                       {.verb = "write policy",
                        .object = "policy",
                        .before = std::nullopt,
                        .after = std::nullopt,
                        .reason = "the first policy of this workspace"}));
  return holdToPolicy(writer, now);
}

}  // namespace tatara::registry
