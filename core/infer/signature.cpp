#include "core/infer/signature.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"
#include "core/text/yaml.h"

namespace tatara::infer {
namespace {

using text::Json;

constexpr std::size_t kMostFields = 20'000;
constexpr std::int64_t kMostElements = 100'000'000;  // no request brings more

struct ColumnWord {
  std::string_view word;
  ElementType type;
};
constexpr ColumnWord kColumnWords[] = {{"boolean", ElementType::Boolean}, {"integer", ElementType::Int32},
                                       {"long", ElementType::Int64},      {"float", ElementType::Float32},
                                       {"double", ElementType::Float64},  {"string", ElementType::String},
                                       {"datetime", ElementType::String}};

Error unsupportedType(std::string_view name, std::string_view type) {
  return text::sayError(
      ErrorKind::Unsupported,
      TATARA_SAYS("Phrase",
                  "The model's signature gives '%1' the type %2, which only a model run in Python takes"),
      {name, type});
}

Result<Field> columnField(const Json& item) {
  Field field;
  if (const std::string* name = item["name"].asString()) {
    field.name = *name;
  }
  const std::string* type = item["type"].asString();
  if (!type) {
    return text::sayError(ErrorKind::Parse,
                          TATARA_SAYS("Phrase", "A column of the model's signature has no type"));
  }
  const auto* word = std::ranges::find(kColumnWords, std::string_view(*type), &ColumnWord::word);
  if (word == std::end(kColumnWords)) {
    return unsupportedType(field.name, *type);
  }
  field.type = word->type;
  field.datetime = word->word == "datetime";
  // "optional" is what MLflow wrote before 2.10.
  field.required = item["required"].asBool().value_or(!item["optional"].asBool().value_or(false));
  return field;
}

Result<Field> tensorField(const Json& item) {
  Field field;
  if (const std::string* name = item["name"].asString()) {
    field.name = *name;
  }
  const Json& spec = item["tensor-spec"];
  const std::string* type = spec["dtype"].asString();
  const auto parsed = type ? parseElementType(*type) : std::nullopt;
  if (!parsed) {
    return unsupportedType(field.name, type ? *type : "of no name");
  }
  field.type = *parsed;
  for (const Json& size : spec["shape"].items()) {
    const auto number = size.asInt();
    if (!number || *number < -1 || *number > (std::int64_t{1} << 32)) {
      return text::sayError(ErrorKind::Parse,
                            TATARA_SAYS("Phrase", "A tensor of the model's signature has no sound shape"));
    }
    field.shape.push_back(*number);
  }
  if (field.shape.empty() || field.shape.size() > 8) {
    return text::sayError(ErrorKind::Parse,
                          TATARA_SAYS("Phrase", "A tensor of the model's signature has no sound shape"));
  }
  return field;
}

// Of one row, or some number above kMostElements.
std::int64_t elementsOf(const Field& field) {
  std::int64_t elements = 1;
  for (const std::int64_t size : field.shape) {
    if (elements <= kMostElements) {
      elements *= std::max<std::int64_t>(size, 1);
    }
  }
  return elements;
}

// `tensors` is set to whether the list is one of tensors.
Result<std::vector<Field>> parseFields(const Json& value, bool& tensors) {
  std::vector<Field> fields;
  const std::string* words = value.asString();
  if (!words) {
    return fields;
  }
  TATARA_ASSIGN(const Json list, text::parseJson(*words));
  if (!list.isArray() || list.items().size() > kMostFields) {
    return text::sayError(ErrorKind::Parse,
                          TATARA_SAYS("Phrase", "The model's signature is no list of columns"));
  }
  std::int64_t elements = 0;
  for (const Json& item : list.items()) {
    const std::string* type = item["type"].asString();
    tensors = type && *type == "tensor";
    TATARA_ASSIGN(Field field, tensors ? tensorField(item) : columnField(item));
    elements += elementsOf(field);
    if (elements > kMostElements) {
      return text::sayError(
          ErrorKind::Parse,
          TATARA_SAYS("Phrase", "A row of the model's signature has more than 100 million values"));
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

template <typename T>
bool fits(std::int64_t value) {
  return value >= static_cast<std::int64_t>(std::numeric_limits<T>::min()) &&
         (sizeof(T) == 8 || value <= static_cast<std::int64_t>(std::numeric_limits<T>::max()));
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  return "'" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "…'" : "'");
}

}  // namespace

std::string_view Field::columnType() const {
  if (datetime) {
    return "datetime";
  }
  const auto* word = std::ranges::find(kColumnWords, type, &ColumnWord::type);
  return word == std::end(kColumnWords) ? toString(type) : word->word;
}

const Field* Signature::findInput(std::string_view name) const {
  const auto found = std::ranges::find(inputs, name, &Field::name);
  return found == inputs.end() ? nullptr : &*found;
}

Result<Signature> parseSignature(const Json& signature) {
  Signature result;
  TATARA_ASSIGN(result.inputs, parseFields(signature["inputs"], result.tensors));
  TATARA_ASSIGN(result.outputs, parseFields(signature["outputs"], result.outputTensors));
  return result;
}

Result<ModelDescription> parseMlmodel(std::string_view yaml) {
  auto parsed = text::parseYaml(yaml, text::YamlDialect::Python);
  if (!parsed) {
    return text::sayContext(parsed.error(), TATARA_SAYS("Phrase", "reading MLmodel"));
  }
  ModelDescription description;
  description.flavors = (*parsed)["flavors"];
  if (!description.flavors.isObject() || description.flavors.members().empty()) {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "The file MLmodel names no flavour"));
  }
  for (const auto& [key, target] :
       {std::pair("model_id", &description.modelId), {"run_id", &description.runId}}) {
    if (const std::string* value = (*parsed)[key].asString()) {
      *target = *value;
    }
  }
  if (const Json& signature = (*parsed)["signature"]; signature.isObject()) {
    auto read = parseSignature(signature);
    if (read) {
      description.signature = std::move(*read);
    } else if (read.error().kind == ErrorKind::Unsupported) {
      description.signatureProblem = read.error().message;
    } else {
      return text::sayContext(read.error(), TATARA_SAYS("Phrase", "reading MLmodel"));
    }
  }
  return description;
}

std::string placeText(std::size_t row, std::string_view column) {
  return "Row " + std::to_string(row + 1) + ", column '" + std::string(column) + "'";
}

ColumnFill::ColumnFill(const Field& field, std::size_t rows, std::size_t firstRow)
    : m_field(&field),
      m_tensor(Tensor::make(field.name, field.type, {static_cast<std::int64_t>(rows)})),
      m_firstRow(firstRow) {}

Error ColumnFill::wrong(std::size_t row, std::string_view given) const {
  const std::string name =
      m_width > 1 ? m_field->name + "[" + std::to_string(row % m_width) + "]" : m_field->name;
  return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1: %2 where the model takes %3"),
                        {placeText(m_firstRow + row / m_width, name), given, m_field->columnType()});
}

