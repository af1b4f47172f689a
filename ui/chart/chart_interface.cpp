#include <QAccessibleWidget>

#include "ui/chart/chart_view.h"
#include "ui/chart/internal/chart_interface.h"

namespace tatara::ui {
namespace {

class ChartInterface final : public QAccessibleWidget {
 public:
  explicit ChartInterface(ChartView* chart) : QAccessibleWidget(chart, QAccessible::Chart) {}

  QString text(QAccessible::Text kind) const override {
    // While it is being destroyed there is no chart left to ask.
    const auto* chart = dynamic_cast<const ChartView*>(object());
    if (!chart) {
      return {};
    }
    switch (kind) {
      case QAccessible::Description:
        return chart->description();
      case QAccessible::Value:
        return chart->currentValue();
      default:
        return QAccessibleWidget::text(kind);
    }
  }
  QStringList actionNames() const override {
    return QStringList{pressAction()} + QAccessibleWidget::actionNames();
  }
  QString localizedActionName(const QString& name) const override {
    return name == pressAction() ? ChartView::tr("View as table")
                                 : QAccessibleWidget::localizedActionName(name);
  }
  QString localizedActionDescription(const QString& name) const override {
    return name == pressAction() ? ChartView::tr("Shows the numbers of the chart in a table")
                                 : QAccessibleWidget::localizedActionDescription(name);
  }
  void doAction(const QString& name) override {
    auto* chart = dynamic_cast<ChartView*>(object());
    if (chart && name == pressAction()) {
      Q_EMIT chart->tableWanted();
    } else {
      QAccessibleWidget::doAction(name);
    }
  }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
  auto* chart = dynamic_cast<ChartView*>(object);
  return chart ? new ChartInterface(chart) : nullptr;
}

}  // namespace

void installChartInterface() {
  static const bool once = [] {
    QAccessible::installFactory(makeInterface);
    return true;
  }();
  Q_UNUSED(once);
}

}  // namespace tatara::ui
