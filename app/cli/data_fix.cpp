// tatara data fix
#include <algorithm>

#include "app/cli/data_frame.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/contracts.h"
#include "core/dataset/fix.h"
#include "core/dataset/profile.h"
#include "core/text/table.h"

namespace tatara::cli {
namespace {

constexpr std::size_t kSamples = 3;

struct FixVerbOptions {
  std::string data;
  std::vector<std::string> steps;
  std::vector<std::string> alerts;
  std::string like;
  std::string show;
  bool dryRun = false;
};

std::string fixCount(std::uint64_t number) {
  return withThousands(static_cast<std::int64_t>(number));
}

// The steps that alerts of a kind propose, "blanks" or "blanks:city" for those about one column.
Result<std::vector<dataset::FixStep>> stepsOfAlerts(Session& session, const FixVerbOptions& options,
                                                    const DataTable& opened) {
  const auto source = dataset::sourceOf(opened.table);
  TATARA_ASSIGN(const auto profile, dataset::makeProfile(
                                        source, {},
                                        [&](const dataset::ProfileProgress& at) {
                                          session.progress("Profiling columns",
                                                           static_cast<std::int64_t>(at.done),
                                                           static_cast<std::int64_t>(at.total));
                                        },
                                        session.stop()));
  std::vector<dataset::FixStep> steps;
  for (const std::string& asked : options.alerts) {
    const std::size_t colon = asked.find(':');
    const std::string kind = asked.substr(0, colon);
    const std::string column = colon == std::string::npos ? "" : asked.substr(colon + 1);
    std::vector<std::string> known;
    bool found = false;
    for (const auto& alert : profile.alerts) {
      if (!alert.fix) {
        continue;
      }
      known.emplace_back(toString(alert.kind));
      const bool about = column.empty() || std::ranges::find(alert.columns, column) != alert.columns.end();
      if (toString(alert.kind) == kind && about) {
        found = true;
        TATARA_ASSIGN(auto proposed, dataset::stepsOf(*alert.fix));
        std::ranges::move(proposed, std::back_inserter(steps));
      }
    }
    if (!found) {
      std::string all;
      for (const auto& word : known) {
        all += all.find(word) == std::string::npos ? (all.empty() ? "" : ", ") + word : "";
      }
      return makeError(ErrorKind::NotFound, "The profile has no alert '" + asked + "' with a fix; " +
                                                (all.empty() ? "there are none" : "there are " + all));
    }
  }
  return steps;
}

Result<dataset::Recipe> recipeOf(Session& session, const FixVerbOptions& options, const DataTable& opened) {
  dataset::Recipe recipe;
  recipe.of = opened.title;
  if (!options.like.empty()) {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto example, store->read([&](sql::Connection& connection) {
      return dataset::resolveVersion(connection, options.like);
    }));
    if (example.madeBy.empty()) {
      return makeError(ErrorKind::NotFound, options.like + " was added, not made by steps");
    }
    TATARA_ASSIGN(auto kept, dataset::recipeFromJson(example.madeBy));
    recipe.steps = std::move(kept.steps);
  }
  if (!options.alerts.empty()) {
    TATARA_ASSIGN(auto steps, stepsOfAlerts(session, options, opened));
    std::ranges::move(steps, std::back_inserter(recipe.steps));
  }
  for (const std::string& line : options.steps) {
    TATARA_ASSIGN(auto step, dataset::parseStep(line));
    recipe.steps.push_back(std::move(step));
  }
  if (recipe.steps.empty()) {
    return makeError(ErrorKind::InvalidArgument, "Say what to do with --step, --alert or --like");
  }
  return recipe;
}

// Which cells change and how, with the first of them.
std::string changesText(const dataset::RecipePreview& preview) {
  std::string text;
  std::size_t place = 0;
  for (const auto& column : preview.columns) {
    if (column.after.empty()) {
      continue;
    }
    if (column.changed > 0) {
      text += "  " + text::printable(column.after) + ": " + fixCount(column.changed) + " cells change" +
              (column.emptied > 0 ? ", " + fixCount(column.emptied) + " of them to missing" : "") + "\n";
      for (const auto& sample : preview.samples) {
        if (!sample.dropped && sample.before[place] != sample.after[place]) {
          const auto shown = [](const std::optional<std::string>& cell) {
            return cell ? "'" + text::printable(*cell) + "'" : std::string("(missing)");
          };
          text += "    row " + std::to_string(sample.row) + ": " + shown(sample.before[place]) + " -> " +
                  shown(sample.after[place]) + "\n";
        }
      }
    }
    ++place;
  }
  for (const auto& sample : preview.samples) {
    text += sample.dropped ? "  row " + std::to_string(sample.row) + " is dropped\n" : "";
  }
  return text;
}

Result<int> runFix(Session& session, const FixVerbOptions& options) {
  DataFrames frames(session);
  TATARA_ASSIGN(const auto opened, frames.openTable(options.data));
  TATARA_ASSIGN(const auto recipe, recipeOf(session, options, opened));
  TATARA_ASSIGN(dataset::Engine* const engine, frames.engine());
  if (options.show == "recipe") {
    session.print(dataset::toJsonText(recipe) + "\n");
    return kDone;
  }
  if (options.show == "sql") {
    TATARA_ASSIGN(const auto sql, dataset::recipeSql(recipe, opened.table.columns(), "data"));
    session.print(sql + ";\n");
    return kDone;
  }
  if (options.show == "pandas") {
    const std::string file = opened.version ? opened.table.file().filename().string() : options.data;
    TATARA_ASSIGN(const auto code, dataset::recipePandas(recipe, opened.table, file));
    session.print(code);
    return kDone;
  }
  if (options.dryRun) {
    TATARA_ASSIGN(const auto preview, previewRecipe(*engine, opened.table, recipe, kSamples, session.stop()));
    for (const auto& step : recipe.steps) {
      session.print(text::printable(dataset::stepText(step)) + "\n");
    }
    session.print(fixCount(preview.rowsBefore) + " rows would become " + fixCount(preview.rowsAfter) + ", " +
                  fixCount(opened.table.columns().size()) + " columns " +
                  fixCount(preview.columnsAfter.size()) + "\n");
    session.print(changesText(preview));
    return kDone;
  }
  if (!opened.version) {
    return makeError(ErrorKind::InvalidArgument,
                     options.data +
                         " is a file, which is never changed; add it by \"tatara data add\", or "
                         "see what would be done with --dry-run or --show");
  }
  TATARA_ASSIGN(const auto store, session.store());
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const auto added,
                dataset::applyRecipe(*store, artifacts, *engine, *opened.version, recipe, session.stop()));
  session.print(added.version.name + "@" + std::to_string(added.version.version) + "\n");
  session.remark(fixCount(opened.table.rows()) + " rows became " + fixCount(added.version.rows) + ", " +
                 fixCount(opened.table.columns().size()) + " columns " +
                 fixCount(added.version.columns.size()));
  if (added.contract && !added.contract->holds()) {
    session.remark("Its contract: " + brokenPhrase(*added.contract).english());
  }
  return kDone;
}

}  // namespace

