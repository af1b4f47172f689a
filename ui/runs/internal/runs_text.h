// The translation context of what is no QObject in this panel.
#pragma once

#include <QCoreApplication>

namespace tatara::ui {

class RunsText {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::RunsText)
};

}  // namespace tatara::ui
