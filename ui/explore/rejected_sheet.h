// The values of a version that do not fit their column, with line and text: read from its source anew, for
// only their number is kept. Threads: GUI thread; the source is read on a worker and reading ends with the
// sheet.
#pragma once

#include <memory>
#include <vector>

#include "core/dataset/datasets.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/widget/sheet.h"

class QPushButton;
class QStackedLayout;
class QTableWidget;

namespace tatara::ui {

class Label;

class RejectedSheet final : public Sheet {
  Q_OBJECT
 public:
  RejectedSheet(std::shared_ptr<store::Store> store, const dataset::Version& version, QWidget* parent);
  ~RejectedSheet() override;

  bool settled() const { return !m_job.running(); }
  QTableWidget& table() { return *m_table; }
  // Tab-separated with titles.
  QString tsv() const;

 private:
  struct Found {
    std::vector<dataset::Rejected> first;
    std::uint64_t count = 0;
  };
  void read();
  void show(Result<Found> found);

  std::shared_ptr<store::Store> m_store;
  dataset::Version m_version;
  Label* m_said;
  QTableWidget* m_table;
  QStackedLayout* m_pages;
  QWidget* m_failure = nullptr;
  QPushButton* m_copy;
  LatestJob<Found> m_job;
};

}  // namespace tatara::ui
