#include "core/api/internal/inference_body.h"

#include <algorithm>

#include "core/infer/tensor_json.h"

namespace tatara::api {
namespace {

using infer::Batch;
using infer::ColumnFill;
using infer::Field;
using infer::Signature;
using infer::Tensor;
using text::Json;

constexpr std::size_t kMostValues = 20'000'000;
constexpr std::size_t kMostColumns = 1'000'000;  // of CSV
constexpr std::size_t kMostDimensions = 8;
constexpr std::size_t kRowsALook = 4096;

using std::chrono::steady_clock;

thread_local steady_clock::time_point t_readUntil = steady_clock::time_point::max();

Status stillWanted() {
  return t_readUntil == steady_clock::time_point::max() || steady_clock::now() < t_readUntil
             ? Status{}
             : makeError(ErrorKind::Busy, "The request was read longer than its deadline");
}

Error invalidInput(std::string message) {
  return makeError(ErrorKind::InvalidArgument, std::move(message));
}

// A key that stands twice in one object, of a text that is sound JSON.
std::optional<std::string_view> repeatedKey(std::string_view json) {
  struct Level {
    bool object;
    std::size_t firstKey;
  };
  std::vector<Level> levels;
  std::vector<std::string_view> keys;
  bool keyNext = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') {
      const std::size_t begin = ++at;
      while (at < json.size() && json[at] != '"') {
        at += json[at] == '\\' ? 2 : 1;
      }
      if (keyNext) {
        keys.push_back(json.substr(begin, at - begin));
        keyNext = false;
      }
    } else if (c == '{' || c == '[') {
      levels.push_back({c == '{', keys.size()});
      keyNext = c == '{';
    } else if (c == ',' && !levels.empty()) {
      keyNext = levels.back().object;
    } else if ((c == '}' || c == ']') && !levels.empty()) {
      const auto own = keys.begin() + static_cast<std::ptrdiff_t>(levels.back().firstKey);
      std::sort(own, keys.end());
      if (const auto twice = std::adjacent_find(own, keys.end()); twice != keys.end()) {
        return *twice;
      }
      keys.erase(own, keys.end());
      levels.pop_back();
      keyNext = false;
    }
  }
  return std::nullopt;
}

// The shape that nested arrays have along their first elements.
std::vector<std::int64_t> shapeOf(const Json& value) {
  std::vector<std::int64_t> shape;
  const Json* level = &value;
  while (level->isArray() && shape.size() < kMostDimensions) {
    shape.push_back(static_cast<std::int64_t>(level->items().size()));
    if (level->items().empty()) {
      break;
    }
    level = &level->items().front();
  }
  return shape;
}

// Before memory is taken for as many elements as the first arrays of each level promise.
bool isOfShape(const Json& value, const std::vector<std::int64_t>& shape, std::size_t level) {
  if (level == shape.size()) {
    return true;
  }
  return value.isArray() && static_cast<std::int64_t>(value.items().size()) == shape[level] &&
         std::ranges::all_of(value.items(),
                             [&](const Json& item) { return isOfShape(item, shape, level + 1); });
}

Status fillNested(ColumnFill& fill, const Json& value, const std::vector<std::int64_t>& shape,
                  std::size_t level, std::size_t& element) {
  if (level == shape.size()) {
    return fill.json(element++, value);
  }
  for (const Json& item : value.items()) {
    TATARA_TRY(fillNested(fill, item, shape, level + 1, element));
  }
  return {};
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t size : shape) {
    text += (text.empty() ? "" : ", ") + std::to_string(size);
  }
  return "[" + text + "]";
}

Status checkShape(const Field& field, const std::vector<std::int64_t>& shape) {
  const bool fits = std::ranges::equal(shape, field.shape, [](std::int64_t given, std::int64_t wanted) {
    return wanted < 0 || given == wanted;
  });
  if (!fits) {
    return invalidInput("The input '" + field.name + "' has the shape " + shapeText(shape) +
                        " where the model takes " + shapeText(field.shape));
  }
  return {};
}

Result<Tensor> tensorFromJson(const Field& field, const Json& value) {
  std::vector<std::int64_t> shape = shapeOf(value);
  TATARA_TRY(checkShape(field, shape));
  std::size_t elements = 1;
  for (const std::int64_t size : shape) {
    elements *= static_cast<std::size_t>(size);
    if (elements > kMostValues) {
      return invalidInput("The input '" + field.name + "' has more than 20,000,000 values");
    }
  }
  if (!isOfShape(value, shape, 0)) {
    return invalidInput("The input '" + field.name + "' is not of one shape: its arrays differ in length");
  }
  ColumnFill fill(field, elements);
  if (shape.size() > 1 && shape[0] > 0) {
    fill.setWidth(std::max<std::size_t>(1, elements / static_cast<std::size_t>(shape[0])));
  }
  std::size_t element = 0;
  TATARA_TRY(fillNested(fill, value, shape, 0, element));
  Tensor tensor = fill.take();
  tensor.shape = std::move(shape);
  return tensor;
}

