// A table of names and values, with a column to compare with where there is a baseline.
//
// Rows that differ stand in acctx and bold, equal ones read "same"; Ctrl+C copies the selected values in
// full. Columns are as wide as their texts and fill the table. Threads: GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QTableView>
#include <vector>

class QStyledItemDelegate;

namespace tatara::ui {

struct Fact {
  QString name;
  QString value;
  QString other;  // of the baseline; kMissing when it has none
  bool differs = false;
};

class FactModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  explicit FactModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  // An empty `otherName` leaves the third column out.
  void setFacts(std::vector<Fact> facts, const QString& otherName);
  const Fact& fact(int row) const { return m_facts[static_cast<std::size_t>(row)]; }
  // Far from its name a value is found sooner when it begins where all others do.
  void setValuesLeft(bool left);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<Fact> m_facts;
  QString m_otherName;
  bool m_valuesLeft = false;
};

class FactView final : public QTableView {
  Q_OBJECT
 public:
  explicit FactView(QWidget* parent = nullptr);
  void setFacts(std::vector<Fact> facts, const QString& otherName);
  // As high as its rows, at most `rows` of them, without a scroll bar of its own.
  void fitRows(int rows);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void setRowHeight();
  std::vector<int> wantedWidths() const;

  FactModel* m_model;
};

// Paints cells so that their text stands below the labels of the header, elided in the middle. The model
// tells font, colour and alignment.
QStyledItemDelegate* makeFactDelegate(QObject* parent);

enum class FactOrder { ChangedFirst, ByName };
// Sorted and, when `search` is not empty, only those whose name or value contains it (any case).
std::vector<Fact> arrangeFacts(std::vector<Fact> facts, FactOrder order, const QString& search);

}  // namespace tatara::ui
