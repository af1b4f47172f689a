#include "ui/models/internal/file_sheet.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "core/evaluate/model_intake.h"
#include "core/evaluate/review_case.h"
#include "ui/base/error_text.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/models/internal/signature_field.h"
#include "ui/shell/panel.h"
#include "ui/shell/server_control.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/task_run.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr const char* kFileProgram = "tatara-workbench";
constexpr std::size_t kMostImports = 12;

struct FileText {
  Q_DECLARE_TR_FUNCTIONS(FileText)
};

QString told(const text::Phrase& phrase) {
  return fromUtf8(phrase.told([](const std::string& pattern) {
    return QCoreApplication::translate("Phrase", pattern.c_str()).toStdString();
  }));
}

// A child of the command line tries models: this program's own would bring up a window's libraries.
infer::ProbeOptions probeOptions() {
  infer::ProbeOptions options;
  const QString program = findTatara();
  options.program = program.isEmpty() ? "tatara" : program.toStdString();
  return options;
}

using Done = std::function<void(const registry::ModelVersion&)>;

Label* wrapped(const QString& text, ColorRole color) {
  auto* label = new Label(text, TextRole::Cell, color);
  label->setOverflow(Overflow::Wrap);
  return label;
}

QString flavorText(const evaluate::ModelIntake& intake) {
  const QString size = byteText(intake.files.bytes());
  if (intake.library.empty()) {
    return FileText::tr("%1, %2, not tried").arg(fromUtf8(intake.flavor), size);
  }
  return FileText::tr("%1 %2, %3, tried: it loads and answers")
      .arg(fromUtf8(intake.flavor), fromUtf8(intake.library), size);
}

QString signatureText(const infer::Signature& signature) {
  QStringList inputs;
  constexpr qsizetype kMost = 8;
  for (const infer::Field& field : signature.inputs) {
    if (inputs.size() == kMost) {
      inputs << FileText::tr("…");
      break;
    }
    const std::string type(field.columnType());
    inputs << (field.name.empty() ? fromUtf8(type)
                                  : QStringLiteral("%1 %2").arg(fromUtf8(field.name), fromUtf8(type)));
  }
  return FileText::tr("Takes %1 inputs: %2")
      .arg(countText(static_cast<std::int64_t>(signature.inputs.size())), inputs.join(FileText::tr(", ")));
}

QString importText(const registry::PickleImport& one) {
  const QString name = fromUtf8(one.module.empty() ? one.name : one.module + "." + one.name);
  switch (one.kind) {
    case registry::ImportKind::Dangerous:
      return FileText::tr("%1 (dangerous)").arg(name);
    case registry::ImportKind::Unknown:
      return FileText::tr("%1 (unknown)").arg(name);
    case registry::ImportKind::Expected:
      break;
  }
  return name;
}

void addPickles(QVBoxLayout* body, const evaluate::ModelIntake& intake) {
  for (const evaluate::IntakePickle& pickle : intake.pickles) {
    const bool bad = pickle.report.dangerous();
    body->addWidget(wrapped(FileText::tr("%1: %2").arg(fromUtf8(pickle.path), told(pickle.report.sentence())),
                            bad ? &Colors::err : &Colors::tx2));
    QStringList names;
    for (const registry::PickleImport& one : pickle.report.imports) {
      if (names.size() < static_cast<qsizetype>(kMostImports)) {
        names << importText(one);
      }
    }
    if (!names.isEmpty()) {
      body->addWidget(wrapped(names.join(FileText::tr(", ")), bad ? &Colors::err : &Colors::tx3));
    }
  }
}

// What came of trying a file, and what a person may take a signature from.
struct Found {
  evaluate::ModelIntake intake;
  std::vector<DataChoice> data;
};
using FoundPtr = std::shared_ptr<const Found>;

// What the model refused: what it was told to take, or being registered at all.
enum class Refused { Signature, Registering };

// Writes down what was told, and registers. `refused` gets why it was not; nothing is left behind then.
void keep(PanelContext& context, const FoundPtr& found, const registry::NewVersion& version,
          const std::optional<infer::Signature>& signature, const Done& done,
          const std::function<void(Refused, const Error&)>& refused) {
  const auto made = std::make_shared<registry::ModelVersion>();
  const auto at = std::make_shared<Refused>(Refused::Signature);
  runTask(
      context.tasks, FileText::tr("Registering %1").arg(fromUtf8(version.model)),
      [store = context.store, found, version, signature, made, at, options = probeOptions()](
          const TaskStep&, std::stop_token) -> Status {
        const artifact::ArtifactStore artifacts(store);
        evaluate::ModelIntake intake = found->intake;
        if (signature) {
          TATARA_TRY(evaluate::tellSignature(intake, *signature, options));
        }
        *at = Refused::Registering;
        TATARA_ASSIGN(*made, evaluate::registerIntake(*store, artifacts, intake, version,
                                                      registry::currentActor(kFileProgram)));
        return {};
      },
      [made, at, done, refused](const Status& ended) {
        if (!ended) {
          refused(*at, ended.error());
          return QString();
        }
        done(*made);
        return FileText::tr("%1 v%2 is registered").arg(fromUtf8(made->model)).arg(made->version);
      });
}

