#include "ui/runs/column_chooser.h"

#include <QCheckBox>
#include <QPainter>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/runs/internal/listing_columns.h"
#include "ui/widget/controls.h"

namespace tatara::ui {

ColumnChooser::ColumnChooser(ListingPtr listing, const ViewState& view, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_listing(std::move(listing)),
      m_view(view),
      m_differing(new QCheckBox(tr("Only those that differ"), this)),
      m_tree(new QTreeWidget(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setFixedSize(320, 440);
  for (const ColumnSpec& spec : m_listing->columns) {
    m_visible.insert(spec.id);
  }
  // What a collapsed group hides is chosen all the same.
  auto* field = new SearchField(tr("Find a column"), this);
  m_differing->setChecked(view.onlyDiffering);
  if (m_listing->identical > 0) {
    m_differing->setText(tr("Only those that differ (%1 identical, hidden)").arg(m_listing->identical));
  }
  m_tree->setHeaderHidden(true);
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setRootIsDecorated(false);
  m_tree->setIndentation(10);
  m_tree->setUniformRowHeights(true);
  m_tree->setSelectionMode(QAbstractItemView::NoSelection);
  m_tree->setFont(ui::font(TextRole::Cell));
  m_tree->setAccessibleName(tr("Columns"));
  auto* reset = makeButton(tr("Usual columns"), {}, ButtonKind::Link, this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 10, 10, 8);
  column->setSpacing(6);
  column->addWidget(field);
  column->addWidget(m_differing);
  column->addWidget(m_tree, 1);
  column->addWidget(reset);
  fill();
  connect(field, &QLineEdit::textChanged, this, &ColumnChooser::search);
  connect(m_differing, &QCheckBox::toggled, this, [this](bool on) {
    m_view.onlyDiffering = on;
    send();
  });
  connect(m_tree, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) {
    const std::string id = item->data(0, Qt::UserRole).toString().toStdString();
    if (id.empty()) {
      return;
    }
    const bool on = item->checkState(0) == Qt::Checked;
    (on ? m_view.shown : m_view.hidden).insert(id);
    (on ? m_view.hidden : m_view.shown).erase(id);
    send();
  });
  connect(reset, &QPushButton::clicked, this, [this] {
    m_view.hidden.clear();
    m_view.shown.clear();
    m_view.onlyDiffering = true;
    send();
    close();
  });
  field->setFocus();
}

void ColumnChooser::fill() {
  const std::map<std::string, QString> titles = {
      {"run", tr("Run")}, {"metrics", tr("Metrics")}, {"params", tr("Parameters")}, {"tags", tr("Tags")}};
  std::map<std::string, QTreeWidgetItem*> bands;
  for (const ColumnChoice& choice : columnChoices(*m_listing)) {
    QTreeWidgetItem*& band = bands[choice.band];
    if (band == nullptr) {
      band = new QTreeWidgetItem(m_tree, {titles.at(choice.band)});
      band->setFont(0, ui::font(TextRole::Badge));
      band->setExpanded(true);
      band->setFlags(Qt::ItemIsEnabled);
    }
    auto* item =
        new QTreeWidgetItem(band, {choice.identical ? tr("%1 (identical)").arg(choice.title) : choice.title});
    item->setData(0, Qt::UserRole, QString::fromStdString(choice.id));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
    const bool collapsed = m_view.collapsed.contains(choice.band) && choice.band != "run";
    const bool shown = m_visible.contains(choice.id) ||
                       (collapsed && !choice.identical && !m_view.hidden.contains(choice.id));
    item->setCheckState(0, shown ? Qt::Checked : Qt::Unchecked);
  }
}

void ColumnChooser::search(const QString& words) {
  for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
    QTreeWidgetItem* band = m_tree->topLevelItem(i);
    bool any = false;
    for (int child = 0; child < band->childCount(); ++child) {
      const bool matches = band->child(child)->text(0).contains(words, Qt::CaseInsensitive);
      band->child(child)->setHidden(!matches);
      any = any || matches;
    }
    band->setHidden(!any);
  }
}

void ColumnChooser::send() {
  Q_EMIT changed(m_view.hidden, m_view.shown, m_view.onlyDiffering);
}

void ColumnChooser::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, QRectF(rect()), kControlRadius, colors().bg1, colors().line2);
}

}  // namespace tatara::ui
