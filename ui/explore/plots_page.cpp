#include "ui/explore/plots_page.h"

#include <QBuffer>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/base/whole_file.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kResizeDelayMs = 80;

bool needsNumbersY(PlotKind kind) {
  return kind == PlotKind::Scatter || kind == PlotKind::Box || kind == PlotKind::Violin ||
         kind == PlotKind::Pairs;
}

}  // namespace

PlotsPage::PlotsPage(QWidget* parent)
    : QWidget(parent),
      m_save([this](Result<QString> file) {
        if (file) {
          Q_EMIT saved(*file);
        } else {
          Q_EMIT failed(file.error());
        }
      }),
      m_job([this](Result<PlotAnswerPtr> answer) { take(std::move(answer)); }) {
  build();
}

QLayout* PlotsPage::makeBar() {
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(12, 4, 8, 4);
  bar->setSpacing(6);
  const auto combo = [&](const QString& name, int width) {
    auto* label = new Label(name, TextRole::Caption, &Colors::tx3);
    label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    bar->addWidget(label);
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setMinimumWidth(width);
    box->setMaximumWidth(170);
    bar->addWidget(box);
    connect(box, &QComboBox::currentIndexChanged, this, &PlotsPage::takeBoxes);
    return box;
  };
  m_kind = combo(tr("Plot"), 110);
  m_x = combo(tr("x"), 90);
  m_y = combo(tr("y"), 90);
  m_colour = combo(tr("Colour"), 90);
  m_facet = combo(tr("Facet"), 90);
  for (const QString& kind : {tr("Histogram"), tr("Scatter"), tr("Box"), tr("Violin"), tr("Line"), tr("Bar"),
                              tr("Heatmap"), tr("Pairs")}) {
    m_kind->addItem(kind);
  }
  bar->addSpacing(4);
  const auto toggle = [&](const QString& text, bool PlotChoice::*member) {
    QPushButton* button = makeButton(text);
    button->setCheckable(true);
    bar->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, member](bool on) {
      PlotChoice next = m_choice;
      next.*member = on;
      choose(next);
    });
    return button;
  };
  m_logX = toggle(tr("Log x"), &PlotChoice::logX);
  m_logY = toggle(tr("Log y"), &PlotChoice::logY);
  bar->addStretch(1);
  m_mode = new SegmentedControl;
  m_mode->addSegment({}, QStringLiteral("brush-select"), tr("Select by rectangle"));
  m_mode->addSegment({}, QStringLiteral("lasso"), tr("Select by lasso"));
  bar->addWidget(m_mode);
  m_export = makeButton(tr("Export"), QStringLiteral("export"));
  bar->addWidget(m_export);
  return bar;
}

void PlotsPage::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  m_showing = true;
  column->addLayout(makeBar());
  column->addWidget(makeLine(Qt::Horizontal));
  m_stack = new QStackedWidget;
  m_view = new PlotsView;
  auto* frame = new QWidget;
  auto* inner = new QVBoxLayout(frame);
  inner->setContentsMargins(8, 4, 8, 4);
  inner->addWidget(m_view);
  m_stack->addWidget(frame);
  column->addWidget(m_stack, 1);
  column->addWidget(makeLine(Qt::Horizontal));
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(12, 5, 12, 5);
  m_note = new Label({}, TextRole::Caption, &Colors::tx3);
  m_count = new Label({}, TextRole::Caption, &Colors::tx3);
  m_count->setTabular(true);
  m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  foot->addWidget(m_note, 1);
  foot->addWidget(m_count);
  column->addLayout(foot);
  m_showing = false;

  m_delay.setSingleShot(true);
  m_delay.setInterval(kResizeDelayMs);
  connect(&m_delay, &QTimer::timeout, this, &PlotsPage::start);
  connect(m_view, &PlotsView::resized, this, [this] { m_delay.start(); });
  connect(m_view, &PlotsView::brushed, this, &PlotsPage::brushed);
  connect(m_view, &PlotsView::clearAsked, this, &PlotsPage::clearAsked);
  connect(m_mode, &SegmentedControl::currentChanged, this, [this](int index) {
    m_view->setMode(index == 1 ? PlotsView::Mode::Lasso : PlotsView::Mode::Rectangle);
  });
  connect(m_export, &QPushButton::clicked, this, &PlotsPage::showExportMenu);
  setFocusProxy(m_view);
  setFrame(nullptr);
}

void PlotsPage::takeBoxes() {
  if (m_showing) {
    return;
  }
  PlotChoice next = m_choice;
  next.kind = static_cast<PlotKind>(m_kind->currentIndex());
  next.x = m_x->currentData().toString().toStdString();
  next.y = m_y->currentData().toString().toStdString();
  next.colour = m_colour->currentData().toString().toStdString();
  next.facet = m_facet->currentData().toString().toStdString();
  if (next.kind != m_choice.kind && !m_chosen) {
    next.x.clear();  // nobody chose these; the other kind begins with its own
    next.y.clear();
  }
  choose(completed(next));
}

