// The parts of a workbook's archive, as streams of XML events.
//
// Threads: one at a time. Errors: Parse, Unsupported, Cancelled.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::dataset {

using XmlAttributes = std::map<std::string, std::string, std::less<>>;

// Names come without their namespace prefix. A handler's error ends the reading.
struct XmlEvents {
  std::function<Status(std::string_view name, const XmlAttributes& attributes)> open;
  std::function<Status(std::string_view name)> close;
  std::function<Status(std::string_view text)> text;
};

class XlsxArchive;

// One part being read.
class XmlStream {
 public:
  ~XmlStream();
  // Reads a piece and tells its events; false at the end.
  Result<bool> step();
  double progress() const;

 private:
  friend class XlsxArchive;
  struct Impl;
  explicit XmlStream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

class XlsxArchive {
 public:
  static Result<std::unique_ptr<XlsxArchive>> open(const std::filesystem::path& file);
  ~XlsxArchive();
  XlsxArchive(const XlsxArchive&) = delete;
  XlsxArchive& operator=(const XlsxArchive&) = delete;

  bool has(const std::string& part) const;
  Result<std::unique_ptr<XmlStream>> stream(const std::string& part, XmlEvents events) const;
  // All of a part that is there; nothing for one that is not.
  Status readAll(const std::string& part, XmlEvents events, const std::stop_token& stop) const;

 private:
  XlsxArchive() = default;
  std::string m_name;
  void* m_zip = nullptr;
};

}  // namespace tatara::dataset
