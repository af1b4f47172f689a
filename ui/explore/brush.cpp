#include "ui/explore/brush.h"

#include <QPointer>
#include <QUndoStack>
#include <algorithm>

namespace tatara::ui {
namespace {

class BrushStep final : public QUndoCommand {
 public:
  BrushStep(BrushModel* model, std::vector<DataBrush> before, std::vector<DataBrush> after,
            const QString& what)
      : QUndoCommand(what), m_model(model), m_before(std::move(before)), m_after(std::move(after)) {}
  void undo() override { put(m_before); }
  void redo() override { put(m_after); }

 private:
  void put(const std::vector<DataBrush>& brushes) {
    if (m_model) {
      m_model->reset(brushes);
    }
  }
  QPointer<BrushModel> m_model;  // a panel may go before the window's undo stack
  std::vector<DataBrush> m_before, m_after;
};

}  // namespace

const DataBrush* BrushModel::find(const std::string& key) const {
  const auto found = std::ranges::find(m_brushes, key, &DataBrush::key);
  return found == m_brushes.end() ? nullptr : &*found;
}

dataset::Filter BrushModel::filter() const {
  std::vector<dataset::Filter> parts;
  for (const DataBrush& brush : m_brushes) {
    parts.push_back(brush.filter);
  }
  return dataset::allOf(std::move(parts));
}

void BrushModel::toggle(DataBrush brush) {
  const DataBrush* now = find(brush.key);
  if (now && *now == brush) {
    remove(brush.key);
  } else {
    set(std::move(brush));
  }
}

void BrushModel::set(DataBrush brush) {
  std::vector<DataBrush> next = m_brushes;
  const auto found = std::ranges::find(next, brush.key, &DataBrush::key);
  const QString what = tr("filter on %1").arg(QString::fromStdString(brush.key));
  if (found == next.end()) {
    next.push_back(std::move(brush));
  } else {
    *found = std::move(brush);
  }
  change(std::move(next), what);
}

void BrushModel::remove(const std::string& key) {
  std::vector<DataBrush> next = m_brushes;
  std::erase_if(next, [&](const DataBrush& brush) { return brush.key == key; });
  change(std::move(next), tr("removing the filter on %1").arg(QString::fromStdString(key)));
}

void BrushModel::clear() {
  change({}, tr("clearing all filters"));
}

void BrushModel::reset(std::vector<DataBrush> brushes) {
  if (m_brushes != brushes) {
    m_brushes = std::move(brushes);
    Q_EMIT changed();
  }
}

void BrushModel::change(std::vector<DataBrush> next, const QString& what) {
  if (next != m_brushes) {
    m_undo.push(new BrushStep(this, m_brushes, std::move(next), what));
  }
}

}  // namespace tatara::ui
