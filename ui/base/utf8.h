// The one way from core's text (UTF-8) to Qt's. Malformed bytes become U+FFFD. Threads: any.
#pragma once

#include <string_view>

#include <QString>

namespace tatara::ui {

inline QString fromUtf8(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace tatara::ui
