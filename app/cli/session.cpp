#include "app/cli/session.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/text/table.h"

namespace tatara::cli {

Format Session::format(Format byDefault) const {
  if (m_options.format == "table") {
    return Format::Table;
  }
  if (m_options.format == "json") {
    return Format::Json;
  }
  return m_options.format == "csv" ? Format::Csv : byDefault;
}

void Session::print(std::string_view text) {
  clearProgress();
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() && m_writeError == 0) {
    m_writeError = errno;
  }
}

void Session::remark(std::string_view sentence) const {
  clearProgress();
  if (!m_options.quiet) {
    const std::string line = text::printable(sentence) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
}

void Session::progress(std::string_view doing, std::int64_t done, std::int64_t total) {
  // A program that shows the progress itself, as the workbench does, asks for a line each.
  const bool forProgram = std::getenv("TATARA_PROGRESS") != nullptr;
  if (m_options.quiet || (isatty(STDERR_FILENO) == 0 && !forProgram)) {
    return;
  }
  const std::string said =
      text::printable(doing) + "  " + withThousands(done) + " of " + withThousands(total);
  const std::string line = forProgram ? said + "\n" : "\r\x1b[K" + said;
  std::fwrite(line.data(), 1, line.size(), stderr);
  m_progressShown = !forProgram;
}

void Session::clearProgress() const {
  if (m_progressShown) {
    std::fputs("\r\x1b[K", stderr);
    m_progressShown = false;
  }
}

Result<store::Workspace> Session::workspace() const {
  if (workspaceNamed()) {
    return store::openWorkspace(m_options.workspace);
  }
  std::error_code code;
  const std::filesystem::path here = std::filesystem::current_path(code);
  if (code) {
    return fileError("The current folder cannot be read", ".", code.value());
  }
  if (auto found = store::findWorkspace(here)) {
    return store::openWorkspace(found->root);
  }
  return makeError(
      ErrorKind::NotFound,
      "There is no workspace here: neither this folder, nor one above it, nor ~/tatara holds tatara.yaml. "
      "Make one with \"tatara init\", or name one with --workspace");
}

Result<std::shared_ptr<store::Store>> Session::store() {
  if (!m_store) {
    TATARA_ASSIGN(const store::Workspace found, workspace());
    TATARA_ASSIGN(m_store, store::Store::open(found));
  }
  return m_store;
}

Status Session::finish() {
  clearProgress();
  if (std::fflush(stdout) != 0 && m_writeError == 0) {
    m_writeError = errno;
  }
  // A reader that has seen enough ("| head") is no error.
  if (m_writeError != 0 && m_writeError != EPIPE) {
    return fileError("The result could not be written", "standard output", m_writeError);
  }
  return {};
}

}  // namespace tatara::cli
