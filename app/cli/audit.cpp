// tatara audit list, show, verify, checkpoint, export
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/registry/audit.h"
#include "core/registry/policy.h"

namespace tatara::cli {
namespace {

namespace fs = std::filesystem;
using registry::Act;

// A file that was not there before.
class NewFile {
 public:
  static Result<NewFile> make(const fs::path& path) {
    const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (handle < 0) {
      return fileError(errno == EEXIST ? "The file " + path.string() + " is there already; name another"
                                       : "The file " + path.string() + " cannot be made",
                       path, errno);
    }
    return NewFile(path, handle);
  }
  NewFile(NewFile&& other) noexcept
      : m_path(std::move(other.m_path)), m_handle(std::exchange(other.m_handle, -1)) {}
  NewFile& operator=(NewFile&&) = delete;
  // Gone without finish(), it takes half a file away.
  ~NewFile() {
    if (m_handle >= 0) {
      ::close(m_handle);
      ::unlink(m_path.c_str());
    }
  }

  Status write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(m_handle, text.data(), text.size());
      if (written < 0 && errno != EINTR) {
        return fileError("The file " + m_path.string() + " cannot be written", m_path, errno);
      }
      text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return {};
  }
  Status finish() {
    if (::fsync(m_handle) != 0) {
      return fileError("The file " + m_path.string() + " cannot be written", m_path, errno);
    }
    ::close(std::exchange(m_handle, -1));
    return {};
  }

 private:
  NewFile(fs::path path, int handle) : m_path(std::move(path)), m_handle(handle) {}
  fs::path m_path;
  int m_handle;
};

Cell optionalCell(const std::optional<std::string>& text) {
  return text ? textCell(*text) : Cell{};
}

Result<std::optional<Timestamp>> timeOf(const std::string& text, const char* option) {
  if (text.empty()) {
    return std::optional<Timestamp>();
  }
  const auto time = parseIso8601(text);
  if (!time) {
    return makeError(
        ErrorKind::InvalidArgument,
        std::string(option) + " takes a date or a time such as 2026-11-20 or 2026-11-20T14:00:00Z");
  }
  return time;
}

Verb auditListVerb() {
  struct Options {
    registry::ActFilter filter;
    std::string since;
    std::string until;
    std::int64_t before = 0;
    std::int64_t limit = 50;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "audit list",
            .summary = "List who did what, newest first",
            .examples = {"tatara audit list", "tatara audit list --person mika --object model/bike-demand",
                         "tatara audit list --since 2026-11-01 --format csv"}};
  verb.option("--person", options->filter.person, "NAME", "Only acts of this person");
  verb.option("--verb", options->filter.verb, "VERB", "Only acts of this kind, such as \"set alias\"");
  verb.option("--object", options->filter.object, "OBJECT", "Only acts on this object and what is below it");
  verb.option("--text", options->filter.text, "TEXT", "Only acts with this text in them");
  verb.option("--since", options->since, "TIME", "From this time on");
  verb.option("--until", options->until, "TIME", "Before this time");
  verb.option("--before", options->before, "NUMBER", "Only entries before this one: the next page");
  verb.option("--limit", options->limit, "COUNT", "At most so many");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->limit < 1) {
      return makeError(ErrorKind::InvalidArgument, "--limit takes 1 or more");
    }
    registry::ActFilter filter = options->filter;
    TATARA_ASSIGN(filter.from, timeOf(options->since, "--since"));
    TATARA_ASSIGN(filter.to, timeOf(options->until, "--until"));
    const auto before = options->before > 0 ? std::optional(options->before) : std::nullopt;
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto acts, store->read([&](sql::Connection& connection) {
      return registry::loadActs(connection, filter, options->limit, before);
    }));
    Listing listing;
    listing.addColumn("id", "No", text::Align::Right);
    listing.addColumn("at", "At");
    listing.addColumn("person", "Person", text::Align::Left, 24);
    listing.addColumn("verb", "Act");
    listing.addColumn("object", "On", text::Align::Left, 48);
    listing.addColumn("before", "Before", text::Align::Left, 24);
    listing.addColumn("after", "After", text::Align::Left, 24);
    listing.addColumn("reason", "Reason", text::Align::Left, 48);
    for (const Act& act : acts) {
      listing.addRow({countCell(act.id), timeCell(act.at), textCell(act.actor), textCell(act.verb),
                      textCell(act.object), optionalCell(act.before), optionalCell(act.after),
                      textCell(act.reason)});
    }
    listing.print(session, "There are no such acts");
    return kDone;
  };
  return verb;
}

