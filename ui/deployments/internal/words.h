// Words of the Deployments panel that no class owns. Threads: GUI.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace tatara::ui {

inline QString tr(const char* text, const char* comment = nullptr, int number = -1) {
  return QCoreApplication::translate("tatara::ui", text, comment, number);
}

}  // namespace tatara::ui
