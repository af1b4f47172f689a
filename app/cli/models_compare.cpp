// tatara models compare
#include <memory>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/evaluate/version_comparison.h"

namespace tatara::cli {
namespace {

using evaluate::VersionComparison;

std::string changeOf(bool left, bool right, bool same) {
  return !left ? "new" : !right ? "gone" : same ? "same" : "changed";
}

Cell comparedCell(const text::Json& value) {
  if (value.isNull()) {
    return {};
  }
  if (const auto yes = value.asBool()) {
    return {*yes ? "yes" : "no", value};
  }
  const auto number = value.asNumber();
  return number ? numberCell(*number) : Cell{value.asString() ? *value.asString() : "", value};
}

// One table for people and CSV: what, name, both sides, and what became of it.
Listing comparisonListing(const VersionComparison& made) {
  Listing listing;
  listing.addColumn("part", "Part");
  listing.addColumn("name", "Name", text::Align::Left, 48);
  listing.addColumn("left", "v" + std::to_string(made.left.version), text::Align::Right, 32);
  listing.addColumn("right", "v" + std::to_string(made.right.version), text::Align::Right, 32);
  listing.addColumn("change", "Change", text::Align::Left, 60);
  for (const auto& change : made.signature.changes) {
    listing.addRow({textCell("signature"), {}, {}, {}, textCell(change.what.english())});
  }
  for (const auto& line : made.metrics) {
    const bool both = line.left && line.right;
    listing.addRow({textCell("metric"), textCell(line.name), numberCell(line.left), numberCell(line.right),
                    both ? numberCell(*line.right - *line.left) : Cell{}});
  }
  const auto addTexts = [&listing](const char* part, const std::vector<evaluate::ComparedText>& lines) {
    for (const auto& line : lines) {
      listing.addRow({textCell(part), textCell(line.name), textCell(line.left), textCell(line.right),
                      textCell(changeOf(!line.left.empty(), !line.right.empty(), line.same()))});
    }
  };
  addTexts("parameter", made.parameters);
  addTexts("code", made.code);
  addTexts("data", made.data);
  constexpr std::size_t kShown = 12;
  for (const auto& file : made.files) {
    listing.addRow({textCell("file"),
                    textCell(file.path),
                    {file.left.substr(0, kShown), file.left},
                    {file.right.substr(0, kShown), file.right},
                    textCell(changeOf(!file.left.empty(), !file.right.empty(), file.left == file.right))});
  }
  for (const auto& value : made.evidence) {
    listing.addRow(
        {textCell("measured"), textCell(value.name), comparedCell(value.left), comparedCell(value.right),
         textCell(changeOf(!value.left.isNull(), !value.right.isNull(), value.left == value.right))});
  }
  for (const auto& slice : made.slices) {
    const bool both = slice.left && slice.right;
    listing.addRow({textCell("slice"), textCell(slice.column + " = " + slice.slice), numberCell(slice.left),
                    numberCell(slice.right), both ? numberCell(*slice.right - *slice.left) : Cell{}});
  }
  return listing;
}

}  // namespace

Verb modelsCompareVerb() {
  struct Options {
    std::string model;
    std::string left;
    std::string right;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "models compare",
      .summary = "Set two versions of a model side by side: callers, metrics, data, code, files, slices",
      .details = "Nothing is measured; what was measured is told from the evidence that is kept.",
      .examples = {"tatara models compare bike-demand 3 5", "tatara models compare bike-demand champion 5"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("LEFT", options->left, "Number or alias of the version that it is compared with");
  verb.positional("RIGHT", options->right, "Number or alias of the version that would take its place");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    std::string model;
    std::int64_t left = 0;
    std::int64_t right = 0;
    TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(const auto found, resolveModel(connection, options->model));
      TATARA_ASSIGN(const auto first, resolveVersion(connection, found.name, options->left));
      TATARA_ASSIGN(const auto second, resolveVersion(connection, found.name, options->right));
      model = found.name;
      left = first.version;
      right = second.version;
      return {};
    }));
    TATARA_ASSIGN(const auto made, evaluate::compareVersions(store, model, left, right));
    if (session.format() == Format::Json) {
      session.print(text::toPrettyJson(evaluate::toJson(made)) + "\n");
      return kDone;
    }
    comparisonListing(made).print(session, "The two do not differ in anything that is known of them");
    if (!made.verdict.empty()) {
      session.remark(made.verdict.english());
    }
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
