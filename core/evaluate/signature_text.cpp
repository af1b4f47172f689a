#include "core/evaluate/signature_text.h"

#include <algorithm>

#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

using dataset::ColumnType;
using infer::ElementType;
using infer::Field;

constexpr std::size_t kMostBytes = 4u << 20;
constexpr std::size_t kMostColumns = 20'000;

struct TypeWord {
  std::string_view word;
  ElementType type;
  bool datetime = false;
};
constexpr TypeWord kTypes[] = {{"boolean", ElementType::Boolean},      {"integer", ElementType::Int32},
                               {"long", ElementType::Int64},           {"float", ElementType::Float32},
                               {"double", ElementType::Float64},       {"string", ElementType::String},
                               {"datetime", ElementType::String, true}};

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

using tatara::text::Phrase;

class Reader {
 public:
  explicit Reader(std::string_view text) : m_text(text) {}

  Result<infer::Signature> read() {
    infer::Signature signature;
    bool outputs = false;
    while (true) {
      skip(true);
      if (m_text.empty()) {
        break;
      }
      if (m_text.starts_with("->")) {
        if (outputs) {
          return wrong(Phrase::say(TATARA_SAYS("Phrase", "\"->\" stands there twice")));
        }
        outputs = true;
        m_text.remove_prefix(2);
        continue;
      }
      std::vector<Field>& fields = outputs ? signature.outputs : signature.inputs;
      TATARA_ASSIGN(Field field, readField(outputs));
      if (!field.name.empty() && std::ranges::find(fields, field.name, &Field::name) != fields.end()) {
        return wrong(Phrase::say(TATARA_SAYS("Phrase", "the column '%1' stands there twice"), {field.name}));
      }
      fields.push_back(std::move(field));
      if (fields.size() > kMostColumns) {
        return wrong(Phrase::say(TATARA_SAYS("Phrase", "there are more than 20,000 columns")));
      }
    }
    if (signature.inputs.empty()) {
      return wrong(Phrase::say(TATARA_SAYS("Phrase", "no column is named that the model takes")));
    }
    return signature;
  }

 private:
  Error wrong(const tatara::text::Phrase& what) const {
    return tatara::text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "Line %1 of the signature: %2"),
                                  {std::to_string(m_line), what});
  }

  // Blanks; with `breaks`, what stands between columns as well.
  void skip(bool breaks) {
    while (!m_text.empty() && (isBlank(m_text[0]) || (breaks && (m_text[0] == '\n' || m_text[0] == ',')))) {
      m_line += m_text[0] == '\n' ? 1 : 0;
      m_text.remove_prefix(1);
    }
  }

  // A word up to a blank, colon, comma or line break, or what stands in quotes.
  Result<std::string> readWord() {
    std::string word;
    if (!m_text.starts_with('"')) {
      while (!m_text.empty() && !isBlank(m_text[0]) && m_text[0] != '\n' && m_text[0] != ',' &&
             m_text[0] != ':') {
        word += m_text[0];
        m_text.remove_prefix(1);
      }
      return word;
    }
    for (m_text.remove_prefix(1); !m_text.empty() && m_text[0] != '\n'; m_text.remove_prefix(1)) {
      if (m_text[0] == '"') {
        m_text.remove_prefix(1);
        if (!m_text.starts_with('"')) {
          return word;
        }
      }
      word += m_text[0];
    }
    return wrong(Phrase::say(TATARA_SAYS("Phrase", "a quote is not closed")));
  }

  Result<Field> readField(bool output) {
    TATARA_ASSIGN(std::string name, readWord());
    skip(false);
    if (m_text.starts_with(':')) {
      m_text.remove_prefix(1);
      skip(false);
    }
    TATARA_ASSIGN(std::string type, readWord());
    if (type.empty() && output) {
      type.swap(name);  // a model's one answer needs no name
    }
    Field field;
    field.required = !type.ends_with('?');
    const std::string_view word = std::string_view(type).substr(0, type.size() - (field.required ? 0 : 1));
    const auto* known = std::ranges::find(kTypes, word, &TypeWord::word);
    if (word.empty()) {
      return wrong(name.empty() ? Phrase::say(TATARA_SAYS("Phrase", "a name is expected here"))
                                : Phrase::say(TATARA_SAYS("Phrase", "the column '%1' has no type"), {name}));
    }
    if (known == std::end(kTypes)) {
      return wrong(Phrase::say(
          TATARA_SAYS(
              "Phrase",
              "'%1' is no type; there are boolean, integer, long, float, double, string and datetime"),
          {word.substr(0, 40)}));
    }
    skip(false);
    if (!m_text.empty() && m_text[0] != '\n' && m_text[0] != ',' && !m_text.starts_with("->")) {
      return wrong(Phrase::say(
          TATARA_SAYS("Phrase", "behind the type of '%1' stands more; put a name with blanks in quotes"),
          {name}));
    }
    field.name = std::move(name);
    field.type = known->type;
    field.datetime = known->datetime;
    return field;
  }

  std::string_view m_text;
  std::size_t m_line = 1;
};

std::string quotedName(const std::string& name) {
  const bool plain =
      !name.empty() && name.find_first_of(" \t\r\n,:\"") == std::string::npos && !name.starts_with("->");
  if (plain) {
    return name;
  }
  std::string quoted = "\"";
  for (const char c : name) {
    quoted += c == '"' ? "\"\"" : c == '\n' ? " " : std::string(1, c);
  }
  return quoted + "\"";
}

std::string lineOf(const Field& field) {
  return (field.name.empty() ? "" : quotedName(field.name) + " ") + std::string(field.columnType()) +
         (field.required ? "" : "?");
}

}  // namespace

Result<infer::Signature> parseSignatureText(std::string_view text) {
  if (text.size() > kMostBytes) {
    return tatara::text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "The signature is longer than 4 MB"));
  }
  return Reader(text).read();
}

std::string signatureText(const infer::Signature& signature) {
  std::string text;
  for (const Field& field : signature.inputs) {
    text += lineOf(field) + "\n";
  }
  for (std::size_t i = 0; i < signature.outputs.size(); ++i) {
    text += (i == 0 ? "-> " : "   ") + lineOf(signature.outputs[i]) + "\n";
  }
  return text;
}

infer::Signature signatureOfColumns(std::span<const dataset::ColumnInfo> columns, std::string_view target) {
  infer::Signature signature;
  for (const dataset::ColumnInfo& column : columns) {
    if (column.type == ColumnType::Unsupported) {
      continue;
    }
    Field field;
    field.name = column.name;
    field.required = column.missing == 0;
    switch (column.type) {
      case ColumnType::Integer:
        field.type = column.missing == 0 ? ElementType::Int64 : ElementType::Float64;
        break;
      case ColumnType::Boolean:
        field.type = ElementType::Boolean;
        break;
      case ColumnType::Time:
        field.datetime = true;
        [[fallthrough]];
      case ColumnType::Text:
        field.type = ElementType::String;
        break;
      default:
        field.type = ElementType::Float64;
    }
    (column.name == target ? signature.outputs : signature.inputs).push_back(std::move(field));
  }
  return signature;
}

}  // namespace tatara::evaluate
