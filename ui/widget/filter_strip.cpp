#include "ui/widget/filter_strip.h"

#include <QEvent>
#include <QPainter>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kGap = 6;
constexpr int kIconSpace = 24;

}  // namespace

FilterStrip::FilterStrip(QWidget* parent)
    : QWidget(parent),
      m_match(new Label(QString(), TextRole::Cell, &Colors::tx3, this)),
      m_more(new Label(QString(), TextRole::CellMedium, &Colors::acctx, this)) {
  setFixedHeight(kFilterStripHeight);
  m_more->hide();
}

void FilterStrip::setChips(std::vector<Chip*> chips) {
  for (Chip* old : m_chips) {
    old->hide();
    old->deleteLater();
  }
  m_chips = std::move(chips);
  for (Chip* chip : m_chips) {
    chip->setParent(this);
    chip->show();
  }
  layOut();
}

void FilterStrip::setAddButton(QWidget* button) {
  m_add = button;
  button->setParent(this);
  layOut();
}

void FilterStrip::setMatchText(const QString& text) {
  m_match->setText(text);
  layOut();
}

void FilterStrip::addRight(QWidget* widget) {
  widget->setParent(this);
  m_right.push_back(widget);
  layOut();
}

QSize FilterStrip::sizeHint() const {
  return QSize(600, kFilterStripHeight);
}

void FilterStrip::resizeEvent(QResizeEvent*) {
  layOut();
}

bool FilterStrip::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest) {
    layOut();
  }
  return QWidget::event(event);
}

void FilterStrip::layOut() {
  const auto place = [this](QWidget* widget, int x, int width) {
    const int height = widget->sizeHint().height();
    widget->setGeometry(x, (kFilterStripHeight - height) / 2, width, height);
  };
  int right = width();
  for (auto widget = m_right.rbegin(); widget != m_right.rend(); ++widget) {
    if ((*widget)->isHidden()) {
      continue;
    }
    const int w = (*widget)->sizeHint().width();
    place(*widget, right - w, w);
    right -= w + kGap + 2;
  }
  if (!m_match->text().isEmpty()) {
    const int w = m_match->sizeHint().width();
    place(m_match, right - w, w);
    right -= w + 12;
  }
  const int addWidth = m_add ? m_add->sizeHint().width() : 0;
  int x = kIconSpace;
  int hidden = 0;
  for (Chip* chip : m_chips) {
    const int w = chip->sizeHint().width();
    const bool fits = hidden == 0 && x + w + kGap + addWidth + 32 <= right;
    chip->setVisible(fits);
    if (!fits) {
      ++hidden;
      continue;
    }
    place(chip, x, w);
    x += w + kGap;
  }
  m_more->setVisible(hidden > 0);
  if (hidden > 0) {
    m_more->setText(QStringLiteral("+%1").arg(hidden));
    place(m_more, x, 28);
    x += 32;
  }
  if (m_add) {
    place(m_add, x, addWidth);
  }
}

void FilterStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawIcon(painter, QStringLiteral("filter"), QRectF(0, kFilterStripHeight / 2.0 - 7, 14, 14), colors().tx2);
}

}  // namespace tatara::ui