void showSheet(QWidget* parent, PanelContext& context, const FoundPtr& found, const QString& model,
               const Done& done) {
  const evaluate::ModelIntake* const intake = &found->intake;
  auto* sheet = new Sheet(FileText::tr("Register a model file"), 480, parent);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  sheet->body()->addWidget(wrapped(flavorText(*intake), &Colors::tx1));
  if (!intake->signature.inputs.empty()) {
    sheet->body()->addWidget(wrapped(signatureText(intake->signature), &Colors::tx2));
  }
  for (const text::Phrase& note : intake->notes) {
    sheet->body()->addWidget(wrapped(told(note), &Colors::warn));
  }
  addPickles(sheet->body(), *intake);
  auto* name = new QLineEdit(model.isEmpty() ? fromUtf8(intake->name) : model);
  auto* field = new FormField(FileText::tr("Registered as"), name,
                              FileText::tr("A model of this name gets a new version, else one is made"));
  QPlainTextEdit* description = makeTextField({});
  sheet->body()->addWidget(field);
  SignatureField* signature = nullptr;
  if (evaluate::mayTellSignature(*intake)) {
    signature = new SignatureField(found->data, intake->signature);
    sheet->body()->addWidget(signature);
  }
  sheet->body()->addWidget(new FormField(FileText::tr("Description"), description));
  sheet->addClose(FileText::tr("Cancel"));
  const auto submit = std::make_shared<QPointer<QPushButton>>();
  *submit = sheet->setSubmit(FileText::tr("Register model"), [=, &context] {
    registry::NewVersion version;
    version.model = name->text().trimmed().toStdString();
    version.description = description->toPlainText().trimmed().toStdString();
    field->setError(version.model.empty() ? FileText::tr("A model needs a name") : QString());
    auto given = signature ? signature->told() : Result<std::optional<infer::Signature>>(std::nullopt);
    if (signature) {
      signature->setError(given ? QString() : messageText(given.error()));
    }
    if (version.model.empty() || !given || !(*submit)->isEnabled()) {
      return;
    }
    (*submit)->setEnabled(false);  // until it is known what came of it
    const QPointer<Sheet> open(sheet);
    keep(
        context, found, version, *given,
        [open, done](const registry::ModelVersion& made) {
          if (open) {
            open->close();
          }
          done(made);
        },
        [open, submit, signature, field, toasts = QPointer<ToastHost>(&context.toasts)](Refused what,
                                                                                        const Error& error) {
          if (open) {
            (*submit)->setEnabled(true);
            what == Refused::Signature ? signature->setError(messageText(error))
                                       : field->setError(messageText(error));
          } else if (toasts) {
            toasts->showError(FileText::tr("Registering the model"), error);
          }
        });
  });
  sheet->open();
  name->setFocus();
}

}  // namespace

void registerFile(QWidget* parent, PanelContext& context, const QString& path, const QString& model,
                  std::function<void(const registry::ModelVersion&)> done) {
  const auto found = std::make_shared<Found>();
  const QPointer<QWidget> window(parent);
  runTask(
      context.tasks, FileText::tr("Trying %1").arg(QFileInfo(path).fileName()),
      [store = context.store, path = path.toStdString(), options = probeOptions(), found](
          const TaskStep&, std::stop_token) -> Status {
        TATARA_ASSIGN(found->intake, evaluate::takeInModel(path, options));
        TATARA_ASSIGN(found->data, loadDataChoices(*store));
        return {};
      },
      [found, window, model, done = std::move(done), &context](const Status& ended) {
        if (window && !ended) {
          context.toasts.showError(FileText::tr("This model cannot be registered"), ended.error());
        } else if (window) {
          showSheet(window, context, found, model, done);
        }
        return FileText::tr("It is a model");
      });
}

void rememberReference(PanelContext& context, const registry::ModelVersion& version) {
  const auto why = std::make_shared<std::optional<text::Phrase>>();
  runTask(
      context.tasks,
      FileText::tr("Reference profile of %1 v%2").arg(fromUtf8(version.model)).arg(version.version),
      [store = context.store, version, why, apart = evaluate::Apart{.program = probeOptions().program}](
          const TaskStep&, std::stop_token stop) -> Status {
        const artifact::ArtifactStore artifacts(store);
        TATARA_ASSIGN(const auto engine,
                      dataset::Engine::open({.temporaryFolder = store->workspace().stateFolder() / "tmp"}));
        TATARA_ASSIGN(*why, evaluate::keepReference({*store, artifacts, *engine, apart}, *store, version,
                                                    kFileProgram, {}, std::move(stop)));
        return {};
      },
      [why](const Status&) {
        return *why ? told(**why)
                    : FileText::tr("Kept: live traffic can be held against the rows it was not trained on");
      });
}

}  // namespace tatara::ui
