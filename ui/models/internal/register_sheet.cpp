#include "ui/models/internal/register_sheet.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "core/artifact/artifact_store.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"
#include "ui/base/error_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/widget/controls.h"

namespace tatara::ui {
namespace {

// Folders of MLflow's older clients, which log a model as files of its run.
Status addDescribedFolders(sql::Connection& connection, const track::RunInfo& run, LoggedChoices& choices) {
  constexpr std::string_view kDescription = "/MLmodel";
  const auto root = artifact::rootPathOf(run.artifactUri);
  if (!root) {
    return {};
  }
  TATARA_ASSIGN(const auto files, artifact::ArtifactStore::listAll(connection, *root));
  for (const artifact::FileInfo& file : files) {
    if (!file.path.ends_with(kDescription) || file.path.size() <= root->size() + kDescription.size()) {
      continue;
    }
    const std::string folder =
        file.path.substr(root->size() + 1, file.path.size() - root->size() - 1 - kDescription.size());
    choices.push_back({{}, folder, run.id, folder, run.name, run.artifactUri + "/" + folder, file.modified});
  }
  return {};
}

}  // namespace

Result<LoggedChoices> loadLoggedChoices(const store::Store& store, const track::RunId& run,
                                        std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<LoggedChoices> {
        TATARA_ASSIGN(const auto models, track::loadLoggedModels(connection, {}));
        LoggedChoices choices;
        for (const track::LoggedModel& model : models) {
          if (choices.size() >= kMostLogged || (run && model.sourceRun != run)) {
            continue;
          }
          LoggedChoice choice{model.id,          {},           model.sourceRun, model.name, {},
                              model.artifactUri, model.created};
          if (model.sourceRun) {
            TATARA_ASSIGN(const auto source, track::findRunInfo(connection, model.sourceRun));
            choice.runName = source ? source->name : std::string();
          }
          choices.push_back(std::move(choice));
        }
        if (run) {
          TATARA_ASSIGN(const auto info, track::findRunInfo(connection, run));
          TATARA_TRY(info ? addDescribedFolders(connection, *info, choices) : Status());
        }
        return choices;
      },
      stop);
}

RegisterSheet::RegisterSheet(std::shared_ptr<store::Store> store, const RegisterStart& start,
                             std::function<void(registry::NewVersion)> done, std::function<void()> fromFile,
                             QWidget* parent)
    : Sheet(tr("Register a model"), 480, parent),
      m_store(std::move(store)),
      m_run(start.run),
      m_done(std::move(done)),
      m_logged(new QComboBox),
      m_name(new QLineEdit(start.model)),
      m_description(makeTextField({})),
      m_job([this](Result<LoggedChoices> choices) { take(std::move(choices)); }) {
  setAttribute(Qt::WA_DeleteOnClose);
  m_logged->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_loggedField = new FormField(tr("Model that a run logged"), m_logged, tr("Newest first"));
  m_nameField = new FormField(tr("Registered as"), m_name,
                              tr("A model of this name gets a new version, else one is made"));
  body()->addWidget(m_loggedField);
  body()->addWidget(m_nameField);
  body()->addWidget(new FormField(tr("Description"), m_description));
  addButton(tr("From a file…"), [this, fromFile = std::move(fromFile)] {
    close();
    fromFile();
  });
  addClose(tr("Cancel"));
  setSubmit(tr("Register model"), [this] { submit(); });
  m_logged->setEnabled(false);
  m_job.start(
      [store = m_store, run = m_run](std::stop_token stop) { return loadLoggedChoices(*store, run, stop); });
}

void RegisterSheet::take(Result<LoggedChoices> choices) {
  if (!choices) {
    m_loggedField->setError(messageText(choices.error()));
    return;
  }
  m_choices = *std::move(choices);
  const Timestamp now = m_store->clock().now();
  for (const LoggedChoice& choice : m_choices) {
    const QString run = choice.runName.empty() ? tr("no run") : fromUtf8(choice.runName);
    m_logged->addItem(tr("%1 of %2, %3").arg(fromUtf8(choice.name), run, agoText(choice.created, now)));
  }
  m_logged->setEnabled(!m_choices.empty());
  if (m_choices.empty()) {
    m_loggedField->setError(m_run ? tr("This run logged no model; log one, or register a file")
                                  : tr("No run of this workspace has logged a model yet"));
  } else if (m_name->text().isEmpty()) {
    m_name->setText(fromUtf8(m_choices.front().name));
  }
}

void RegisterSheet::submit() {
  const int index = m_logged->currentIndex();
  const QString name = m_name->text().trimmed();
  m_nameField->setError(name.isEmpty() ? tr("A model needs a name") : QString());
  if (name.isEmpty() || index < 0 || index >= static_cast<int>(m_choices.size())) {
    return;
  }
  const LoggedChoice& choice = m_choices[static_cast<std::size_t>(index)];
  registry::NewVersion version;
  version.model = name.toStdString();
  version.source =
      choice.id ? "models:/" + choice.id.value() : "runs:/" + choice.run.value() + "/" + choice.path;
  version.storage = choice.artifactUri;
  version.run = choice.run;
  version.loggedModel = choice.id;
  version.description = m_description->toPlainText().trimmed().toStdString();
  const auto done = m_done;
  close();
  done(std::move(version));
}

}  // namespace tatara::ui
