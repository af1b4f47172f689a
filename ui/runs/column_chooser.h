// Which columns the table has: a searchable list by group, and whether those that are the same everywhere
// hide.
//
// Threads: GUI thread.
#pragma once

#include <QFrame>
#include <set>

#include "ui/runs/listing.h"
#include "ui/runs/view_state.h"

class QCheckBox;
class QTreeWidget;

namespace tatara::ui {

class ColumnChooser final : public QFrame {
  Q_OBJECT

 public:
  ColumnChooser(ListingPtr listing, const ViewState& view, QWidget* parent);

 Q_SIGNALS:
  void changed(const std::set<std::string>& hidden, const std::set<std::string>& shown, bool onlyDiffering);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void fill();
  void search(const QString& words);
  void send();

  ListingPtr m_listing;
  ViewState m_view;
  std::set<std::string> m_visible;
  QCheckBox* m_differing;
  QTreeWidget* m_tree;
};

}  // namespace tatara::ui