Status ColumnFill::missing(std::size_t row) {
  const bool canMiss = isFloat(m_field->type) || m_field->type == ElementType::String;
  if (!canMiss) {
    return wrong(row, "nothing");
  }
  m_tensor.setMissing(row);
  return {};
}

Status ColumnFill::boolean(std::size_t row, bool value) {
  if (m_field->type != ElementType::Boolean) {
    return wrong(row, value ? "true" : "false");
  }
  m_tensor.values<std::uint8_t>()[row] = value ? 1 : 0;
  return {};
}

Status ColumnFill::integer(std::size_t row, std::int64_t value) {
  if (m_field->type == ElementType::String || m_field->type == ElementType::Boolean) {
    return wrong(row, "the number " + std::to_string(value));
  }
  return withElementType(m_field->type, [&](auto zero) -> Status {
    using T = decltype(zero);
    if constexpr (std::is_integral_v<T>) {
      if (!fits<T>(value)) {
        return wrong(row, std::to_string(value));
      }
    }
    m_tensor.values<T>()[row] = static_cast<T>(value);
    return {};
  });
}

Status ColumnFill::real(std::size_t row, double value) {
  if (m_field->type == ElementType::Float64) {
    m_tensor.values<double>()[row] = value;
    return {};
  }
  if (m_field->type == ElementType::Float32) {
    if (std::isfinite(value) && std::abs(value) > std::numeric_limits<float>::max()) {
      return wrong(row, toText(value));
    }
    m_tensor.values<float>()[row] = static_cast<float>(value);
    return {};
  }
  constexpr double kWhole = 9007199254740992.0;  // beyond 2^53 a double names several integers
  if (m_field->type != ElementType::String && std::trunc(value) == value && std::abs(value) <= kWhole) {
    return integer(row, static_cast<std::int64_t>(value));
  }
  return wrong(row, toText(value));
}

