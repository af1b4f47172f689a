// A strong identifier: an integer or a text that can be mistaken for no other kind of identifier.
//
//   using RunId = StrongId<struct RunIdTag, std::string>;
//
// Ordered and hashable by value; default-constructed means "none" and converts to false.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace tatara {

template <typename Tag, typename Value = std::int64_t>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(Value value) : m_value(std::move(value)) {}

  const Value& value() const { return m_value; }
  explicit operator bool() const { return m_value != Value{}; }

  friend auto operator<=>(const StrongId&, const StrongId&) = default;
  friend bool operator==(const StrongId&, const StrongId&) = default;

 private:
  Value m_value{};
};

}  // namespace tatara

template <typename Tag, typename Value>
struct std::hash<tatara::StrongId<Tag, Value>> {
  std::size_t operator()(const tatara::StrongId<Tag, Value>& id) const noexcept {
    return std::hash<Value>{}(id.value());
  }
};
