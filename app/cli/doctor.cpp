// tatara doctor
#include <signal.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"
#include "core/text/yaml.h"
#include "core/track/run_table.h"

namespace tatara::cli {
namespace {

namespace fs = std::filesystem;

enum class Health { Good, Notice, Problem };

class Findings {
 public:
  Findings() {
    m_listing.addColumn("check", "Check");
    m_listing.addColumn("result", "Result");
    m_listing.addColumn("message", "Message");
  }
  void add(std::string_view check, Health health, std::string_view message) {
    static constexpr std::string_view kWords[] = {"good", "notice", "problem"};
    m_listing.addRow({textCell(check), textCell(kWords[static_cast<int>(health)]), textCell(message)});
    m_problem = m_problem || health == Health::Problem;
  }
  bool hasProblem() const { return m_problem; }
  const Listing& listing() const { return m_listing; }

 private:
  Listing m_listing;
  bool m_problem = false;
};

std::string readSmallFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  return text;
}

void checkSettings(Findings& findings, const store::Workspace& workspace) {
  std::error_code code;
  if (!fs::exists(workspace.settingsFile(), code)) {
    findings.add("settings", Health::Notice, "There is no tatara.yaml; \"version: 1\" in it is enough");
    return;
  }
  const auto settings = text::parseYaml(readSmallFile(workspace.settingsFile()));
  if (settings) {
    findings.add("settings", Health::Good, "tatara.yaml reads well");
  } else {
    findings.add("settings", Health::Problem, "Mend tatara.yaml: " + settings.error().message);
  }
}

void checkAccess(Findings& findings, const store::Workspace& workspace) {
  struct stat status {};
  if (::stat(workspace.stateFolder().c_str(), &status) != 0) {
    findings.add("access", Health::Problem, workspace.stateFolder().string() + " cannot be looked at");
  } else if ((status.st_mode & 077) != 0) {
    findings.add("access", Health::Notice,
                 "Other accounts may look into .tatara; \"chmod 700 " + workspace.stateFolder().string() +
                     "\" closes it");
  } else {
    findings.add("access", Health::Good, "Only this account sees .tatara");
  }
}

void checkSpace(Findings& findings, const store::Workspace& workspace) {
  std::error_code code;
  const fs::space_info space = fs::space(workspace.root, code);
  if (code) {
    findings.add("space", Health::Notice, "The free space cannot be asked for");
    return;
  }
  const bool scarce = space.available < (std::uintmax_t{1} << 30);
  findings.add("space", scarce ? Health::Problem : Health::Good,
               scarce ? "Only " + toByteText(space.available) + " are free; \"tatara gc\" may give some back"
                      : "Enough is free");
}

void checkServer(Findings& findings, const store::Workspace& workspace) {
  const std::string text = readSmallFile(workspace.serverFile());
  if (text.empty()) {
    findings.add("server", Health::Good, "No tracking server runs");
    return;
  }
  const auto server = text::parseJson(text);
  const auto process = server ? (*server)["pid"].asInt() : std::nullopt;
  if (!process || *process <= 0) {
    findings.add("server", Health::Notice, "server.json is not understood; the next server writes it anew");
  } else if (::kill(static_cast<pid_t>(*process), 0) != 0 && errno == ESRCH) {
    findings.add("server", Health::Notice,
                 "A tracking server ended without tidying up; the next one takes its place");
  } else {
    const std::string* url = (*server)["url"].asString();
    findings.add("server", Health::Good,
                 "A tracking server runs" + (url != nullptr ? " at " + *url : std::string()));
  }
}

void checkRuns(Findings& findings, const store::Store& store) {
  const auto waiting = store.read([&](sql::Connection& connection) -> Result<std::int64_t> {
    TATARA_ASSIGN(const auto table, track::RunTable::load(connection, {}, track::ViewType::ActiveOnly));
    const Timestamp old = systemClock().now() - std::chrono::days(7);
    std::int64_t count = 0;
    for (std::size_t row = 0; row < table->size(); ++row) {
      const track::RunInfo& run = table->run(row);
      count += !track::isTerminal(run.status) && run.started < old ? 1 : 0;
    }
    return count;
  });
  if (!waiting) {
    findings.add("runs", Health::Problem, waiting.error().message);
  } else if (*waiting > 0) {
    findings.add("runs", Health::Notice,
                 counted(*waiting, "run") +
                     " began more than a week ago and never ended; \"tatara runs search\" with status = "
                     "'RUNNING' lists them");
  } else {
    findings.add("runs", Health::Good, "None has been running for more than a week");
  }
}

void checkStore(Findings& findings, Session& session) {
  const auto store = session.store();
  if (!store) {
    findings.add("store", Health::Problem, store.error().message);
    return;
  }
  findings.add(
      "store", (*store)->readOnly() ? Health::Notice : Health::Good,
      (*store)->readOnly() ? "The store can be read but not written" : "The store opens and can be written");
  checkRuns(findings, **store);
  const artifact::ArtifactStore artifacts(*store);
  const auto garbage = artifacts.collectGarbage(true, session.stop());
  if (!garbage) {
    findings.add("artifacts", Health::Problem, garbage.error().message);
  } else {
    findings.add("artifacts", Health::Good,
                 garbage->bytes == 0 ? "Nothing is kept in vain"
                                     : toByteText(static_cast<std::uint64_t>(garbage->bytes)) +
                                           " are kept in vain; \"tatara gc\" gives them back");
  }
}

}  // namespace

Verb doctorVerb() {
  Verb verb{.path = "doctor",
            .summary = "Look the workspace over and say how to mend what is wrong",
            .details = "Quick; \"tatara verify\" reads every byte. Exit code 1 when there is a problem.",
            .examples = {"tatara doctor", "tatara doctor --format json"}};
  verb.run = [](Session& session) -> Result<int> {
    TATARA_ASSIGN(const store::Workspace workspace, session.workspace());
    Findings findings;
    findings.add("workspace", Health::Good, workspace.root.string());
    checkSettings(findings, workspace);
    checkAccess(findings, workspace);
    checkSpace(findings, workspace);
    checkStore(findings, session);
    checkServer(findings, workspace);
    findings.listing().print(session, "");
    return findings.hasProblem() ? kCheckSaidNo : kDone;
  };
  return verb;
}

}  // namespace tatara::cli
