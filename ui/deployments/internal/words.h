// Words of the Deployments panel that no class owns. Threads: GUI.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace tatara::ui {

inline QString tr(const char* text) {
  return QCoreApplication::translate("tatara::ui", text);
}

}  // namespace tatara::ui
