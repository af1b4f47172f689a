// tatara endpoints labels
#include "app/cli/endpoints_log.h"
#include "app/cli/reading.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "core/base/number_text.h"
#include "core/dataset/export.h"
#include "core/deploy/endpoints.h"

namespace tatara::cli {
namespace {

// The columns request_id, label and, where there is one, row.
Result<std::vector<deploy::Label>> readLabels(Session& session, const std::string& file,
                                              const ReadingOptions& reading) {
  ReadingOptions asText = reading;
  asText.text.insert(asText.text.end(), {"request_id", "label"});
  TATARA_ASSIGN(const OpenedData data, openData(session, file, asText));
  std::vector<std::string> names{"request_id", "label"};
  if (data.table->find("row")) {
    names.emplace_back("row");
  }
  for (const auto& name : names) {
    TATARA_TRY(data.table->column(name));
  }
  std::vector<deploy::Label> labels;
  TATARA_TRY(data.table->scan(
      names,
      [&](const dataset::RowChunk& chunk) -> Status {
        for (std::size_t row = 0; row < chunk.rows; ++row) {
          if (chunk.columns[0].missing(row) || chunk.columns[1].missing(row)) {
            continue;
          }
          const bool numbered = chunk.columns.size() > 2 && !chunk.columns[2].missing(row);
          labels.push_back({dataset::valueText(chunk.columns[0], row),
                            numbered ? parseInt(dataset::valueText(chunk.columns[2], row)).value_or(0) : 0,
                            dataset::valueText(chunk.columns[1], row)});
        }
        return {};
      },
      session.stop()));
  return labels;
}

}  // namespace

Verb endpointsLabelsVerb() {
  struct Options {
    std::string name;
    std::string file;
    ReadingOptions reading;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "endpoints labels",
      .summary = "Take in what really happened, by the id of the request",
      .details =
          "FILE has the columns request_id and label, and row (from 0) where requests had several rows. A "
          "label that is there already is counted and not changed.",
      .examples = {"tatara endpoints labels bikes returned.csv"}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "The endpoint");
  verb.positional("FILE", options->file, "Data file or dataset").offers(Offer::Files);
  addReadingOptions(verb, options->reading);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto labels, readLabels(session, options->file, options->reading));
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto counts, store->writeFor([&](store::Writer& writer) {
      return deploy::addLabels(writer, options->name, labels, store->clock().now());
    }));
    session.remark("Took " + counted(counts.taken, "label") + "; " + withThousands(counts.repeated) +
                   " were there already, " + withThousands(counts.conflicting) + " contradict what is there");
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
