// Where a window goes on its screen.
#pragma once

#include <QRect>

namespace tatara::ui {

// `frame`, the window with its title bar, as it fits into `screen`: cut to it and moved inside. A window with
// its lower edge outside would hide its status bar.
QRect onScreen(const QRect& frame, const QRect& screen);

}  // namespace tatara::ui