// Rows of values under names.
Result<Batch> batchFromTable(const Signature& signature, const std::vector<std::string>& names,
                             const Json& data) {
  TATARA_ASSIGN(const auto places, infer::matchColumns(signature, names));
  const auto& rows = data.items();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!rows[row].isArray() || rows[row].items().size() != names.size()) {
      return invalidInput("Row " + std::to_string(row + 1) + " has not the " + std::to_string(names.size()) +
                          " values that the columns are");
    }
  }
  Batch batch;
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    TATARA_TRY(stillWanted());
    ColumnFill fill(signature.inputs[i], rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      TATARA_TRY(places[i] ? fill.json(row, rows[row].items()[*places[i]]) : fill.missing(row));
    }
    batch.push_back(fill.take());
  }
  return batch;
}

Result<Batch> batchFromRecords(const Signature& signature, const Json& records) {
  const auto& rows = records.items();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!rows[row].isObject()) {
      return invalidInput("Row " + std::to_string(row + 1) + " is " + std::string(rows[row].typeName()) +
                          " where the others are objects");
    }
    for (const auto& member : rows[row].members()) {
      if (!signature.findInput(member.key)) {
        Result<std::vector<std::optional<std::size_t>>> wrong = infer::matchColumns(signature, {member.key});
        return invalidInput("Row " + std::to_string(row + 1) + ": " + wrong.error().message);
      }
    }
  }
  Batch batch;
  for (const Field& field : signature.inputs) {
    TATARA_TRY(stillWanted());
    ColumnFill fill(field, rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const Json* value = rows[row].find(field.name);
      if (!value && field.required) {
        return invalidInput(infer::placeText(row, field.name) + " is missing; the model takes " +
                            std::string(field.columnType()) + " there");
      }
      TATARA_TRY(value ? fill.json(row, *value) : fill.missing(row));
    }
    batch.push_back(fill.take());
  }
  return batch;
}

std::vector<std::string> namesOf(const Signature& signature) {
  std::vector<std::string> names;
  for (const Field& field : signature.inputs) {
    names.push_back(field.name);
  }
  return names;
}

Error tooManyValues() {
  return invalidInput("The CSV has more than 20,000,000 values");
}

// One record of CSV (RFC 4180) from `at`; false at the end of the text.
Result<bool> readRecord(std::string_view body, std::size_t& at, std::vector<std::string>& fields) {
  fields.clear();
  if (at >= body.size()) {
    return false;
  }
  std::string field;
  bool quoted = false;
  while (at < body.size()) {
    const char c = body[at++];
    if (quoted) {
      if (c != '"') {
        field.push_back(c);
      } else if (at < body.size() && body[at] == '"') {
        field.push_back(c);
        ++at;
      } else {
        quoted = false;
      }
    } else if (c == '"' && field.empty()) {
      quoted = true;
    } else if (c == ',') {
      if (fields.size() == kMostColumns) {
        return invalidInput("A record of the CSV has more than 1,000,000 fields");
      }
      fields.push_back(std::move(field));
      field.clear();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      field.push_back(c);
    }
  }
  if (quoted) {
    return invalidInput("The CSV ends inside a quoted field");
  }
  fields.push_back(std::move(field));
  return true;
}

bool isEmptyLine(const std::vector<std::string>& fields, std::size_t columns) {
  return fields.size() == 1 && fields[0].empty() && columns > 1;
}

// The records of `body`, which are read for good once it is known how many they are.
Result<std::size_t> countRows(std::string_view body, std::size_t columns) {
  std::vector<std::string> fields;
  std::size_t rows = 0;
  for (std::size_t at = 0;;) {
    TATARA_ASSIGN(const bool more, readRecord(body, at, fields));
    if (!more) {
      return rows;
    }
    if (rows % kRowsALook == 0) {
      TATARA_TRY(stillWanted());
    }
    if (isEmptyLine(fields, columns)) {
      continue;
    }
    if (fields.size() != columns) {
      return invalidInput("Row " + std::to_string(rows + 1) + " of the CSV has " +
                          std::to_string(fields.size()) + " fields where " + std::to_string(columns) +
                          " are expected");
    }
    if (++rows > kMostValues / std::max<std::size_t>(columns, 1)) {
      return tooManyValues();
    }
  }
}

