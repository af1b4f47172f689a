// Registers a model that a run logged as a new version: which one, under which name, and what it is.
//
// The choices are read on a worker while the sheet is open. Threads: GUI thread.
#pragma once

#include <functional>

#include "core/base/clock.h"
#include "core/registry/registry.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/widget/sheet.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace tatara::ui {

// A model that a run logged.
struct LoggedChoice {
  track::LoggedModelId id;  // empty: a folder among the run's artifacts that an MLmodel file describes
  std::string path;         // of that folder
  track::RunId run;
  std::string name;
  std::string runName;
  std::string artifactUri;
  Timestamp created{};
};
using LoggedChoices = std::vector<LoggedChoice>;
inline constexpr std::size_t kMostLogged = 500;
// Newest first, at most kMostLogged; with a run those that it made, described folders of older clients too.
Result<LoggedChoices> loadLoggedChoices(const store::Store& store, const track::RunId& run,
                                        std::stop_token stop);

struct RegisterStart {
  QString model;     // the name to begin with; empty: that of the logged model
  track::RunId run;  // empty: any run
};

class RegisterSheet final : public Sheet {
  Q_OBJECT
 public:
  RegisterSheet(std::shared_ptr<store::Store> store, const RegisterStart& start,
                std::function<void(registry::NewVersion)> done, std::function<void()> fromFile,
                QWidget* parent);

 private:
  void take(Result<LoggedChoices> choices);
  void submit();

  std::shared_ptr<store::Store> m_store;
  track::RunId m_run;
  std::function<void(registry::NewVersion)> m_done;
  LoggedChoices m_choices;
  QComboBox* m_logged;
  QLineEdit* m_name;
  QPlainTextEdit* m_description;
  FormField* m_loggedField;
  FormField* m_nameField;
  LatestJob<LoggedChoices> m_job;
};

}  // namespace tatara::ui
