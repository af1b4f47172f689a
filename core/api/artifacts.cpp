// The artifact proxy: what mlflow-artifacts:/ URIs mean to a client of this server.

#include "core/api/internal/answer.h"
#include "core/api/internal/file_answer.h"

namespace tatara::api {
namespace {

using http::Method;

constexpr std::string_view kArtifactPrefixes[] = {"/api/2.0/mlflow-artifacts/",
                                                  "/ajax-api/2.0/mlflow-artifacts/"};

// Bytes go to a temporary file as they arrive; the name appears once they are safe.
class UploadSink final : public http::BodySink {
 public:
  UploadSink(std::shared_ptr<Context> context, std::string path, artifact::BlobWriter blob)
      : m_context(std::move(context)), m_path(std::move(path)), m_blob(std::move(blob)) {}

  Status write(std::string_view chunk) override { return m_blob.write(chunk); }

  Result<http::Response> finish() override {
    TATARA_ASSIGN(const auto stored, m_blob.finish());
    TATARA_TRY(m_context->store->write([&](store::Writer& writer) {
      return artifact::ArtifactStore::link(writer, m_path, stored, m_context->now());
    }));
    return emptyAnswer();
  }

 private:
  std::shared_ptr<Context> m_context;
  std::string m_path;
  artifact::BlobWriter m_blob;
};

// A piece of a file that comes in several requests (uploads.h).
class PieceSink final : public http::BodySink {
 public:
  PieceSink(std::shared_ptr<Context> context, std::string path, const ContentRange& range,
            std::unique_ptr<Uploads::Lease> lease)
      : m_context(std::move(context)), m_path(std::move(path)), m_range(range), m_lease(std::move(lease)) {}

  Status write(std::string_view chunk) override {
    m_seen += chunk.size();
    return m_seen <= m_range.length ? m_lease->write(chunk) : wrongLength();
  }

  Result<http::Response> finish() override {
    if (m_seen != m_range.length) {
      return Error(wrongLength().error());
    }
    if (m_lease->offset() < m_range.total) {
      TATARA_TRY(m_lease->sync());
      http::Response response = emptyAnswer();
      response.status = 202;
      response.fields.emplace_back("Upload-Offset", std::to_string(m_lease->offset()));
      return response;
    }
    TATARA_ASSIGN(const auto stored, m_lease->finish());
    TATARA_TRY(m_context->store->write([&](store::Writer& writer) {
      return artifact::ArtifactStore::link(writer, m_path, stored, m_context->now());
    }));
    return emptyAnswer();
  }

 private:
  Status wrongLength() const { return invalid("The body is not as long as its Content-Range says"); }

  std::shared_ptr<Context> m_context;
  std::string m_path;
  const ContentRange m_range;
  std::unique_ptr<Uploads::Lease> m_lease;
  std::uint64_t m_seen = 0;
};

Result<std::unique_ptr<http::BodySink>> startPiece(const std::shared_ptr<Context>& context,
                                                   const http::Request& request, std::string path,
                                                   std::string_view field) {
  TATARA_ASSIGN(const ContentRange range, parseContentRange(field));
  if (request.contentLength && *request.contentLength != range.length) {
    return invalid("The body is not as long as its Content-Range says");
  }
  const std::string owner = std::to_string(request.caller.token);
  TATARA_ASSIGN(auto lease, context->uploads.take(owner, path, range));
  return std::unique_ptr<http::BodySink>(
      std::make_unique<PieceSink>(context, std::move(path), range, std::move(lease)));
}

Result<std::unique_ptr<http::BodySink>> startUpload(const std::shared_ptr<Context>& context,
                                                    const http::Request& request) {
  TATARA_ASSIGN(std::string path, checkedPath(request.param("path")));
  if (path.empty()) {
    return invalid("Invalid path");
  }
  if (const auto range = request.field("content-range")) {
    return startPiece(context, request, std::move(path), *range);
  }
  TATARA_ASSIGN(auto blob, context->artifacts.newBlob());
  return std::unique_ptr<http::BodySink>(
      std::make_unique<UploadSink>(context, std::move(path), std::move(blob)));
}

Answer download(Context& context, const http::Request& request) {
  return fileAnswer(context, request, request.param("path"));
}

// Names are the last part only, as the client expects here and nowhere else. A file lists as itself.
Answer list(Context& context, const http::Request& request) {
  TATARA_ASSIGN(const std::string path, checkedPath(request.queryValue("path").value_or("")));
  TATARA_ASSIGN(const auto entries, context.store->read([&](sql::Connection& db) {
    return artifact::ArtifactStore::list(db, path);
  }));
  JsonOut out;
  out.beginObject();
  if (!entries.empty()) {
    out.key("files").beginArray();
    for (const artifact::Entry& entry : entries) {
      out.beginObject().member("path", entry.name).key("is_dir").flag(entry.folder);
      if (!entry.folder) {
        out.member("file_size", entry.size);
      }
      out.endObject();
    }
    out.endArray();
  }
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer remove(Context& context, const http::Request& request) {
  TATARA_ASSIGN(const std::string path, checkedPath(request.param("path")));
  if (path.empty()) {
    return invalid("Invalid path");
  }
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_TRY(artifact::ArtifactStore::remove(writer, path));
    return {};
  }));
  return emptyAnswer();
}

// The words that make the client fall back to one plain request.
Answer noMultipartUpload(Context&, const http::Request&) {
  return makeError(ErrorKind::Unsupported,
                   "Multipart upload is not supported for the current artifact repository");
}
Answer noMultipartDownload(Context&, const http::Request&) {
  return makeError(ErrorKind::Unsupported,
                   "Multipart download is not supported for the current artifact repository");
}

}  // namespace

void addArtifactRoutes(Routes& routes) {
  const auto context = routes.context();
  const auto with = [&](Answer (*handler)(Context&, const http::Request&)) -> http::Handler {
    return [context, handler](const http::Request& request) { return handler(*context, request); };
  };
  for (const std::string_view prefix : kArtifactPrefixes) {
    const std::string base(prefix);
    http::Router& router = routes.router();
    router.addUpload(Method::Put, base + "artifacts/{path...}",
                     [context](const http::Request& request) { return startUpload(context, request); });
    router.add(Method::Get, base + "artifacts/{path...}", with(download));
    router.add(Method::Delete, base + "artifacts/{path...}", with(remove));
    router.add(Method::Get, base + "artifacts", with(list));
    for (const char* step : {"mpu/create/{path...}", "mpu/complete/{path...}", "mpu/abort/{path...}"}) {
      router.add(Method::Post, base + step, with(noMultipartUpload));
    }
    router.add(Method::Get, base + "presigned/{path...}", with(noMultipartDownload));
  }
}

}  // namespace tatara::api