Verb dataFixVerb() {
  auto options = std::make_shared<FixVerbOptions>();
  Verb verb{.path = "data fix",
            .summary = "Make a better version of a dataset by steps that can be repeated",
            .details =
                "The steps are kept with the new version; --like applies those of another one. The source "
                "is never touched. A step is a line of words: trim COLUMN…; missing VALUE… in COLUMN…; drop "
                "columns COLUMN…; drop rows where COLUMN = VALUE and COLUMN is missing; drop duplicates; "
                "times COLUMN as \"%m/%d/%y\"; rename COLUMN to NAME; type COLUMN to "
                "integer|real|boolean|time|text; fill COLUMN with VALUE|median; scale COLUMN by FACTOR "
                "where …. Words with blanks stand in quotes.",
            .examples = {"tatara data fix bikes --alert filler_rows --step 'drop columns X instant'",
                         "tatara data fix census --alert blanks --alert missing_word",
                         "tatara data fix bikes@5 --like bikes@4",
                         "tatara data fix bikes --step 'fill hum with median' --show pandas"},
            .takesFormat = false};
  verb.positional("DATASET", options->data,
                  "NAME or NAME@VERSION of a registered dataset; a data file with --dry-run or --show")
      .offers(Offer::Files);
  verb.option("--step", options->steps, "STEP", "What to do; may be given several times");
  verb.option("--alert", options->alerts, "KIND",
              "What the profile's alerts of a kind propose, or KIND:COLUMN for those about a column");
  verb.option("--like", options->like, "VERSION", "The steps that made this version");
  verb.option("--show", options->show, "FORM", "Print the steps in this form and change nothing")
      .oneOf({"sql", "pandas", "recipe"});
  verb.flag("--dry-run", options->dryRun, "Say what would come of it and change nothing");
  verb.run = [options](Session& session) { return runFix(session, *options); };
  return verb;
}

}  // namespace tatara::cli
