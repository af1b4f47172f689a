// A filter's view of things that are few enough to be asked one by one: experiments and models. Threads:
// values.
#pragma once

#include <functional>
#include <variant>

#include "core/query/query.h"
#include "core/track/types.h"

namespace tatara::cli {

// Attributes come from a function; tags from their list.
class ThingRow final : public query::FilterRow {
 public:
  using Value = std::variant<std::monostate, double, std::string_view>;
  using Attributes = std::function<Value(std::string_view name)>;

  ThingRow(const query::Filter& filter, const std::vector<track::KeyValue>& tags, Attributes attributes)
      : m_filter(filter), m_tags(tags), m_attributes(std::move(attributes)) {}

  std::optional<double> number(std::size_t field) const override {
    const Value value = m_attributes(m_filter.fields[field].key);
    const double* number = std::get_if<double>(&value);
    return number == nullptr ? std::nullopt : std::optional(*number);
  }

  std::optional<std::string_view> text(std::size_t field, std::size_t nth) const override {
    const query::Field& asked = m_filter.fields[field];
    if (nth > 0) {
      return std::nullopt;
    }
    if (asked.kind == query::FieldKind::Tag) {
      for (const track::KeyValue& tag : m_tags) {
        if (tag.key == asked.key) {
          return tag.value;
        }
      }
      return std::nullopt;
    }
    const Value value = m_attributes(asked.key);
    const std::string_view* text = std::get_if<std::string_view>(&value);
    return text == nullptr ? std::nullopt : std::optional(*text);
  }

 private:
  const query::Filter& m_filter;
  const std::vector<track::KeyValue>& m_tags;
  Attributes m_attributes;
};

}  // namespace tatara::cli
