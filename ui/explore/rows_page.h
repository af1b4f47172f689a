// The Rows tab: every row of a version as a table, whatever its length.
//
// The page sorts and reads on workers and keeps how the table looks (columns, order, widths, colours); which
// rows are shown is decided by what the panel brushes: the page tells what was typed above a column and is
// given the selection. Row numbers count from one, as in the file. States: reading, no rows, nothing matches,
// failed. Threads: GUI thread.
#pragma once

#include <functional>
#include <optional>

#include <QWidget>

#include "ui/async/latest_job.h"
#include "ui/explore/rows_filter.h"
#include "ui/explore/rows_view.h"

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace tatara::ui {

class Label;

// What of the tab is a person's choice; by names, so that it fits the next version too.
struct RowsLook {
  struct Column {
    std::string name;
    int width = 0;
    bool pinned = false;
    bool scaled = false;
    bool hidden = false;
    friend bool operator==(const Column&, const Column&) = default;
  };
  struct Key {
    std::string name;
    bool descending = false;
    friend bool operator==(const Key&, const Key&) = default;
  };
  std::vector<Column> columns;  // in their order
  std::vector<Key> order;
  friend bool operator==(const RowsLook&, const RowsLook&) = default;
};

class RowsPage final : public QWidget {
  Q_OBJECT
 public:
  explicit RowsPage(QWidget* parent = nullptr);

  // `table`: what the data is called in copied SQL. Null: the rows are still being read.
  void setFrame(FramePtr frame, const QString& table);
  void setReading(const QString& stage);
  void setFailure(const Error& error, std::function<void()> retry);
  // What the brushes leave, and the same as a filter, for copies. `updating`: it is being found.
  void setSelection(dataset::Selection selection, dataset::Filter filter, bool updating);
  // What stands above the columns: as it was typed, by name.
  void setFilterTexts(std::vector<std::pair<std::string, QString>> texts);

  RowsLook look() const;
  void setLook(const RowsLook& look);
  void goToRow(std::uint64_t row);  // from zero
  RowsView& view() { return *m_view; }
  // What is shown: columns, order and filter, for those who copy or report it.
  RowsText copyOf() const;
  const dataset::RowView& shown() const { return m_shown; }
  std::uint64_t shownRows() const { return m_shown.size(); }
  bool settled() const { return !m_job.running() && !m_windowJob.running() && !m_placeJob.running(); }

 Q_SIGNALS:
  // A person typed a condition above a column; none: the field was emptied.
  void filterTyped(const QString& column, const std::optional<tatara::dataset::Filter>& filter,
                   const QString& text);
  void clearAsked();  // of every filter
  void lookChanged();
  void copied(const QString& said);
  void failed(const tatara::Error& error);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Answer {
    dataset::RowView rows;
    RowsWindow window;
  };
  struct Choice {
    RowsColumn shown;
    bool hidden = false;
  };

  void build();
  void connectParts();
  void start();
  void take(Result<Answer> answer);
  void readAround();
  void applyColumns();
  void showState();
  void showCounts();
  void sortBy(std::size_t column, bool additive);
  void onFilter(std::size_t column, const QString& text);
  void showColumnMenu(std::size_t column, const QPoint& global);
  void showColumnChooser();
  void fillCopyMenu(class QMenu& menu);
  void copy(RowsFormat format);
  void copyQuery(RowsFormat format);
  void find();
  Choice* choice(std::size_t column);

  FramePtr m_frame;
  QString m_table;
  dataset::Selection m_selection;
  dataset::Filter m_filter;
  std::vector<Choice> m_choices;
  std::vector<dataset::OrderKey> m_order;
  std::optional<RowsLook> m_wanted;  // before there was a frame
  dataset::RowView m_shown;
  std::vector<dataset::OrderKey> m_shownOrder;
  bool m_ready = false;
  bool m_updating = false;
  std::optional<std::uint64_t> m_goal;  // a row to show once the rows are there

  RowsView* m_view;
  QStackedWidget* m_stack;
  QWidget* m_tableWidget = nullptr;
  QWidget* m_stateWidget = nullptr;
  Label* m_count;
  Label* m_range;
  Label* m_marks;
  QLineEdit* m_goTo;
  QPushButton* m_columnsButton;
  QPushButton* m_scale;
  QPushButton* m_copyButton;
  LatestJob<std::string> m_copyJob;
  LatestJob<std::optional<std::uint64_t>> m_placeJob;
  LatestJob<RowsWindow> m_windowJob;
  LatestJob<Answer> m_job;
};

}  // namespace tatara::ui
