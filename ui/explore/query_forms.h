// What people fill in to get a statement without writing one: groups with a pivot, and joins.
//
// The forms keep choices and tell of changes; the page runs what they ask. Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "core/dataset/query_build.h"
#include "ui/explore/catalog.h"

class QCheckBox;
class QMenu;
class QPushButton;

namespace tatara::ui {

class FigureStrip;
class Label;
class SegmentedControl;

QString groupWord(const dataset::GroupBy& group);
QString aggregateWord(const dataset::Aggregate& aggregate);

class GroupForm final : public QWidget {
  Q_OBJECT
 public:
  explicit GroupForm(QWidget* parent = nullptr);

  // Choices of columns that are there too stay.
  void setVersion(const dataset::Version& version);
  // What the panel filters by, as SQL; empty: nothing.
  void setFilter(const QString& where);
  void setChoice(std::vector<dataset::GroupBy> rows, std::optional<dataset::GroupBy> columns,
                 std::vector<dataset::Aggregate> values);
  dataset::PivotRequest request() const;

 Q_SIGNALS:
  void changed();

 private:
  void fillGroupMenu(QMenu& menu, bool rows);
  void fillValueMenu(QMenu& menu);
  void choose(const dataset::GroupBy& group, bool rows);
  void present();

  std::string m_relation;
  std::vector<dataset::ColumnInfo> m_known;
  std::vector<dataset::GroupBy> m_rows;
  std::optional<dataset::GroupBy> m_columns;
  std::vector<dataset::Aggregate> m_values;
  QString m_where;
  QPushButton* m_rowsButton;
  QPushButton* m_columnsButton;
  QPushButton* m_valuesButton;
  QCheckBox* m_filtered;
};

// As joinCountsSql() gives them.
struct JoinCounts {
  std::uint64_t matched = 0;
  std::uint64_t leftWith = 0, leftWithout = 0, leftMissing = 0;
  std::uint64_t rightWith = 0, rightWithout = 0, rightMissing = 0;
  std::uint64_t leftRepeated = 0, rightRepeated = 0;

  std::uint64_t rows(dataset::JoinRequest::Kind kind) const;
};

class JoinForm final : public QWidget {
  Q_OBJECT
 public:
  explicit JoinForm(QWidget* parent = nullptr);

  void setCatalog(CatalogPtr catalog, const dataset::Version& left);
  void chooseRight(const dataset::Version& right);
  void setKeys(std::vector<dataset::JoinKey> keys);
  void setKind(dataset::JoinRequest::Kind kind);
  // None: there is no other side yet.
  std::optional<dataset::JoinRequest> request() const;
  void setCounts(std::optional<JoinCounts> counts);
  const std::optional<JoinCounts>& counts() const { return m_counts; }

 Q_SIGNALS:
  void changed();
  void unmatchedAsked(tatara::dataset::JoinSide side);
  void joinAsked();

 private:
  void fillRightMenu(QMenu& menu);
  void fillKeyMenu(QMenu& menu);
  void present();
  void showCounts();

  CatalogPtr m_catalog;
  std::optional<dataset::Version> m_left, m_right;
  std::vector<dataset::JoinKey> m_keys;
  std::optional<JoinCounts> m_counts;
  Label* m_leftName;
  QPushButton* m_rightButton;
  QPushButton* m_keyButton;
  SegmentedControl* m_kind;
  FigureStrip* m_figures;
  Label* m_note;
};

}  // namespace tatara::ui
