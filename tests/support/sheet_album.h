// Pictures of the sheets of a panel, one below the other, so that one golden shows them all. A sheet must fit
// into the smallest window, and all of it into the sheet.
#pragma once

#include <algorithm>
#include <vector>

#include <QApplication>
#include <QImage>
#include <QPainter>

#include "tests/support/ui_test.h"
#include "ui/widget/sheet.h"

namespace tatara::ui::test {

class SheetAlbum {
 public:
  // The sheet that is open under `parent`; closes it.
  void take(QWidget& parent) {
    Sheet* open = nullptr;
    for (Sheet* sheet : parent.findChildren<Sheet*>()) {
      open = sheet->isVisible() ? sheet : open;
    }
    QVERIFY2(open, "no sheet is open");
    QCoreApplication::processEvents();
    QVERIFY2(open->height() <= 720 && open->width() <= 1280, qPrintable(open->windowTitle()));
    for (const QWidget* part : open->findChildren<QWidget*>()) {
      if (part->isVisible() && part->parentWidget() == open) {
        QVERIFY2(open->rect().contains(part->geometry()), qPrintable(open->windowTitle()));
      }
    }
    if (QWidget* field =
            open->focusWidget()) {  // whether the window is the active one is the platform's affair
      field->clearFocus();
    }
    m_pictures.push_back(open->grab().toImage());
    open->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  std::size_t size() const { return m_pictures.size(); }

  QImage picture() const {
    constexpr int kWidth = 1280;
    int width = 0, height = 0, x = 0, row = 0;
    std::vector<QPoint> places;
    for (const QImage& one : m_pictures) {
      if (x > 0 && x + one.width() > kWidth) {
        x = 0;
        height += row + 12;
        row = 0;
      }
      places.emplace_back(x, height);
      x += one.width() + 12;
      row = std::max(row, one.height());
      width = std::max(width, x);
    }
    QImage all(width, height + row, QImage::Format_ARGB32_Premultiplied);
    all.fill(Qt::gray);
    QPainter painter(&all);
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
      painter.drawImage(places[i], m_pictures[i]);
    }
    return all;
  }

 private:
  std::vector<QImage> m_pictures;
};

}  // namespace tatara::ui::test