Tensor convertColumn(const Tensor& given, ColumnFill& fill, Status& status) {
  for (std::size_t i = 0; status && i < given.elements(); ++i) {
    if (given.isMissing(i)) {
      status = fill.missing(i);
    } else if (given.type == infer::ElementType::String) {
      status = fill.text(i, given.texts[i]);
    } else if (given.type == infer::ElementType::Boolean) {
      status = fill.boolean(i, given.number(i) != 0);
    } else if (infer::isFloat(given.type)) {
      status = fill.real(i, given.number(i));
    } else {
      status = infer::withElementType(given.type, [&](auto zero) {
        return fill.integer(i, static_cast<std::int64_t>(given.values<decltype(zero)>()[i]));
      });
    }
  }
  return fill.take();
}

bool valueARow(const Batch& answer) {
  return std::ranges::all_of(answer, [&](const Tensor& tensor) {
    return !tensor.shape.empty() && tensor.rows() == answer[0].rows();
  });
}

}  // namespace

ReadUntil::ReadUntil(steady_clock::time_point time) {
  t_readUntil = time;
}
ReadUntil::~ReadUntil() {
  t_readUntil = steady_clock::time_point::max();
}

bool isUtf16(std::string_view body) {
  return body.starts_with("\xff\xfe") || body.starts_with("\xfe\xff") ||
         (body.size() > 1 && (body[0] == '\0' || body[1] == '\0'));
}

Result<Json> parseInferenceJson(std::string_view body) {
  if (isUtf16(body)) {
    return makeError(ErrorKind::Parse, "The body is UTF-16; send JSON as UTF-8");
  }
  auto json = text::parseJson(body, {.maxBytes = 256u << 20, .maxValues = kMostValues, .maxDepth = 32});
  if (!json) {
    const bool literal = body.find("NaN") != std::string_view::npos;
    return makeError(
        ErrorKind::Parse,
        json.error().message + (literal ? "; JSON has no NaN, send null where a value is missing" : ""));
  }
  TATARA_TRY(stillWanted());
  if (const auto key = repeatedKey(body)) {
    return makeError(ErrorKind::Parse,
                     "The key \"" + std::string(key->substr(0, 60)) + "\" stands twice in one object");
  }
  return json;
}

Result<Batch> batchFromSplit(const Signature& signature, const Json& split) {
  const Json& data = split["data"];
  if (!split.isObject() || !data.isArray()) {
    return invalidInput("\"dataframe_split\" is an object with \"columns\" and \"data\"");
  }
  if (signature.tensors) {
    return batchFromRows(signature, data);
  }
  std::vector<std::string> names;
  for (const Json& name : split["columns"].items()) {
    names.push_back(name.asString() ? *name.asString() : text::toJson(name));
  }
  return batchFromTable(signature, split.find("columns") ? names : namesOf(signature), data);
}

Result<Batch> batchFromRows(const Signature& signature, const Json& rows) {
  if (!rows.isArray() || rows.items().empty()) {
    return invalidInput("An array of rows is wanted, with one row at least");
  }
  const Json& first = rows.items().front();
  if (signature.tensors && signature.inputs.size() == 1 && !first.isObject()) {
    TATARA_ASSIGN(Tensor tensor, tensorFromJson(signature.inputs[0], rows));
    return Batch{std::move(tensor)};
  }
  if (signature.tensors) {
    // Rows by name: each input's values are gathered to one array.
    Json columns = Json::object();
    for (const Field& field : signature.inputs) {
      Json gathered = Json::array();
      for (const Json& row : rows.items()) {
        gathered.append(row[field.name]);
      }
      columns.set(field.name, std::move(gathered));
    }
    return batchFromColumns(signature, columns);
  }
  if (first.isObject()) {
    return batchFromRecords(signature, rows);
  }
  if (first.isArray()) {
    return batchFromTable(signature, namesOf(signature), rows);
  }
  Json column = Json::object();
  column.set(signature.inputs[0].name, rows);
  return batchFromColumns(signature, column);
}

Result<Batch> batchFromColumns(const Signature& signature, const Json& columns) {
  if (!columns.isObject()) {
    return batchFromRows(signature, columns);
  }
  std::vector<std::string> names;
  for (const auto& member : columns.members()) {
    names.push_back(member.key);
  }
  TATARA_ASSIGN(const auto places, infer::matchColumns(signature, names));
  Batch batch;
  const std::size_t rows = columns.members().empty() ? 0 : columns.members().front().value.items().size();
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    TATARA_TRY(stillWanted());
    const Field& field = signature.inputs[i];
    const Json absent;
    const Json& values = places[i] ? columns.members()[*places[i]].value : absent;
    if (signature.tensors) {
      TATARA_ASSIGN(Tensor tensor, tensorFromJson(field, values));
      batch.push_back(std::move(tensor));
      continue;
    }
    if (places[i] && (!values.isArray() || values.items().size() != rows)) {
      return invalidInput("The column '" + field.name + "' is no array of " + std::to_string(rows) +
                          " values");
    }
    ColumnFill fill(field, rows);
    for (std::size_t row = 0; row < rows; ++row) {
      TATARA_TRY(places[i] ? fill.json(row, values.items()[row]) : fill.missing(row));
    }
    batch.push_back(fill.take());
  }
  return batch;
}

