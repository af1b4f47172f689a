// Icons of resources/icons, coloured at the moment they are painted, so that a theme change needs no new
// icons.
//
// Threads: GUI thread.
#pragma once

#include <QIcon>
#include <QRectF>
#include <QString>

#include "ui/base/theme.h"

class QPainter;

namespace tatara::ui {

// Normal in `role`, checked or selected in acctx, disabled in dis. `name` is a file of resources/icons,
// without .svg.
QIcon icon(const QString& name, ColorRole role = &Colors::tx2);
// The product mark; its colours are its own.
QIcon productIcon();

void drawIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color);

}  // namespace tatara::ui