// What OpenSSH needs to check the act by itself.
Status writeSignature(const Act& act, const crypto::Sha256Digest& previous, const registry::Policy& policy,
                      const std::string& folder) {
  if (act.signature.empty()) {
    return makeError(ErrorKind::NotFound, "Entry " + withThousands(act.id) + " is not signed");
  }
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) {
    return fileError("The folder " + folder + " cannot be made", folder, code.value());
  }
  std::string signers;
  for (const auto& [person, facts] : policy.people) {
    for (const std::string& key : facts.keys) {
      signers += person + " " + key + "\n";
    }
  }
  const std::pair<const char*, std::string> files[] = {{"act.json", registry::signedText(act, previous)},
                                                       {"act.sig", crypto::armoured(act.signature)},
                                                       {"signers", signers}};
  for (const auto& [name, text] : files) {
    TATARA_ASSIGN(auto file, NewFile::make(fs::path(folder) / name));
    TATARA_TRY(file.write(text));
    TATARA_TRY(file.finish());
  }
  return {};
}

// Who, as the policy in force knows the key, signed the act.
std::string signerText(const Act& act, const crypto::Sha256Digest& previous, const registry::Policy& policy) {
  if (act.signature.empty()) {
    return "";
  }
  const auto key =
      crypto::sshVerify(act.signature, registry::signedText(act, previous), registry::kSignatureNamespace);
  if (!key) {
    return "does not fit this entry";
  }
  const auto facts = policy.people.find(act.actor);
  bool known = false;
  for (const std::string& line :
       facts == policy.people.end() ? std::vector<std::string>() : facts->second.keys) {
    const auto listed = crypto::parseSshPublicKey(line);
    known = known || (listed && *listed == *key);
  }
  return key->fingerprint() +
         (known ? ", the key of " + act.actor : ", which the policy does not name as a key of " + act.actor);
}

Verb auditShowVerb() {
  struct Options {
    std::int64_t number = 0;
    std::string folder;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "audit show",
            .summary = "Show one entry of the audit chain",
            .details =
                "With --signature, the signed text, its signature and the known keys are written to DIR, for "
                "ssh-keygen -Y verify.",
            .examples = {"tatara audit show 42", "tatara audit show 42 --signature act42"}};
  verb.positional("NUMBER", options->number, "Number of the entry");
  verb.option("--signature", options->folder, "DIR", "Write what OpenSSH needs to check the signature");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    std::optional<Act> act;
    crypto::Sha256Digest previous{};
    registry::PolicyState state;
    TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(act, registry::findAct(connection, options->number));
      TATARA_ASSIGN(const auto before, registry::findAct(connection, options->number - 1));
      previous = before && before->digest ? *before->digest : previous;
      TATARA_ASSIGN(state, registry::loadPolicy(connection));
      return {};
    }));
    if (!act) {
      return makeError(ErrorKind::NotFound, "The audit chain has no entry " + withThousands(options->number));
    }
    if (!options->folder.empty()) {
      TATARA_TRY(writeSignature(*act, previous, state.policy, options->folder));
    }
    const Timestamp now = systemClock().now();
    Record record;
    record.add("id", "No", countCell(act->id));
    record.add("at", "At", {timeAndAge(act->at, now), toIso8601(act->at)});
    record.add("person", "Person", textCell(act->actor));
    record.add("identity", "Known by", textCell(act->identity));
    record.add("program", "Program", textCell(act->program));
    record.add("verb", "Act", textCell(act->verb));
    record.add("object", "On", textCell(act->object));
    record.add("before", "Before", optionalCell(act->before));
    record.add("after", "After", optionalCell(act->after));
    record.add("reason", "Reason", textCell(act->reason));
    record.add("signature", "Signed with", textCell(signerText(*act, previous, state.policy)));
    record.add("previous", "Previous", textCell(crypto::toHex(previous)));
    record.add("digest", "Digest", textCell(act->digest ? crypto::toHex(*act->digest) : "not sealed yet"));
    record.print(session);
    return kDone;
  };
  return verb;
}

Result<std::string> readFile(const fs::path& file, std::uintmax_t most) {
  std::error_code code;
  const auto size = fs::file_size(file, code);
  if (code) {
    return fileError("The file " + file.string() + " cannot be read", file, code.value());
  }
  if (size > most) {
    return makeError(ErrorKind::InvalidArgument,
                     "The file " + file.string() + " is larger than " + toByteText(most));
  }
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (in.bad()) {
    return makeError(ErrorKind::Io, "The file " + file.string() + " cannot be read");
  }
  return text;
}

Result<std::vector<registry::Checkpoint>> readCheckpoints(const std::vector<std::string>& files) {
  std::vector<registry::Checkpoint> checkpoints;
  for (const std::string& file : files) {
    TATARA_ASSIGN(const auto text, readFile(file, 4096));
    TATARA_ASSIGN(auto checkpoint, withContext(registry::parseCheckpoint(text), file));
    checkpoint.name = fs::path(file).filename().string();
    checkpoints.push_back(std::move(checkpoint));
  }
  return checkpoints;
}

Status printReport(Session& session, const registry::ChainReport& report) {
  if (session.format() == Format::Table) {
    session.print(report.sentence().english() + "\n");
    return {};
  }
  Record record;
  record.add("sound", "", {"", report.sound()});
  record.add("entries", "", countCell(report.entries));
  record.add("signatures", "", countCell(report.signatures));
  record.add("unsealed", "", countCell(report.unsealed));
  record.add("anchored", "", report.anchored > 0 ? countCell(report.anchored) : Cell{});
  record.add("broken", "", report.broken > 0 ? countCell(report.broken) : Cell{});
  record.add("message", "", textCell(report.sentence().english()));
  record.print(session);
  return {};
}

