// POST /v1/traces: spans from any OpenTelemetry exporter (OTLP over HTTP, binary protobuf or JSON, plain or
// gzip), and from MLflow's own clients, which name the experiment in a header.

#include <zlib.h>

#include "core/api/internal/failure.h"
#include "core/api/internal/otlp_json.h"
#include "core/api/internal/routes.h"
#include "core/track/traces.h"

namespace tatara::api {
namespace {

constexpr std::size_t kLargestBody = 64u << 20;

Result<std::string> unzipped(std::string_view body) {
  z_stream stream{};
  constexpr int kGzip = 16;
  if (inflateInit2(&stream, MAX_WBITS + kGzip) != Z_OK) {
    return makeError(ErrorKind::Internal, "zlib has no memory");
  }
  std::string out;
  int code = Z_OK;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));  // zlib does not write to it
  stream.avail_in = static_cast<uInt>(body.size());
  while (code == Z_OK && out.size() < kLargestBody) {
    const std::size_t had = out.size();
    constexpr std::size_t kPiece = 64 * 1024;
    out.resize(had + kPiece);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    stream.avail_out = kPiece;
    code = inflate(&stream, Z_NO_FLUSH);
    out.resize(had + kPiece - stream.avail_out);
  }
  inflateEnd(&stream);
  if (code != Z_STREAM_END) {
    return invalid(out.size() >= kLargestBody ? "The body is larger than 64 MiB when unpacked"
                                              : "The body is not gzip, though its Content-Encoding says so");
  }
  return out;
}

Answer takeSpans(Context& context, const http::Request& request) {
  std::string_view type = request.field("content-type").value_or("");
  type = type.substr(0, type.find(';'));
  const bool json = type == "application/json";
  if (!json && type != "application/x-protobuf") {
    return invalid("Invalid Content-Type: " + std::string(type.substr(0, 100)) +
                   ". Expected: application/x-protobuf or application/json");
  }
  const auto header = request.field("x-mlflow-experiment-id");
  if (!header) {
    return invalid("The header x-mlflow-experiment-id must say which experiment the spans belong to");
  }
  TATARA_ASSIGN(const auto experiment, parseExperimentId(*header));
  const track::RunId run{std::string(request.field("x-mlflow-run-id").value_or(""))};
  const std::string_view encoding = request.field("content-encoding").value_or("identity");
  if (encoding != "identity" && encoding != "gzip") {
    return invalid("The Content-Encoding '" + std::string(encoding.substr(0, 50)) +
                   "' is not understood; gzip is");
  }
  std::string message;
  if (encoding == "gzip") {
    TATARA_ASSIGN(message, unzipped(request.body));
  }
  if (json) {
    TATARA_ASSIGN(message, exportMessageOf(encoding == "gzip" ? message : request.body));
  }
  TATARA_ASSIGN(const auto spans, track::readExport(json || encoding == "gzip" ? message : request.body));
  if (spans.empty()) {
    return invalid("Invalid OpenTelemetry format - no spans found");
  }
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::logSpans(writer, experiment, spans, run); }));
  if (json) {
    return emptyAnswer();
  }
  http::Response done;  // an ExportTraceServiceResponse without partial success is an empty message
  done.contentType = "application/x-protobuf";
  return done;
}

}  // namespace

void addSpanRoutes(Routes& routes) {
  routes.router().add(
      http::Method::Post, "/v1/traces",
      [context = routes.context()](const http::Request& request) { return takeSpans(*context, request); });
}

}  // namespace tatara::api
