// Records as MLflow's JSON: snake_case names, whole numbers as numbers, what is unset or empty left out.
//
// Written straight into a string, because a search answers thousands of runs at once. Threads: pure
// functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/registry/registry.h"
#include "core/series/point.h"
#include "core/track/types.h"

namespace tatara::api {

// Writes one JSON value after the other, with commas and nesting.
class JsonOut {
 public:
  JsonOut& beginObject();
  JsonOut& endObject();
  JsonOut& beginArray();
  JsonOut& endArray();
  JsonOut& key(std::string_view name);   // a plain name of our own
  JsonOut& name(std::string_view name);  // a name from outside
  JsonOut& text(std::string_view value);
  JsonOut& integer(std::int64_t value);
  JsonOut& number(double value);
  JsonOut& flag(bool value);
  JsonOut& json(std::string_view value);  // a value that is JSON already

  JsonOut& member(std::string_view name, std::string_view value) { return key(name).text(value); }
  JsonOut& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonOut& memberUnlessEmpty(std::string_view name, std::string_view value);

  std::string take() { return std::move(m_text); }
  std::string& raw() { return m_text; }

 private:
  void separate();

  std::string m_text;
  bool m_first = true;
};

void write(JsonOut& out, const track::Experiment& experiment);
void write(JsonOut& out, const track::RunInfo& info);
// A run that was just made has no outputs, where another's list may be empty.
enum class Outputs { Told, LeftOut };
void write(JsonOut& out, const track::Run& run, Outputs outputs = Outputs::Told);
void write(JsonOut& out, const track::LoggedModel& model);
void write(JsonOut& out, const registry::ModelVersion& version);
// `latest` are the versions to list as the newest of each stage.
void write(JsonOut& out, const registry::RegisteredModel& model,
           std::span<const registry::ModelVersion> latest);
// {"key", "value", "timestamp", "step"}; `runId` is left out when empty.
void writePoint(JsonOut& out, std::string_view key, const series::Point& point, std::string_view runId = {});
// As `writePoint` one after the other, into an array that was begun.
void writePoints(JsonOut& out, std::string_view key, std::span<const series::Point> points,
                 std::string_view runId = {});
void writePairs(JsonOut& out, std::string_view name, std::span<const track::KeyValue> pairs);

}  // namespace tatara::api
