// A document of text and tables as PDF: the visible part of an HTML file of ours (core/registry/dossier.h) on
// A4 pages with their numbers. Scripts and attachments are left out, nothing is loaded.
//
// Threads: any, with a QGuiApplication there; a PDF is painted on a thread of its own, which is waited for.
// Errors: Io.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/base/result.h"

namespace tatara::ui {

Status writePdf(const std::string& html, const std::filesystem::path& target);
// PDF or Markdown where the name ends so, else HTML. A file that was there is replaced whole or not at all,
// but for a PDF.
Status writeDocument(const std::function<std::string()>& html, const std::function<std::string()>& markdown,
                     const std::filesystem::path& target);

}  // namespace tatara::ui
