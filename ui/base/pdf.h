// A document of text and tables as PDF: the visible part of an HTML file of ours (core/registry/dossier.h) on
// A4 pages with their numbers. Scripts and attachments are left out, nothing is loaded.
//
// Threads: any that may paint into images, with a QGuiApplication there. Errors: Io.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace tatara::ui {

Status writePdf(const std::string& html, const std::filesystem::path& target);

}  // namespace tatara::ui
