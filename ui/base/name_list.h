// Names with commas between, as they stand in a sentence. Threads: any.
#pragma once

#include <string>
#include <vector>

#include <QStringList>

#include "ui/base/utf8.h"

namespace tatara::ui {

inline QString joinedNames(const std::vector<std::string>& names) {
  QStringList parts;
  for (const std::string& name : names) {
    parts << fromUtf8(name);
  }
  return parts.join(QStringLiteral(", "));
}

}  // namespace tatara::ui