Status ColumnFill::text(std::size_t row, std::string_view value) {
  if (m_field->type != ElementType::String) {
    if (isFloat(m_field->type) && (value == "NaN" || value == "Infinity" || value == "-Infinity")) {
      return real(row, parseDouble(value).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    return wrong(row, "the text " + quoted(value));
  }
  m_tensor.texts[row] = value;
  return {};
}

Status ColumnFill::parse(std::size_t row, std::string_view value) {
  if (m_field->type == ElementType::String) {
    return value.empty() ? missing(row) : text(row, value);
  }
  if (value.empty()) {
    return missing(row);
  }
  if (m_field->type == ElementType::Boolean) {
    if (value == "true" || value == "True" || value == "TRUE") {
      return boolean(row, true);
    }
    if (value == "false" || value == "False" || value == "FALSE") {
      return boolean(row, false);
    }
    return wrong(row, quoted(value));
  }
  if (const auto whole = parseInt(value)) {
    return integer(row, *whole);
  }
  if (const auto number = parseDouble(value)) {
    return std::isnan(*number) ? missing(row) : real(row, *number);
  }
  return wrong(row, quoted(value));
}

Status ColumnFill::json(std::size_t row, const Json& value) {
  if (value.isNull()) {
    return missing(row);
  }
  if (const auto flag = value.asBool()) {
    return boolean(row, *flag);
  }
  if (const auto whole = value.asInt()) {
    return integer(row, *whole);
  }
  if (const std::string* words = value.asString()) {
    return text(row, *words);
  }
  if (value.isDouble()) {
    if (!std::isfinite(*value.asNumber())) {
      return wrong(row, "a number beyond the range of doubles");
    }
    return real(row, *value.asNumber());
  }
  return wrong(row, value.typeName());
}

Result<std::vector<std::optional<std::size_t>>> matchColumns(const Signature& signature,
                                                             const std::vector<std::string>& names) {
  std::vector<std::optional<std::size_t>> places(signature.inputs.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Field* field = signature.findInput(names[i]);
    if (!field) {
      std::vector<std::string_view> known;
      for (const Field& input : signature.inputs) {
        known.push_back(input.name);
      }
      const auto near = nearestWord(names[i], known);
      return near ? text::sayError(ErrorKind::InvalidArgument,
                                   TATARA_SAYS("Phrase", "The model has no column '%1'; the nearest is '%2'"),
                                   {names[i], *near})
                  : text::sayError(ErrorKind::InvalidArgument,
                                   TATARA_SAYS("Phrase", "The model has no column '%1'"), {names[i]});
    }
    auto& place = places[static_cast<std::size_t>(field - signature.inputs.data())];
    if (place) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The column '%1' is given twice"), {names[i]});
    }
    place = i;
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!places[i] && signature.inputs[i].required) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The column '%1' is missing; the model takes %2 there"),
                            {signature.inputs[i].name, signature.inputs[i].columnType()});
    }
  }
  return places;
}

}  // namespace tatara::infer
