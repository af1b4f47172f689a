#include "core/api/internal/file_answer.h"

#include <array>

#include "core/http/file_body.h"
#include "core/http/target.h"
#include "core/text/percent.h"
#include "core/text/utf8.h"

namespace tatara::api {
namespace {

// Types that a browser shows without running anything; all else is bytes.
std::string_view contentTypeOf(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTypes{{
      {".json", "application/json"},
      {".txt", "text/plain; charset=utf-8"},
      {".log", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".yaml", "text/plain; charset=utf-8"},
      {".yml", "text/plain; charset=utf-8"},
      {".md", "text/plain; charset=utf-8"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".gif", "image/gif"},
      {".pdf", "application/pdf"},
  }};
  for (const auto& [suffix, type] : kTypes) {
    if (name.ends_with(suffix)) {
      return type;
    }
  }
  return "application/octet-stream";
}

}  // namespace

void addSafetyFields(http::Response& response, std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  response.fields.emplace_back("Content-Disposition",
                               "attachment; filename*=UTF-8''" + text::percentEncodePath(name));
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  response.fields.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
}

Result<std::string> checkedPath(std::string_view path) {
  TATARA_TRY(http::checkRelativePath(path));
  if (!text::isValidUtf8(path)) {
    return invalid("Invalid path");
  }
  return artifact::cleanPath(path);
}

Result<std::string> pathBelow(std::string_view rootUri, std::string_view path) {
  const auto root = artifact::rootPathOf(rootUri);
  if (!root) {
    return notFound("The artifacts at '" + std::string(rootUri) + "' are not kept by this server");
  }
  TATARA_ASSIGN(const std::string below, checkedPath(path));
  TATARA_ASSIGN(const std::string clean, artifact::cleanPath(*root));
  return below.empty() ? clean : clean.empty() ? below : clean + "/" + below;
}

Answer fileAnswer(Context& context, const http::Request& request, std::string_view path) {
  TATARA_ASSIGN(const std::string clean, checkedPath(path));
  TATARA_ASSIGN(const auto found, context.store->read([&](sql::Connection& db) {
    return artifact::ArtifactStore::find(db, clean);
  }));
  if (!found) {
    return notFound("No such artifact: '" + clean + "'");
  }
  const auto size = static_cast<std::uint64_t>(found->size);
  const std::string entityTag = "\"" + found->digest.hex() + "\"";
  http::Response response;
  response.contentType = contentTypeOf(clean);
  response.fields.emplace_back("ETag", entityTag);
  addSafetyFields(response, clean);
  response.fields.emplace_back("Accept-Ranges", "bytes");
  if (request.field("if-none-match") == entityTag) {
    response.status = 304;
    return response;
  }
  const auto rangeField = request.field("range");
  const auto ifRange = request.field("if-range");
  http::RangeAnswer range{http::RangeVerdict::Whole, {0, size}};
  if (rangeField && (!ifRange || *ifRange == entityTag)) {
    range = http::parseRange(*rangeField, size);
  }
  if (range.verdict == http::RangeVerdict::Unsatisfiable) {
    response.status = 416;
    response.fields.emplace_back("Content-Range", "bytes */" + std::to_string(size));
    return response;
  }
  if (range.verdict == http::RangeVerdict::Part) {
    response.status = 206;
    response.fields.emplace_back("Content-Range",
                                 "bytes " + std::to_string(range.range.first) + "-" +
                                     std::to_string(range.range.first + range.range.length - 1) + "/" +
                                     std::to_string(size));
  }
  TATARA_ASSIGN(response.source, http::openFileBody(context.artifacts.blobFile(found->digest), range.range));
  return response;
}

}  // namespace tatara::api
