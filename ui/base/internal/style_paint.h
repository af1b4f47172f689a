// How single controls are drawn; Style decides which. Each reads the state flags of its option.
// Threads: GUI thread.
#pragma once

#include <QPainter>
#include <QStyleOption>

#include "ui/base/style.h"

namespace tatara::ui {

ButtonKind buttonKind(const QWidget* widget);
bool isSmall(const QWidget* widget);
bool isInvalid(const QWidget* widget);

// QPalette roles a caller may override: none; everything comes from colors().
void paintPushButton(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget);
void paintToolButton(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget);
void paintInputFrame(const QStyleOption& option, QPainter& painter, const QWidget* widget);
void paintComboBox(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget);
void paintSpinBox(const Style& style, const QStyleOptionSpinBox& option, QPainter& painter,
                  const QWidget* widget);
void paintCheckBox(const QStyleOption& option, QPainter& painter);
void paintRadioButton(const QStyleOption& option, QPainter& painter);
void paintTab(const QStyleOptionTab& option, QPainter& painter);
void paintScrollBar(const Style& style, const QStyleOptionSlider& option, QPainter& painter,
                    const QWidget* widget);
void paintSlider(const Style& style, const QStyleOptionSlider& option, QPainter& painter,
                 const QWidget* widget);
void paintProgress(const QStyleOptionProgressBar& option, QPainter& painter);
void paintMenuItem(const QStyleOptionMenuItem& option, QPainter& painter);
void paintHeaderSection(const QStyleOptionHeader& option, QPainter& painter);
void paintHeaderLabel(const QStyleOptionHeader& option, QPainter& painter);
void paintSplitterGrip(const QStyleOption& option, QPainter& painter);

}  // namespace tatara::ui
