// The spans of one trace: a tree with tokens and durations, and a waterfall of when each ran.
//
// Spans nested deeper than kDeepestShown stand at that depth. What is collapsed and which span is current
// survive a refresh of the same trace. Keys: arrows walk and fold, Ctrl+C copies the span as JSON.
// Threads: GUI thread.
#pragma once

#include <QAbstractItemModel>
#include <QTreeView>
#include <vector>

#include "ui/rundetail/trace_facts.h"

namespace tatara::ui {

inline constexpr int kDeepestShown = 60;

class SpanModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Column { Name, Tokens, Duration, Timeline, ColumnCount };
  explicit SpanModel(QObject* parent = nullptr) : QAbstractItemModel(parent) {}

  void setTrace(TraceFactsPtr facts);
  const TraceFactsPtr& trace() const { return m_facts; }
  const track::SpanNode* node(const QModelIndex& index) const;
  QModelIndex indexOf(std::size_t span, int column = 0) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Place {
    int parent = -1;
    int row = 0;
    std::vector<int> children;
  };
  const std::vector<int>& childrenOf(const QModelIndex& parent) const;

  TraceFactsPtr m_facts;
  std::vector<Place> m_places;
  std::vector<int> m_roots;
};

class SpanTreeView final : public QTreeView {
  Q_OBJECT
 public:
  explicit SpanTreeView(QWidget* parent = nullptr);

  void setTrace(const TraceFactsPtr& facts);
  const track::SpanNode* current() const;

 Q_SIGNALS:
  void chosen();
  void copyWanted();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void fitColumns();

  SpanModel* m_model;
};

}  // namespace tatara::ui
