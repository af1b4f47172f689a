#include "core/deploy/log_rows.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/infer/tensor_json.h"
#include "core/text/error_phrase.h"
#include "core/text/table.h"

namespace tatara::deploy {
namespace {

using text::Json;

Error cancelled() {
  return makeError(ErrorKind::Cancelled, "Cancelled");
}

void remember(std::vector<std::string>& names, const Json& columns) {
  for (const text::JsonMember& column : columns.members()) {
    if (std::ranges::find(names, column.key) == names.end()) {
      names.push_back(column.key);
    }
  }
}

std::string cellOf(const Json& columns, const std::string& name, std::size_t row) {
  const Json& values = columns[name];
  if (row >= values.items().size() || values.items()[row].isNull()) {
    return {};
  }
  const Json& value = values.items()[row];
  const Json& plain = value.isArray() && value.items().size() == 1 ? value.items()[0] : value;
  const std::string* words = plain.asString();
  return words ? *words : text::toJson(plain);
}

struct Header {
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  bool labels = false;

  std::vector<std::string> names() const {
    std::vector<std::string> all{"request_id", "row", "at", "version"};
    all.insert(all.end(), inputs.begin(), inputs.end());
    for (const std::string& output : outputs) {
      all.push_back(outputs.size() == 1 ? "answer" : "answer." + output);
    }
    if (labels) {
      all.push_back("label");
    }
    return all;
  }
};

// Versions may take other columns, so that all of the window is looked at first.
Result<Header> headerOf(sql::Connection& connection, EndpointId endpoint, const Window& window,
                        std::stop_token stop) {
  Header header;
  TATARA_TRY(readPredictions(connection, endpoint, window, [&](const Prediction& one) -> Result<bool> {
    remember(header.inputs, one.inputs);
    remember(header.outputs, one.outputs);
    if (!header.labels) {
      TATARA_ASSIGN(const auto label, findLabel(connection, endpoint, one.id, 0));
      header.labels = label.has_value();
    }
    return stop.stop_requested() ? Result<bool>(cancelled()) : true;
  }));
  return header;
}

// Nothing where a column is masked.
Result<std::optional<infer::Batch>> batchOf(const infer::Signature& signature, const Prediction& one) {
  infer::Batch batch;
  for (const infer::Field& field : signature.inputs) {
    const Json& values = one.inputs[field.name];
    if (values.isString()) {
      return std::nullopt;
    }
    infer::ColumnFill fill(field, static_cast<std::size_t>(one.rows));
    for (std::size_t row = 0; row < static_cast<std::size_t>(one.rows); ++row) {
      TATARA_TRY(row < values.items().size() ? fill.json(row, values.items()[row]) : fill.missing(row));
    }
    batch.push_back(fill.take());
  }
  return std::optional(std::move(batch));
}

// As it would have been logged.
Result<Json> loggedForm(const infer::Batch& answer) {
  std::string line = "{";
  for (const infer::Tensor& tensor : answer) {
    line += line.size() > 1 ? "," : "";
    text::appendJsonString(line, tensor.name);
    line += ":";
    infer::appendNested(line, tensor);
  }
  return text::parseJson(line + "}");
}

struct Sums {
  double differences = 0;
  double before = 0;
  double after = 0;
};

Status compareRow(sql::Connection& connection, EndpointId endpoint, const Prediction& one, const Json& answer,
                  std::size_t row, Replayed& report, Sums& sums) {
  const auto rowOf = [row](const Json& columns) -> const Json* {
    const auto& members = columns.members();
    return !members.empty() && row < members.front().value.items().size()
               ? &members.front().value.items()[row]
               : nullptr;
  };
  const Json* then = rowOf(one.outputs);
  const Json* now = rowOf(answer);
  ++report.rows;
  report.same += then && now && *then == *now ? 1 : 0;
  const Json* thenOne = valueOfRow(one.outputs, row);
  const Json* nowOne = valueOfRow(answer, row);
  const auto left = thenOne ? thenOne->asNumber() : std::nullopt;
  const auto right = nowOne ? nowOne->asNumber() : std::nullopt;
  if (!left || !right) {
    return {};
  }
  ++report.compared;
  report.largest = std::max(report.largest, std::abs(*right - *left));
  sums.differences += std::abs(*right - *left);
  TATARA_ASSIGN(const auto label, findLabel(connection, endpoint, one.id, static_cast<std::int64_t>(row)));
  if (const auto truth = label ? parseDouble(*label) : std::nullopt) {
    ++report.labelled;
    sums.before += (*left - *truth) * (*left - *truth);
    sums.after += (*right - *truth) * (*right - *truth);
  }
  return {};
}

}  // namespace

Result<WrittenRows> writePredictions(sql::Connection& connection, EndpointId endpoint, const Window& window,
                                     LogRows which, std::ostream& out, std::stop_token stop) {
  TATARA_ASSIGN(const Header header, headerOf(connection, endpoint, window, stop));
  WrittenRows written;
  TATARA_TRY(readPredictions(connection, endpoint, window, [&](const Prediction& one) -> Result<bool> {
    std::string lines;
    bool any = false;
    for (std::size_t row = 0; row < static_cast<std::size_t>(one.rows); ++row) {
      TATARA_ASSIGN(const auto label,
                    findLabel(connection, endpoint, one.id, static_cast<std::int64_t>(row)));
      if (which == LogRows::Labelled && !label) {
        continue;
      }
      std::vector<std::string> cells{one.id, std::to_string(row), toIso8601(one.at),
                                     std::to_string(one.version)};
      for (const std::string& name : header.inputs) {
        cells.push_back(cellOf(one.inputs, name, row));
      }
      for (const std::string& name : header.outputs) {
        cells.push_back(cellOf(one.outputs, name, row));
      }
      if (header.labels) {
        cells.push_back(label.value_or(""));
      }
      text::appendCsvRow(lines, cells);
      any = true;
      ++written.rows;
      written.labelled += label ? 1 : 0;
    }
    if (any) {
      if (written.requests++ == 0) {
        std::string first;
        text::appendCsvRow(first, header.names());
        out << first;
      }
      out << lines;
    }
    if (!out) {
      return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The logged requests cannot be written"));
    }
    return stop.stop_requested() ? Result<bool>(cancelled()) : true;
  }));
  return written;
}

Result<Replayed> replay(sql::Connection& connection, EndpointId endpoint, const Window& window,
                        const infer::Runner& candidate,
                        const std::function<void(std::int64_t requests)>& onProgress, std::stop_token stop) {
  const infer::Signature& signature = candidate.info().signature;
  if (signature.tensors) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase",
                    "The model takes tensors without columns; only rows of columns can be asked again"));
  }
  Replayed report;
  Sums sums;
  TATARA_TRY(readPredictions(connection, endpoint, window, [&](const Prediction& one) -> Result<bool> {
    if (stop.stop_requested()) {
      return cancelled();
    }
    if (++report.requests % 100 == 0 && onProgress) {
      onProgress(report.requests);
    }
    const auto refuse = [&](const Error& error) {
      ++report.refused;
      report.firstRefusal = report.firstRefusal.empty() ? error.message : report.firstRefusal;
      return true;
    };
    const auto batch = batchOf(signature, one);
    if (!batch) {
      return refuse(batch.error());
    }
    if (!*batch) {
      ++report.masked;
      return true;
    }
    const auto answer = candidate.predict(**batch);
    if (!answer) {
      // Only what is wrong with the rows is about this one request.
      return answer.error().kind == ErrorKind::InvalidArgument ? Result<bool>(refuse(answer.error()))
                                                               : Result<bool>(answer.error());
    }
    TATARA_ASSIGN(const Json logged, loggedForm(*answer));
    for (std::size_t row = 0; row < static_cast<std::size_t>(one.rows); ++row) {
      TATARA_TRY(compareRow(connection, endpoint, one, logged, row, report, sums));
    }
    return true;
  }));
  if (report.compared > 0) {
    report.mean = sums.differences / static_cast<double>(report.compared);
  }
  if (report.labelled > 0) {
    report.before = std::sqrt(sums.before / static_cast<double>(report.labelled));
    report.after = std::sqrt(sums.after / static_cast<double>(report.labelled));
  }
  return report;
}

}  // namespace tatara::deploy