Verb auditVerifyVerb() {
  struct Options {
    std::string exported;
    std::vector<std::string> checkpoints;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "audit verify",
      .summary = "Compute the audit chain again and name the first link that does not fit",
      .details =
          "Checks every digest and every signature; with checkpoints also that the end was not cut off and "
          "that not all of it was written anew. Exit code 1 when the chain is broken.",
      .examples = {"tatara audit verify", "tatara audit verify --checkpoint anchor.json",
                   "tatara audit verify --export chain.txt --checkpoint anchor.json"}};
  verb.option("--checkpoint", options->checkpoints, "FILE",
              "A checkpoint kept outside; may be given several times")
      .offers(Offer::Files);
  verb.option("--export", options->exported, "FILE", "Check this export in place of the workspace")
      .offers(Offer::Files);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto checkpoints, readCheckpoints(options->checkpoints));
    registry::ChainReport report;
    if (!options->exported.empty()) {
      TATARA_ASSIGN(const auto text, readFile(options->exported, std::uintmax_t{4} << 30));
      report = registry::verifyExport(text, checkpoints);
    } else {
      TATARA_ASSIGN(const auto store, session.store());
      TATARA_ASSIGN(report, registry::verifyChain(
                                *store, checkpoints,
                                [&](std::int64_t done, std::int64_t total) {
                                  session.progress("Reading acts", done, total);
                                },
                                session.stop()));
    }
    TATARA_TRY(printReport(session, report));
    return report.sound() ? kDone : kCheckSaidNo;
  };
  return verb;
}

// The workspace's store, with acts from before there was a chain taken into it where that may be written.
Result<std::shared_ptr<store::Store>> sealedStore(Session& session) {
  TATARA_ASSIGN(auto store, session.store());
  if (!store->readOnly()) {
    TATARA_TRY(store->write([](store::Writer& writer) { return registry::sealOldActs(writer); }));
  }
  return store;
}

Verb checkpointVerb() {
  auto out = std::make_shared<std::string>();
  Verb verb{
      .path = "audit checkpoint",
      .summary = "Write down where the audit chain stands, to be kept outside the workspace",
      .details =
          "The chain alone cannot show that its end was cut off. Commit the file, or send it to a colleague.",
      .examples = {"tatara audit checkpoint --out anchor.json"}};
  verb.option("--out", *out, "FILE", "The file to make; standard output without it").offers(Offer::Files);
  verb.takesFormat = false;
  verb.run = [out](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, sealedStore(session));
    TATARA_ASSIGN(
        const auto checkpoint, store->read([&](sql::Connection& connection) -> Result<registry::Checkpoint> {
          TATARA_ASSIGN(const auto report, registry::verifyChain(connection, {}, {}, session.stop()));
          if (!report.sound()) {
            return makeError(ErrorKind::Corrupt,
                             "The chain is broken, so nothing can vouch for it: " + report.problem.english());
          }
          return registry::makeCheckpoint(connection, store->clock().now());
        }));
    if (out->empty()) {
      session.print(toText(checkpoint));
      return kDone;
    }
    TATARA_ASSIGN(auto file, NewFile::make(*out));
    TATARA_TRY(file.write(toText(checkpoint)));
    TATARA_TRY(file.finish());
    session.remark("Wrote a checkpoint of entry " + withThousands(checkpoint.entry));
    return kDone;
  };
  return verb;
}

Verb auditExportVerb() {
  auto out = std::make_shared<std::string>();
  Verb verb{.path = "audit export",
            .summary = "Write the audit chain as a file that anyone can check",
            .details = "The page docs/audit-format.md says how, in a twenty-line program.",
            .examples = {"tatara audit export --out chain.txt"}};
  verb.option("--out", *out, "FILE", "The file to make; standard output without it").offers(Offer::Files);
  verb.takesFormat = false;
  verb.run = [out](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, sealedStore(session));
    std::optional<NewFile> file;
    if (!out->empty()) {
      TATARA_ASSIGN(auto made, NewFile::make(*out));
      file.emplace(std::move(made));
    }
    std::int64_t lines = 0;
    TATARA_TRY(store->read(
        [&](sql::Connection& connection) {
          return registry::exportChain(
              connection,
              [&](std::string_view line) -> Status {
                ++lines;
                if (file) {
                  return file->write(line);
                }
                session.print(line);
                return {};
              },
              session.stop());
        },
        session.stop()));
    if (file) {
      TATARA_TRY(file->finish());
    }
    session.remark("Exported " + (lines == 1 ? std::string("1 entry") : withThousands(lines) + " entries"));
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> auditVerbs() {
  return {auditListVerb(), auditShowVerb(), auditVerifyVerb(), checkpointVerb(), auditExportVerb()};
}

}  // namespace tatara::cli