Result<Batch> batchFromCsv(const Signature& signature, std::string_view body) {
  if (signature.tensors) {
    return invalidInput("The model takes tensors, which CSV cannot hold; send JSON");
  }
  const std::size_t start = body.starts_with("\xef\xbb\xbf") ? 3 : 0;
  std::size_t at = start;
  std::vector<std::string> fields;
  TATARA_ASSIGN(const bool any, readRecord(body, at, fields));
  if (!any) {
    return invalidInput("The CSV is empty");
  }
  const bool header = std::ranges::any_of(
      fields, [&](const std::string& field) { return signature.findInput(field) != nullptr; });
  const std::vector<std::string> names =
      header || fields.size() != signature.inputs.size() ? fields : namesOf(signature);
  TATARA_ASSIGN(const auto places, infer::matchColumns(signature, names));
  const std::size_t first = header ? at : start;
  TATARA_ASSIGN(const std::size_t rows, countRows(body.substr(first), names.size()));
  std::vector<ColumnFill> fills;
  for (const Field& field : signature.inputs) {
    fills.emplace_back(field, rows);
  }
  at = first;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % kRowsALook == 0) {
      TATARA_TRY(stillWanted());
    }
    do {
      TATARA_TRY(readRecord(body, at, fields));
    } while (isEmptyLine(fields, names.size()));
    for (std::size_t i = 0; i < fills.size(); ++i) {
      TATARA_TRY(places[i] ? fills[i].parse(row, fields[*places[i]]) : fills[i].missing(row));
    }
  }
  Batch batch;
  for (ColumnFill& fill : fills) {
    batch.push_back(fill.take());
  }
  return batch;
}

Result<Batch> batchFromTensors(const Signature& signature, std::vector<Tensor> tensors) {
  if (tensors.size() == 1 && signature.inputs.size() == 1 && signature.inputs[0].name.empty()) {
    tensors[0].name.clear();
  }
  std::vector<std::string> names;
  for (const Tensor& tensor : tensors) {
    names.push_back(tensor.name);
  }
  TATARA_ASSIGN(const auto places, infer::matchColumns(signature, names));
  const std::size_t rows = tensors.empty() ? 0 : tensors[0].rows();
  Batch batch;
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    const Field& field = signature.inputs[i];
    if (!places[i]) {
      ColumnFill fill(field, rows);
      for (std::size_t row = 0; row < rows; ++row) {
        TATARA_TRY(fill.missing(row));
      }
      batch.push_back(fill.take());
      continue;
    }
    Tensor& given = tensors[*places[i]];
    if (signature.tensors) {
      TATARA_TRY(checkShape(field, given.shape));
      if (given.type != field.type) {
        return invalidInput("The input '" + field.name + "' is of " + std::string(toString(given.type)) +
                            " where the model takes " + std::string(toString(field.type)));
      }
      batch.push_back(std::move(given));
      continue;
    }
    if (given.elements() != rows) {
      return invalidInput("The input '" + field.name + "' has the shape " + shapeText(given.shape) +
                          " where " + std::to_string(rows) + " values are expected");
    }
    ColumnFill fill(field, rows);
    Status status;
    Tensor column = convertColumn(given, fill, status);
    TATARA_TRY(status);
    batch.push_back(std::move(column));
  }
  return batch;
}

void appendAnswerRows(std::string& out, const Batch& answer) {
  if (answer.size() == 1 && !answer[0].shape.empty()) {
    infer::appendNested(out, answer[0]);
    return;
  }
  if (!valueARow(answer)) {
    appendAnswerColumns(out, answer);
    return;
  }
  out.push_back('[');
  for (std::size_t row = 0; row < answer[0].rows(); ++row) {
    out += row > 0 ? ",{" : "{";
    for (std::size_t i = 0; i < answer.size(); ++i) {
      if (i > 0) {
        out.push_back(',');
      }
      text::appendJsonString(out, answer[i].name);
      out.push_back(':');
      infer::appendRow(out, answer[i], row);
    }
    out.push_back('}');
  }
  out.push_back(']');
}

void appendAnswerColumns(std::string& out, const Batch& answer) {
  if (answer.size() == 1) {
    infer::appendNested(out, answer[0]);
    return;
  }
  out.push_back('{');
  for (std::size_t i = 0; i < answer.size(); ++i) {
    if (i > 0) {
      out.push_back(',');
    }
    text::appendJsonString(out, answer[i].name);
    out.push_back(':');
    infer::appendNested(out, answer[i]);
  }
  out.push_back('}');
}

}  // namespace tatara::api
