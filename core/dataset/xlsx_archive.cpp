#include "core/dataset/internal/xlsx_archive.h"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <vector>

#include "core/dataset/internal/cells.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr zip_int64_t kMostEntries = 10'000;
constexpr std::uint64_t kArchiveFreeBytes = 64'000'000;
constexpr std::uint64_t kMostArchiveRatio = 200;
constexpr int kDeepestXml = 100;
constexpr std::size_t kPiece = 64 << 10;

std::string_view localName(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

struct XmlStream::Impl {
  std::string file;
  std::string part;
  zip_file_t* source = nullptr;
  XML_Parser parser = nullptr;
  XmlEvents events;
  std::uint64_t packed = 0;
  std::uint64_t size = 0;
  std::uint64_t done = 0;
  int depth = 0;
  std::optional<Error> failed;

  ~Impl() {
    if (parser) {
      XML_ParserFree(parser);
    }
    if (source) {
      zip_fclose(source);
    }
  }

  Error damaged(const text::Phrase& what) const {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 (%2): %3"), {file, part, what});
  }
  void fail(Error error) {
    if (!failed) {
      failed = std::move(error);
      XML_StopParser(parser, XML_FALSE);
    }
  }
  void take(const Status& status) {
    if (!status) {
      fail(status.error());
    }
  }

  static Impl& of(void* data) { return *static_cast<Impl*>(data); }
  static void onOpen(void* data, const XML_Char* name, const XML_Char** list) {
    Impl& self = of(data);
    if (++self.depth > kDeepestXml) {
      self.fail(self.damaged(text::Phrase::say(
          TATARA_SAYS("Phrase", "its XML is nested deeper than 100 levels; save the workbook again"))));
      return;
    }
    XmlAttributes attributes;
    for (; *list; list += 2) {
      attributes[std::string(localName(list[0]))] = list[1];
    }
    if (!self.failed && self.events.open) {
      self.take(self.events.open(localName(name), attributes));
    }
  }
  static void onClose(void* data, const XML_Char* name) {
    Impl& self = of(data);
    --self.depth;
    if (!self.failed && self.events.close) {
      self.take(self.events.close(localName(name)));
    }
  }
  static void onText(void* data, const XML_Char* text, int size) {
    Impl& self = of(data);
    if (!self.failed && self.events.text) {
      self.take(self.events.text({text, static_cast<std::size_t>(size)}));
    }
  }
  static void onDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    Impl& self = of(data);
    self.fail(self.damaged(text::Phrase::say(TATARA_SAYS(
        "Phrase", "it declares a document type, as no workbook does; save it again with Excel"))));
  }
};

XmlStream::XmlStream(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
XmlStream::~XmlStream() = default;

double XmlStream::progress() const {
  return m_impl->size == 0 ? 1 : static_cast<double>(m_impl->done) / static_cast<double>(m_impl->size);
}

Result<bool> XmlStream::step() {
  Impl& impl = *m_impl;
  std::string piece(kPiece, '\0');
  const zip_int64_t got = zip_fread(impl.source, piece.data(), piece.size());
  if (got < 0) {
    return impl.damaged(
        text::Phrase::say(TATARA_SAYS("Phrase", "the archive is damaged (%1); save the workbook again"),
                          {zip_file_strerror(impl.source)}));
  }
  impl.done += static_cast<std::uint64_t>(got);
  if (impl.done > kArchiveFreeBytes && impl.done / kMostArchiveRatio > impl.packed) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase",
                                      "%1 (%2) unpacks to more than 200 times its size, as no table does; "
                                      "save it as CSV if it is meant so"),
                          {impl.file, impl.part});
  }
  if (XML_Parse(impl.parser, piece.data(), static_cast<int>(got), got == 0) != XML_STATUS_OK) {
    if (impl.failed) {
      return *impl.failed;
    }
    return impl.damaged(text::Phrase::say(
        TATARA_SAYS("Phrase", "line %1 of its XML is damaged (%2); save the workbook again"),
        {std::to_string(XML_GetCurrentLineNumber(impl.parser)),
         XML_ErrorString(XML_GetErrorCode(impl.parser))}));
  }
  return got > 0;
}

XlsxArchive::~XlsxArchive() {
  if (m_zip) {
    zip_discard(static_cast<zip_t*>(m_zip));
  }
}

Result<std::unique_ptr<XlsxArchive>> XlsxArchive::open(const std::filesystem::path& file) {
  std::unique_ptr<XlsxArchive> archive(new XlsxArchive);
  archive->m_name = file.filename().string();
  int code = 0;
  zip_t* zip = zip_open(file.c_str(), ZIP_RDONLY, &code);
  if (!zip) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string words = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase", "%1 is a damaged zip archive (%2); fetch it or save the workbook again"),
        {archive->m_name, words});
  }
  archive->m_zip = zip;
  if (zip_get_num_entries(zip, 0) > kMostEntries) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "%1 is an archive of more than 10,000 files and no workbook"),
                          {archive->m_name});
  }
  if (!archive->has("xl/workbook.xml")) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "%1 is a zip archive and no Excel workbook; unpack it first"),
                          {archive->m_name});
  }
  return archive;
}

bool XlsxArchive::has(const std::string& part) const {
  return zip_name_locate(static_cast<zip_t*>(m_zip), part.c_str(), 0) >= 0;
}

Result<std::unique_ptr<XmlStream>> XlsxArchive::stream(const std::string& part, XmlEvents events) const {
  auto* zip = static_cast<zip_t*>(m_zip);
  auto impl = std::make_unique<XmlStream::Impl>();
  impl->file = m_name;
  impl->part = part;
  impl->events = std::move(events);
  zip_stat_t facts{};
  if (zip_stat(zip, part.c_str(), 0, &facts) != 0 || !(impl->source = zip_fopen(zip, part.c_str(), 0))) {
    return impl->damaged(text::Phrase::say(
        TATARA_SAYS("Phrase", "it cannot be read (%1); save the workbook again"), {zip_strerror(zip)}));
  }
  impl->packed = facts.comp_size;
  impl->size = facts.size;
  impl->parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(impl->parser, impl.get());
  XML_SetElementHandler(impl->parser, XmlStream::Impl::onOpen, XmlStream::Impl::onClose);
  XML_SetCharacterDataHandler(impl->parser, XmlStream::Impl::onText);
  XML_SetStartDoctypeDeclHandler(impl->parser, XmlStream::Impl::onDoctype);
  return std::unique_ptr<XmlStream>(new XmlStream(std::move(impl)));
}

Status XlsxArchive::readAll(const std::string& part, XmlEvents events, const std::stop_token& stop) const {
  if (!has(part)) {
    return {};
  }
  TATARA_ASSIGN(const auto reading, stream(part, std::move(events)));
  for (;;) {
    if (stop.stop_requested()) {
      return readCancelled();
    }
    TATARA_ASSIGN(const bool more, reading->step());
    if (!more) {
      return {};
    }
  }
}

}  // namespace tatara::dataset
