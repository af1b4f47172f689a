// The arguments of one request, wherever they stand: the query of a GET, the JSON body of anything else.
//
// Every reader checks the type and answers in MLflow's words: "Missing value for required parameter 'run_id'.
// …", "Invalid value 7 for parameter 'name' supplied: …". Whole numbers may come as text; null and absent are
// the same. Threads: values.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/text/json.h"
#include "core/track/types.h"

namespace tatara::api {

// Content-Type must be application/json wherever a body is: this is what stops a foreign page's form.
Status checkContentType(const http::Request& request);

// Nothing when it is no base64 with its padding.
std::optional<std::string> decodeBase64(std::string_view text);

Error missingValue(std::string_view path);
// MLflow's "invalid_value" with a hint of its own.
Error invalidValue(std::string_view path, const text::Json& value, std::string_view hint);
// The same with the hint that names the Python type.
Error wrongType(std::string_view path, const text::Json& value);

// One object's members, with the path that messages name it by ("metrics[3]").
class Fields {
 public:
  Fields(const text::Json& object, std::string path) : m_object(&object), m_path(std::move(path)) {}

  // Null when absent.
  const text::Json& at(std::string_view name) const { return (*m_object)[name]; }
  bool has(std::string_view name) const { return !at(name).isNull(); }
  std::string pathOf(std::string_view name) const;

  Result<std::string> text(std::string_view name) const;  // empty when absent
  Result<std::string> requiredText(std::string_view name) const;
  // None of these absent or empty: MLflow asks that of all of them before it looks at what one of them says.
  Status require(std::initializer_list<std::string_view> names) const;
  Result<std::optional<std::int64_t>> integer(std::string_view name) const;
  Result<std::int64_t> requiredInteger(std::string_view name) const;
  Result<bool> flag(std::string_view name) const;  // false when absent
  Result<std::vector<std::string>> texts(std::string_view name) const;
  // Objects with key and value, as params and tags are.
  Result<std::vector<track::KeyValue>> keyValues(std::string_view name) const;
  // The elements as objects, with their paths; InvalidArgument when it is no array of objects.
  Result<std::vector<Fields>> objects(std::string_view name) const;

 private:
  const text::Json* m_object;
  std::string m_path;
};

class Arguments {
 public:
  static Result<Arguments> read(const http::Request& request);

  Fields fields() const { return Fields(m_json, ""); }
  const http::Request& request() const { return *m_request; }

 private:
  Arguments(text::Json json, const http::Request& request) : m_json(std::move(json)), m_request(&request) {}

  text::Json m_json;
  const http::Request* m_request;
};

// run_id, or what old clients call run_uuid.
Result<track::RunId> runIdOf(const Fields& fields);
// Where MLflow looks at what an id is made of before it looks for the run.
Status checkRunId(const track::RunId& run);
Result<track::ExperimentId> experimentIdOf(const Fields& fields);
Result<track::ExperimentId> parseExperimentId(std::string_view text);

// A page of a list: MLflow's tokens are base64 of {"offset": N}.
struct Page {
  std::size_t offset = 0;
  std::size_t size = 0;
};
struct PageLimits {
  std::int64_t standard = 1000;
  std::int64_t most = 50'000;
  bool zeroIsStandard = false;   // a size of 0 is none, instead of a mistake
  bool emptyIsStandard = false;  // an empty text as well
};
Result<Page> pageOf(const Fields& fields, PageLimits limits);
std::string pageToken(std::size_t offset);

}  // namespace tatara::api
