// Ask an endpoint here and now: a row as JSON, written or taken from a dataset or from what was asked before,
// and what each version answers to it, side by side.
//
// The requests go over the model server's own port, as a client's would; they name their version, so they say
// nothing to a canary. Threads: GUI thread; requests and datasets are read on workers.
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/store/store.h"
#include "core/text/phrase.h"
#include "ui/async/latest_job.h"
#include "ui/deployments/deployments_data.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace tatara::ui {

class Card;
class Label;

struct TryAnswer {
  std::int64_t version = 0;
  int status = 0;
  QString text;          // the predictions, or what the server finds wrong
  text::Phrase failure;  // why the server did not answer
  double milliseconds = 0;
  double value = 0;  // NaN: not one number
};

// On a worker.
std::vector<TryAnswer> askVersions(const ServerDoor& server, const std::string& endpoint,
                                   const std::vector<std::int64_t>& versions, const std::string& row);
// The row of a dataset's newest version as JSON, from 1. On a worker.
Result<QString> datasetRow(const std::shared_ptr<store::Store>& store, const std::string& dataset,
                           std::int64_t row, const infer::Signature* signature, std::stop_token stop);

class TryPage final : public QWidget {
  Q_OBJECT
 public:
  explicit TryPage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);

  // `server`: its address; empty when it does not run.
  void show(const EndpointFactsPtr& facts, const QString& server);
  void setBody(const QString& json);
  bool running() const { return m_ask.running() || m_row.running() || m_names.running(); }
  const std::vector<TryAnswer>& answers() const { return m_answers; }
  // What is shown to a server or an endpoint that wants a token: of the environment, until a person types
  // one. It is kept nowhere.
  std::string token() const;

 private:
  // `tidy`: the button beside “Send”.
  Card* makeAsk(QPushButton* tidy);
  void loadNames();
  void send();
  void takeRow();
  void format();
  void showAnswers();
  void updateButton();
  void tell(const QString& problem);  // empty: there is none

  std::shared_ptr<store::Store> m_store;
  EndpointFactsPtr m_facts;
  std::string m_endpoint;
  QString m_server;
  bool m_edited = false;
  std::vector<TryAnswer> m_answers;
  QComboBox* m_source;
  QSpinBox* m_rowNumber;
  QPushButton* m_take;
  QPlainTextEdit* m_body;
  QLineEdit* m_token;
  QPushButton* m_send;
  Label* m_problem;
  QVBoxLayout* m_results;
  LatestJob<std::vector<TryAnswer>> m_ask;
  LatestJob<QString> m_row;
  LatestJob<std::vector<std::string>> m_names;
};

}  // namespace tatara::ui