void PlotsPage::showExportMenu() {
  QMenu menu;
  menu.addAction(tr("Save as PNG"), this, [this] { exportAs(QStringLiteral("png")); });
  menu.addAction(tr("Save as SVG"), this, [this] { exportAs(QStringLiteral("svg")); });
  menu.addAction(tr("Save as CSV"), this, [this] { exportAs(QStringLiteral("csv")); });
  menu.addSeparator();
  menu.addAction(tr("Copy as pandas"), this, [this] { Q_EMIT queryAsked(RowsFormat::Pandas); });
  menu.addAction(tr("Copy as SQL"), this, [this] { Q_EMIT queryAsked(RowsFormat::Sql); });
  menu.exec(m_export->mapToGlobal(QPoint(0, m_export->height() + 2)));
}

void PlotsPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
}

void PlotsPage::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) {
    m_delay.start();  // the picture has the theme's colours in it
  }
}

// The target where that is wanted and a number, else a feature, decimals first, else any number.
std::string PlotsPage::firstNumber(const std::string& other, bool target) const {
  const auto rank = [&](const dataset::FrameColumn& column) {
    const auto known = m_roles.find(column.info.name);
    const auto role = known == m_roles.end() ? dataset::ColumnRole::Feature : known->second;
    const bool real = column.info.type == dataset::ColumnType::Real;
    if (role == dataset::ColumnRole::Target) {
      return target ? 0 : 3;
    }
    const bool feature = role == dataset::ColumnRole::Feature || role == dataset::ColumnRole::Group;
    return feature ? (real ? 1 : 2) : role == dataset::ColumnRole::Time ? 4 : 5;
  };
  std::string first;
  int best = 6;
  for (const dataset::FrameColumn& column : m_frame->columns()) {
    const bool good = !column.isText() && column.finite > 0 && column.info.name != other;
    if (good && rank(column) < best) {
      best = rank(column);
      first = column.info.name;
    }
  }
  return first;
}

PlotChoice PlotsPage::completed(PlotChoice choice) const {
  const auto known = [this](std::string& name) {
    if (!name.empty() && !m_frame->find(name)) {
      name.clear();
    }
  };
  for (std::string* name : {&choice.x, &choice.y, &choice.colour, &choice.facet}) {
    known(*name);
  }
  const bool two = needsNumbersY(choice.kind) || choice.kind == PlotKind::Heatmap;
  if (choice.x.empty()) {
    choice.x = firstNumber({}, !two);
    choice.x = choice.x.empty() ? m_frame->columns().front().info.name : choice.x;
  }
  if (choice.y.empty() && two) {
    choice.y = firstNumber(choice.x, true);
  }
  return choice;
}

void PlotsPage::setRoles(std::map<std::string, dataset::ColumnRole> roles) {
  if (roles == m_roles) {
    return;
  }
  m_roles = std::move(roles);
  if (!m_chosen && m_frame && m_frame->rows() > 0 && !m_frame->columns().empty()) {
    PlotChoice begin{.kind = m_choice.kind};
    begin.logX = m_choice.logX;
    begin.logY = m_choice.logY;
    put(begin);
  }
}

void PlotsPage::fillColumns() {
  m_showing = true;
  for (QComboBox* box : {m_x, m_y, m_colour, m_facet}) {
    box->clear();
    if (box == m_y) {
      box->addItem(tr("Rows (count)"), QString());
    } else if (box != m_x) {
      box->addItem(tr("None"), QString());
    }
    for (std::size_t i = 0; m_frame && i < m_frame->columns().size(); ++i) {
      const QString name = QString::fromStdString(m_frame->column(i).info.name);
      box->addItem(name, name);
    }
  }
  m_showing = false;
}

void PlotsPage::showChoice() {
  m_showing = true;
  m_kind->setCurrentIndex(static_cast<int>(m_choice.kind));
  for (const auto& [box, name] :
       {std::pair(m_x, &m_choice.x), std::pair(m_y, &m_choice.y), std::pair(m_colour, &m_choice.colour),
        std::pair(m_facet, &m_choice.facet)}) {
    box->setCurrentIndex(box->findData(QString::fromStdString(*name)));
  }
  m_logX->setChecked(m_choice.logX);
  m_logY->setChecked(m_choice.logY);
  const PlotKind kind = m_choice.kind;
  m_y->setEnabled(m_frame && kind != PlotKind::Histogram);
  m_colour->setEnabled(m_frame && kind != PlotKind::Box && kind != PlotKind::Violin &&
                       kind != PlotKind::Pairs);
  m_facet->setEnabled(m_frame && kind != PlotKind::Pairs);
  m_logX->setEnabled(m_frame &&
                     (kind == PlotKind::Histogram || kind == PlotKind::Scatter || kind == PlotKind::Line));
  m_logY->setEnabled(m_frame && kind != PlotKind::Heatmap && kind != PlotKind::Pairs);
  m_showing = false;
}

