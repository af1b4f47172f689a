#include "app/workbench/print.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include <QGuiApplication>

#include "ui/base/pdf.h"

namespace tatara::workbench {

std::optional<int> printDocument(int argc, char** argv) {
  if (argc != 4 || std::string_view(argv[1]) != "--print-document") {
    return std::nullopt;
  }
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QGuiApplication app(argc, argv);
  std::ifstream file(argv[2], std::ios::binary);
  std::ostringstream html;
  html << file.rdbuf();
  if (!file) {
    std::cerr << "The file " << argv[2] << " cannot be read\n";
    return 6;
  }
  const Status written = ui::writePdf(html.str(), argv[3]);
  if (!written) {
    std::cerr << written.error().message << '\n';
    return 6;
  }
  return 0;
}

}  // namespace tatara::workbench
