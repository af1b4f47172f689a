// The list of traces: time, name, state, duration, tokens.
//
// Rows are replaced without losing the current trace or the place of the scroll bar. Keys: arrows choose,
// Enter goes to the spans, Ctrl+C copies the trace as JSON. Threads: GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QTableView>

#include "core/track/trace_list.h"

namespace tatara::ui {

class TraceModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Started, Name, State, Duration, Tokens, ColumnCount };
  explicit TraceModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  // `now` decides whether a time is shown as a clock's or as a day's.
  void setRows(std::vector<track::TraceRow> rows, Timestamp now);
  const std::vector<track::TraceRow>& rows() const { return m_rows; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<track::TraceRow> m_rows;
  Timestamp m_now{};
};

class TraceTable final : public QTableView {
  Q_OBJECT
 public:
  explicit TraceTable(QWidget* parent = nullptr);

  void setRows(const std::vector<track::TraceRow>& rows, Timestamp now);
  // Empty when there is none.
  std::string currentTrace() const;

 Q_SIGNALS:
  void chosen(const std::string& trace);  // empty: none
  void entered();
  void copyWanted();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void fitColumns();

  TraceModel* m_model;
};

}  // namespace tatara::ui
