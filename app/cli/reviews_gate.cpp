// tatara reviews gate, policy
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "app/cli/listing.h"
#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/registry/review.h"

namespace tatara::cli {
namespace {

using registry::GateOutcome;
using registry::GateRule;

struct Judged {
  const GateRule* rule;
  registry::GateResult result;
};

std::string escapedXml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string junitOf(const std::string& suite, const std::vector<Judged>& gates) {
  const auto failed = std::count_if(gates.begin(), gates.end(), [](const Judged& gate) {
    return gate.result.outcome == GateOutcome::Failed;
  });
  const auto unknown = std::count_if(gates.begin(), gates.end(), [](const Judged& gate) {
    return gate.result.outcome == GateOutcome::NotComputed;
  });
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" + escapedXml(suite) +
                    "\" tests=\"" + std::to_string(gates.size()) + "\" failures=\"" + std::to_string(failed) +
                    "\" errors=\"" + std::to_string(unknown) + "\">\n";
  for (const Judged& gate : gates) {
    out += "  <testcase classname=\"" + escapedXml(suite) + "\" name=\"" + escapedXml(gate.rule->name) + "\"";
    const char* element = gate.result.outcome == GateOutcome::Failed ? "failure" : "error";
    out += gate.result.outcome == GateOutcome::Passed
               ? "/>\n"
               : std::string("><") + element + " message=\"" + escapedXml(gate.result.measured.english()) +
                     "\"/></testcase>\n";
  }
  return out + "</testsuite>\n";
}

std::string markdownOf(const std::string& title, const std::vector<Judged>& gates) {
  const auto cell = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
      text.insert(at, "\\");
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  };
  std::string out = "### Gates of " + title + "\n\n| Gate | Result | Measured |\n|---|---|---|\n";
  for (const Judged& gate : gates) {
    out += "| " + cell(gate.rule->name) + " | " + std::string(toString(gate.result.outcome)) + " | " +
           cell(gate.result.measured.english()) + " |\n";
  }
  return out;
}

Status writeFile(const std::string& path, const std::string& text) {
  if (path.empty()) {
    return {};
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return file ? Status() : Status(makeError(ErrorKind::Io, "The file " + path + " cannot be written"));
}

struct GateOptions {
  std::string model;
  std::string version;
  std::string alias;
  std::string stage;
  std::string junit;
  std::string markdown;
};

Listing listingOf(const std::vector<Judged>& gates) {
  Listing listing;
  listing.addColumn("gate", "Gate", text::Align::Left, 56);
  listing.addColumn("result", "Result");
  listing.addColumn("measured", "Measured", text::Align::Left, 64);
  listing.addColumn("may_acknowledge", "May be acknowledged");
  for (const Judged& gate : gates) {
    listing.addRow({textCell(gate.rule->name),
                    textCell(toString(gate.result.outcome)),
                    textCell(gate.result.measured.english()),
                    {gate.rule->mayAcknowledge ? "yes" : "no", gate.rule->mayAcknowledge}});
  }
  return listing;
}

Verb gateVerb() {
  auto options = std::make_shared<GateOptions>();
  Verb verb{.path = "reviews gate",
            .summary = "Compute the policy's gates for a version, as a check of a build",
            .details =
                "Compares with the version that has the alias now. Exit code 1 when a gate fails or cannot "
                "be computed, "
                "unless it may be acknowledged.",
            .examples = {"tatara reviews gate bike-demand 3",
                         "tatara reviews gate bike-demand latest --junit gates.xml"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest");
  verb.option("--alias", options->alias, "ALIAS", "The alias that it would get; champion if not given");
  verb.option("--stage", options->stage, "STAGE", "The stage that it would get, in place of an alias");
  verb.option("--junit", options->junit, "FILE", "Also write the result as JUnit XML").offers(Offer::Files);
  verb.option("--markdown", options->markdown, "FILE", "Also write the result as Markdown")
      .offers(Offer::Files);
  verb.run = [options](Session& session) -> Result<int> {
    const registry::Target target =
        !options->stage.empty() ? registry::Target{registry::Target::Kind::Stage, options->stage}
                                : registry::Target{registry::Target::Kind::Alias,
                                                   options->alias.empty() ? "champion" : options->alias};
    TATARA_ASSIGN(const auto store, session.store());
    registry::PolicyState state;
    std::string title;
    std::vector<Judged> gates;
    TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(const auto model, resolveModel(connection, options->model));
      TATARA_ASSIGN(const auto version, resolveVersion(connection, model.name, options->version));
      TATARA_ASSIGN(state, registry::loadPolicy(connection));
      const std::string holderName = target.kind == registry::Target::Kind::Alias ? target.name : "champion";
      TATARA_ASSIGN(const auto holder, registry::findVersionByAlias(connection, model.name, holderName));
      const std::int64_t against = holder && holder->version != version.version ? holder->version : 0;
      TATARA_ASSIGN(const auto evidence,
                    registry::gatherEvidence(connection, model.name, version.version, against));
      const auto values = registry::gateValues(evidence);
      title = model.name + " version " + std::to_string(version.version);
      for (const registry::ModelRule* rule : state.policy.rulesFor(model.name, target)) {
        for (const GateRule& gate : rule->gates) {
          gates.push_back({&gate, gate.gate.evaluate(values)});
        }
      }
      return {};
    }));
    if (!state.problem.empty()) {
      session.remark(state.problem + (state.shut ? "" : "; the last good policy is in force"));
    }
    bool passed = !state.shut;
    for (const Judged& gate : gates) {
      passed = passed && (gate.result.outcome == GateOutcome::Passed || gate.rule->mayAcknowledge);
    }
    TATARA_TRY(writeFile(options->junit, junitOf(title, gates)));
    TATARA_TRY(writeFile(options->markdown, markdownOf(title, gates)));
    listingOf(gates).print(session, "The policy has no gate for " + title);
    return passed ? kDone : kCheckSaidNo;
  };
  return verb;
}

Verb policyVerb() {
  auto suggest = std::make_shared<bool>(false);
  Verb verb{.path = "reviews policy",
            .summary = "Check the policy in tatara.yaml and say what it means",
            .details =
                "Exit code 5 when it is not understood; then the last good one stays in force. With "
                "--suggest a sound "
                "beginning is printed, to be put into tatara.yaml.",
            .examples = {"tatara reviews policy", "tatara reviews policy --suggest >> tatara.yaml"}};
  verb.flag("--suggest", *suggest, "Print a policy to begin with");
  verb.run = [suggest](Session& session) -> Result<int> {
    if (*suggest) {
      session.print(registry::defaultPolicyText({registry::currentActor("tatara").person}));
      return kDone;
    }
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto state,
                  store->read([](sql::Connection& connection) { return registry::loadPolicy(connection); }));
    const auto lines = state.shut ? std::vector<std::string>() : registry::explain(state.policy);
    const auto warnings = registry::warningsOf(state.policy);
    if (session.format() == Format::Table) {
      for (const std::string& line : lines) {
        session.print(line + "\n");
      }
      for (const std::string& warning : warnings) {
        session.remark("Warning: " + warning);
      }
    } else {
      text::Json json;
      json.set("in_force", state.shut              ? "nothing moves"
                           : state.problem.empty() ? "tatara.yaml"
                                                   : "the last good one");
      json.set("problem", state.problem);
      const auto list = [](const std::vector<std::string>& words) {
        text::Json array = text::Json::array();
        for (const std::string& word : words) {
          array.append(word);
        }
        return array;
      };
      json.set("rules", list(lines));
      json.set("warnings", list(warnings));
      session.print(text::toPrettyJson(json) + "\n");
    }
    if (!state.problem.empty()) {
      return makeError(ErrorKind::Parse,
                       state.problem + (state.shut ? "; until then no alias and no stage moves"
                                                   : "; the last good policy stays in force"));
    }
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> reviewsGateVerbs() {
  return {gateVerb(), policyVerb()};
}

}  // namespace tatara::cli
