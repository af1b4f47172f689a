// The left of the Data panel: datasets as a tree by folder with a filter, the versions of the current one on
// a rail, and what changed against the one before.
//
// Threads: GUI thread.
#pragma once

#include <set>

#include <QAbstractScrollArea>
#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/explore/catalog.h"

namespace tatara::ui {

class Label;
class SearchField;

// Painted rows; Up, Down, Left and Right, Home and End as in every tree, Enter opens.
class DatasetTree final : public QAbstractScrollArea, public PaintedItems {
  Q_OBJECT
 public:
  explicit DatasetTree(QWidget* parent = nullptr);
  void setCatalog(CatalogPtr catalog);
  void setCurrent(const std::string& dataset);
  void setFilter(const QString& text);

  int itemCount() const override { return static_cast<int>(m_rows.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_rows.empty() ? -1 : m_focused; }
  bool itemSelected(int item) const override;
  void pressItem(int item) override { activate(item); }
  QAccessible::Role itemsRole() const override { return QAccessible::Tree; }
  QAccessible::Role itemRole() const override { return QAccessible::TreeItem; }

 Q_SIGNALS:
  void opened(const QString& dataset);
  void menuAsked(const QString& dataset, const QPoint& global);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  struct Row {
    std::string folder;                       // of a folder row; else empty
    const CatalogDataset* dataset = nullptr;  // of a dataset row
    int depth = 0;
  };
  void arrange();
  int rowAt(int y) const;
  void activate(int row);
  void focusRow(int row);
  bool isClosed(const Row& row) const;
  void setClosed(const std::string& folder, bool closed);
  void step(bool inwards);  // Right or Left

  CatalogPtr m_catalog;
  std::string m_current;
  QString m_filter;
  std::set<std::string> m_closed;
  std::vector<Row> m_rows;
  int m_hovered = -1;
  int m_focused = 0;
};

// Newest at the top; the current one is filled.
class VersionRail final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit VersionRail(QWidget* parent = nullptr);
  void setVersions(const std::vector<CatalogVersion>& versions, std::int64_t current, Timestamp now);
  QSize sizeHint() const override;

  int itemCount() const override { return static_cast<int>(m_versions.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override;
  bool itemSelected(int item) const override { return item == currentItem(); }
  void pressItem(int item) override;

 Q_SIGNALS:
  void chosen(std::int64_t number);
  void menuAsked(std::int64_t number, const QPoint& global);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int rowAt(int y) const;
  QString factsText(const CatalogVersion& version) const;  // "14:45 · 2,160 rows"

  std::vector<CatalogVersion> m_versions;
  std::int64_t m_current = 0;
  Timestamp m_now{};
  int m_hovered = -1;
};

class DatasetSidebar final : public QWidget {
  Q_OBJECT
 public:
  explicit DatasetSidebar(QWidget* parent = nullptr);

  void setCatalog(CatalogPtr catalog);
  void setCurrent(const CatalogDataset* dataset, std::int64_t version, Timestamp now);
  // "v3 against v2" and its lines; empty: nothing to tell.
  void setChanges(const QString& title, const QStringList& lines);
  QWidget* filterField();
  void setWritable(bool writable);

 Q_SIGNALS:
  void datasetChosen(const QString& dataset);
  void versionChosen(std::int64_t number);
  void importAsked();
  void datasetMenuAsked(const QString& dataset, const QPoint& global);
  void versionMenuAsked(std::int64_t number, const QPoint& global);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void makeVersions();
  void makeChanges();

  DatasetTree* m_tree;
  SearchField* m_filter;
  QWidget* m_import;
  VersionRail* m_rail;
  QWidget* m_versions;
  QWidget* m_changes;
  Label* m_changeTitle;
  Label* m_changeText;
};

}  // namespace tatara::ui