void PlotsPage::setFrame(FramePtr frame) {
  if (frame && frame == m_frame) {
    return;
  }
  m_job.cancel();
  m_frame = std::move(frame);
  m_selection = {};
  m_answer = nullptr;
  m_view->setAnswer(nullptr);
  fillColumns();
  const bool rows = m_frame && m_frame->rows() > 0 && !m_frame->columns().empty();
  for (QWidget* control : {static_cast<QWidget*>(m_kind), static_cast<QWidget*>(m_x),
                           static_cast<QWidget*>(m_export), static_cast<QWidget*>(m_mode)}) {
    control->setEnabled(rows);
  }
  if (rows) {
    if (!m_frame->find(m_choice.x)) {
      m_chosen = false;  // that was another dataset
    }
    m_choice = completed(m_choice);
    showChoice();
    start();
  } else {
    showChoice();
    showState(m_frame ? static_cast<QWidget*>(new EmptyState(QStringLiteral("histogram"),
                                                             tr("This version has no rows to draw"), {}))
                      : new Skeleton(kRowHeight));
  }
  showNote();
}

void PlotsPage::setFailure(const Error& error, std::function<void()> retry) {
  showState(new ErrorState(error, std::move(retry)));
}

void PlotsPage::showState(QWidget* state) {
  delete std::exchange(m_state, state);
  if (state) {
    m_stack->addWidget(state);
    m_stack->setCurrentWidget(state);
  } else {
    m_stack->setCurrentIndex(0);
  }
}

void PlotsPage::setSelection(dataset::Selection selection, bool updating) {
  const bool changed = selection.words() != m_selection.words();
  m_selection = std::move(selection);
  m_view->setUpdating(updating);
  if (changed) {
    start();
  }
}

void PlotsPage::setChoice(const PlotChoice& choice) {
  m_chosen = m_chosen || !choice.x.empty();
  put(choice);
}

void PlotsPage::put(const PlotChoice& choice) {
  m_choice = m_frame && !m_frame->columns().empty() ? completed(choice) : choice;
  showChoice();
  start();
}

void PlotsPage::choose(const PlotChoice& choice) {
  if (choice == m_choice) {
    return;
  }
  m_chosen = m_chosen || choice.kind == m_choice.kind;
  put(choice);
  Q_EMIT choiceChanged();
}

void PlotsPage::start() {
  m_delay.stop();
  if (!m_frame || m_frame->rows() == 0 || m_frame->columns().empty() || m_view->width() < 40) {
    return;
  }
  PlotRequest request{.frame = m_frame,
                      .selection = m_selection,
                      .choice = m_choice,
                      .size = (QSizeF(m_view->size()) * devicePixelRatioF()).toSize(),
                      .ratio = devicePixelRatioF(),
                      .colors = colors()};
  m_view->setUpdating(m_answer != nullptr);
  m_job.start([request = std::move(request)](std::stop_token stop) { return drawPlot(request, stop); });
}

void PlotsPage::take(Result<PlotAnswerPtr> answer) {
  if (!answer) {
    m_answer = nullptr;
    m_view->setAnswer(nullptr);
    setFailure(answer.error(), {});
    return;
  }
  m_answer = std::move(*answer);
  m_view->setAnswer(m_answer);
  showState(nullptr);
  showNote();
}

void PlotsPage::showNote() {
  m_note->setText(m_answer ? m_answer->note : QString());
  m_count->setText(
      m_answer ? tr("%1 rows, every one drawn").arg(countText(static_cast<std::int64_t>(m_answer->rows)))
               : QString());
}

void PlotsPage::exportAs(const QString& suffix) {
  const QString name = QString::fromStdString(m_choice.x) + QLatin1Char('.') + suffix;
  const QString file = QFileDialog::getSaveFileName(this, tr("Export"), name);
  if (!file.isEmpty()) {
    saveTo(file);
  }
}

void PlotsPage::saveTo(const QString& file) {
  if (!m_answer) {
    return;
  }
  const auto write = [this, file](const QByteArray& bytes) {
    m_save.start([file, bytes](std::stop_token) { return writeWhole(file, bytes); });
  };
  if (file.endsWith(QStringLiteral(".csv"))) {
    write(m_view->table().toCsv());
  } else if (file.endsWith(QStringLiteral(".svg"))) {
    write(m_view->toSvg(QString::fromStdString(m_choice.x)));
  } else {
    m_save.start([file, image = m_view->toImage(2)](std::stop_token) -> Result<QString> {
      QByteArray bytes;
      QBuffer buffer(&bytes);
      buffer.open(QIODevice::WriteOnly);
      image.save(&buffer, "PNG");
      return writeWhole(file, bytes);
    });
  }
}

}  // namespace tatara::ui
