// Where the shadow of an endpoint answers otherwise: the rows of requests that were mirrored, most different
// first, with the input and both answers; a filter; and what can be done with them.
//
// The table is a vector of ids; the rows that are in sight, and some around them, are read on a worker.
// Threads: GUI thread; DisagreementSource is immutable.
#pragma once

#include <map>

#include <QTimer>
#include <QWidget>

#include "core/deploy/disagreements.h"
#include "ui/async/latest_job.h"
#include "ui/deployments/deployments_data.h"
#include "ui/model/grid.h"

class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace tatara::ui {

class Card;
class GridView;
class SearchField;

// The rows at hand, by id.
using DisagreementRows = std::map<RowId, deploy::Disagreement>;

class DisagreementPage final : public QWidget {
  Q_OBJECT
 public:
  DisagreementPage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);

  void show(const EndpointFactsPtr& facts, bool readOnly);
  bool settled() const;
  // What stands in the fields.
  deploy::DisagreementFilter filter() const;
  std::size_t rowCount() const { return m_ids ? m_ids->size() : 0; }

 Q_SIGNALS:
  void tryAsked(const QString& row);  // JSON
  void exportAsked(const QString& file, const QStringList& filter);
  void keepAsked(const QStringList& filter);
  void copied(std::int64_t rows);
  void failed(const tatara::Error& error);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Found {
    std::vector<RowId> ids;
    DisagreementRows first;  // of the ids, the rows that are seen at once
  };
  QWidget* makeTools();
  void reload();
  void takeIds(Result<Found> found);
  void readAround();
  void takeRows(Result<DisagreementRows> rows);
  void showCounts();
  void tryAgain();
  std::vector<ColumnSpec> columns() const;
  QStringList filterWords() const;  // as options of `tatara endpoints disagreements`

  const std::shared_ptr<store::Store> m_store;
  EndpointFactsPtr m_facts;
  bool m_stale = true;
  RowIds m_ids;
  DisagreementRows m_rows;
  Card* m_card;
  SearchField* m_words;
  QLineEdit* m_least;
  QComboBox* m_shadow;
  QPushButton* m_try;
  QPushButton* m_copy;
  QPushButton* m_export;
  QPushButton* m_keep;
  QStackedWidget* m_stack;
  GridView* m_grid;
  QWidget* m_state = nullptr;
  QTimer m_typed;
  LatestJob<Found> m_idsJob;
  LatestJob<DisagreementRows> m_rowsJob;
  LatestJob<std::pair<std::string, std::int64_t>> m_copyJob;
};

}  // namespace tatara::ui
