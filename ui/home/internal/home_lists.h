// The lists of Home: what needs attention, recent runs, experiments with the states of their last runs.
// Threads: GUI thread.
#pragma once

#include "ui/home/home_data.h"
#include "ui/home/internal/row_list.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

BadgeState badgeOf(track::RunStatus status);

class AttentionList final : public RowList {
  Q_OBJECT
 public:
  explicit AttentionList(QWidget* parent = nullptr);
  void show(std::vector<Attention> items, Timestamp now);
  QString rowText(int row) const override;

 protected:
  void paintRow(QPainter& painter, int row, const QRect& rect) override;

 private:
  QString title(const Attention& item) const;
  QString reason(const Attention& item) const;
  std::vector<Attention> m_items;
  Timestamp m_now{};
};

class RecentList final : public RowList {
  Q_OBJECT
 public:
  explicit RecentList(QWidget* parent = nullptr);
  void show(std::vector<RecentRun> runs, Timestamp now);
  QString rowText(int row) const override;

 protected:
  void paintRow(QPainter& painter, int row, const QRect& rect) override;
  void paintHeader(QPainter& painter, const QRect& rect) override;

 private:
  struct Columns {
    int name, experiment, status, value, delta, started, user, end;  // where they begin
  };
  Columns columns() const;
  static QRect valueRect(const Columns& at, const QRect& row);
  static QRect deltaRect(const Columns& at, const QRect& row);
  QString valueTitle() const;
  QString valueText(const RecentRun& run) const;
  QString fromBestText(const RecentRun& run) const;
  std::vector<int> wantedWidths() const;
  static QString statusText(const RecentRun& run);

  std::vector<RecentRun> m_runs;
  std::vector<int> m_wanted;  // of the columns, in their order
  QString m_metric;           // where all rows show the same one
  int m_decimals = 0;
  Timestamp m_now{};
};

class ExperimentList final : public RowList {
  Q_OBJECT
 public:
  explicit ExperimentList(QWidget* parent = nullptr);
  void show(std::vector<ExperimentRow> rows, Timestamp now);
  QString rowText(int row) const override;
  static constexpr int kRow = 42;
  static constexpr int kLegendHeight = 32;

 protected:
  void paintRow(QPainter& painter, int row, const QRect& rect) override;

 private:
  std::vector<ExperimentRow> m_rows;
  Timestamp m_now{};
};

// Who did what: time, person, sentence.
class ActivityList final : public RowList {
  Q_OBJECT
 public:
  explicit ActivityList(QWidget* parent = nullptr);
  void show(std::vector<registry::Act> acts, Timestamp now);
  QString rowText(int row) const override;
  static constexpr int kRow = 29;

 protected:
  void paintRow(QPainter& painter, int row, const QRect& rect) override;

 private:
  std::vector<registry::Act> m_acts;
  int m_actors = 0;  // width of their column
  Timestamp m_now{};
};

// The words for the bars of ExperimentList.
class StateLegend final : public QWidget {
  Q_OBJECT
 public:
  explicit StateLegend(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace tatara::ui
