// What a person does on the Models panel: sheets, and the writes that follow them.
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QUrl>
#include <QVBoxLayout>

#include "core/text/error_phrase.h"
#include "ui/base/metrics.h"
#include "ui/base/name_list.h"
#include "ui/base/phrase_text.h"
#include "ui/base/utf8.h"
#include "ui/models/internal/facts_sheet.h"
#include "ui/models/internal/file_sheet.h"
#include "ui/models/internal/register_sheet.h"
#include "ui/models/internal/review_request.h"
#include "ui/models/model_page.h"
#include "ui/models/models_panel.h"
#include "ui/models/version_page.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/states.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr const char* kProgram = "tatara-workbench";

}  // namespace

void ModelsPanel::moveAlias(const std::string& model, const registry::Move& move, const QString& done,
                            std::optional<registry::Move> back) {
  write(
      tr("Moving the alias"),
      [model, move, &clock = m_context.store->clock()](store::Writer& writer) {
        return registry::move(writer, model, move, registry::currentActor(kProgram), clock.now());
      },
      [this, model, done, back] {
        if (back) {
          m_context.toasts.offerUndo(
              done, [this, model, back] { moveAlias(model, *back, tr("Alias moved back"), {}); });
        } else {
          m_context.toasts.inform(done);
        }
      });
}

// Asks first: what follows the champion is then another version.
void ModelsPanel::setChampion(std::int64_t version) {
  const std::string model = m_place.model.toStdString();
  const std::int64_t before = m_place.version ? m_version->facts()->champion : m_model->facts()->champion;
  const QString alias = QString::fromUtf8(kChampion.data(), static_cast<qsizetype>(kChampion.size()));
  auto* sheet = new Sheet(
      before > 0 ? tr("Replace v%1 as champion?").arg(before) : tr("Set v%1 as champion?").arg(version), 460,
      this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* words =
      new Label(tr("models:/%1@%2 will then be version %3. Whatever loads the model by this alias gets it "
                   "from then on; the act is recorded.")
                    .arg(m_place.model, alias)
                    .arg(version));
  words->setOverflow(Overflow::Wrap);
  sheet->body()->addWidget(words);
  const auto& followers = m_place.version ? m_version->facts()->followers : m_model->facts()->followers;
  if (!followers.empty()) {
    auto* moved = new Label(
        tr("%n endpoints follow it and get version %1 too: %2", nullptr, static_cast<int>(followers.size()))
            .arg(version)
            .arg(joinedNames(followers)),
        TextRole::Body, &Colors::warn);
    moved->setObjectName(QStringLiteral("followers"));
    moved->setOverflow(Overflow::Wrap);
    sheet->body()->addWidget(moved);
  }
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Set v%1 as champion").arg(version), [this, sheet, model, version, before] {
    sheet->close();
    const std::string name(kChampion);
    const registry::Move back = before > 0 ? registry::Move(registry::SetAlias{name, before})
                                           : registry::Move(registry::RemoveAlias{name});
    moveAlias(model, registry::SetAlias{name, version}, tr("v%1 is champion").arg(version), back);
  });
  sheet->open();
}

void ModelsPanel::overridePolicy(std::int64_t version) {
  auto* sheet = new Sheet(tr("Override the policy?"), 460, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* words =
      new Label(tr("Version %1 becomes champion without the review that the policy asks for. This is "
                   "recorded loudly, and shown to everybody until somebody else has looked at it.")
                    .arg(version));
  words->setOverflow(Overflow::Wrap);
  sheet->body()->addWidget(words);
  QPlainTextEdit* reason = makeTextField({});
  reason->setObjectName(QStringLiteral("overrideReason"));
  auto* field = new FormField(tr("Reason"), reason, tr("What cannot wait, and why"));
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setDestructive(tr("Override the policy"), [this, sheet, reason, field, version] {
    const std::string why = reason->toPlainText().trimmed().toStdString();
    if (why.empty()) {
      field->setError(tr("Say why in a sentence"));
      return;
    }
    sheet->close();
    write(
        tr("Overriding the policy"),
        [model = m_place.model.toStdString(), version, why,
         &clock = m_context.store->clock()](store::Writer& writer) {
          return registry::move(writer, model, registry::SetAlias{std::string(kChampion), version},
                                registry::currentActor(kProgram), clock.now(), why, registry::Glass::Broken);
        },
        [this, version] {
          m_context.toasts.inform(tr("v%1 is champion; the override is recorded").arg(version));
        });
  });
  sheet->open();
  reason->setFocus();
}

void ModelsPanel::archive(const std::string& model, std::int64_t version, bool away) {
  write(
      away ? tr("Archiving the version") : tr("Bringing the version back"),
      [model, version, away, &clock = m_context.store->clock()](store::Writer& writer) {
        const registry::Actor actor = registry::currentActor(kProgram);
        return away ? registry::archiveVersion(writer, model, version, actor, clock.now())
                    : registry::restoreVersion(writer, model, version, actor, clock.now());
      },
      [this, model, version, away] {
        m_context.toasts.offerUndo(away ? tr("v%1 is archived").arg(version) : tr("v%1 is back").arg(version),
                                   [this, model, version, away] { archive(model, version, !away); });
      });
}

void ModelsPanel::requestReview(std::int64_t version) {
  const std::int64_t champion = m_place.version ? m_version->facts()->champion : m_model->facts()->champion;
  showReviewSheet(this, m_place.model.toStdString(), version, champion == version ? 0 : champion,
                  [this](ReviewWish wish) {
                    const QPointer<ModelsPanel> self(this);
                    askForReview(
                        m_context.store, m_context.tasks, std::move(wish), [self](Result<AskedReview> asked) {
                          if (!self) {
                            return;
                          }
                          if (!asked) {
                            return;  // the window told of the task
                          }
                          if (!asked->problem.empty()) {
                            self->m_context.toasts.inform(
                                tr("The version could not be measured: %1").arg(fromUtf8(asked->problem)));
                          }
                          self->m_context.navigator.open(ReviewRoute{asked->info.id.value()});
                        });
                  });
}

void ModelsPanel::registerModel(const QString& model, const track::RunId& run) {
  auto* sheet = new RegisterSheet(
      m_context.store, {model, run},
      [this](const registry::NewVersion& version) {
        auto kept = std::make_shared<registry::ModelVersion>();
        write(
            tr("Registering the model"),
            [version, kept, &clock = m_context.store->clock()](store::Writer& writer) -> Status {
              const registry::Actor actor = registry::currentActor(kProgram);
              TATARA_ASSIGN(const auto known, registry::findModel(writer.sql(), version.model));
              if (!known) {
                TATARA_TRY(registry::createModel(writer, {.name = version.model}, actor, clock.now()));
              }
              TATARA_ASSIGN(const auto created, registry::createVersion(writer, version, actor, clock.now()));
              *kept = created;
              return {};
            },
            [this, kept] {
              rememberReference(m_context, *kept);
              m_context.navigator.open(ModelRoute{fromUtf8(kept->model), kept->version, {}});
            });
      },
      [this, model] { askForFile(model); }, this);
  sheet->open();
}

void ModelsPanel::askForFile(const QString& model) {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Register a model file"), {},
      tr("Models (MLmodel *.onnx *.ubj *.json *.xgb *.lgb *.txt *.pkl *.pickle *.joblib);;All files (*)"));
  if (!path.isEmpty()) {
    tryFile(path, model);
  }
}

// Of an MLmodel the folder that it describes.
void ModelsPanel::tryFile(const QString& path, const QString& model) {
  const QFileInfo info(path);
  const QString whole = info.fileName() == QLatin1String("MLmodel") ? info.absolutePath() : path;
  registerFile(this, m_context, whole, model, [self = QPointer(this)](const registry::ModelVersion& made) {
    if (self) {
      self->m_context.navigator.open(ModelRoute{fromUtf8(made.model), made.version, {}});
    }
  });
}

namespace {

// One thing of this machine; none for anything else.
QString droppedPath(const QMimeData* data) {
  const QList<QUrl> urls = data->urls();
  return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

}  // namespace

void ModelsPanel::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedPath(event->mimeData()).isEmpty()) {
    event->acceptProposedAction();
  }
}

void ModelsPanel::dropEvent(QDropEvent* event) {
  const QString path = droppedPath(event->mimeData());
  if (!path.isEmpty()) {
    event->acceptProposedAction();
    tryFile(path, m_place.model);
  }
}

// What a person should know before anything else, one below the other; that nothing is protected comes last.
void ModelsPanel::showProtection(const Protection& protection, const registry::VersionFiles& files) {
  delete m_banner;
  m_banner = nullptr;
  std::vector<Banner*> banners;
  if (!files.intact()) {
    QStringList sentences;
    for (const text::Phrase& problem : files.problems) {
      sentences << phraseText(problem);
    }
    banners.push_back(new Banner(
        Banner::Tone::Error,
        tr("The files of this version are not those that were registered, so nobody can approve it: %1")
            .arg(sentences.join(tr("; ")))));
  }
  if (!protection.overrides.empty()) {
    const registry::Override& broken = protection.overrides.front();
    std::vector<StateAction> actions;
    if (!m_context.store->readOnly() && broken.person != registry::currentActor(kProgram).person) {
      actions.push_back({tr("I have looked at it"), QStringLiteral("check"), ButtonKind::Normal,
                         [this, broken] { lookAtOverride(broken); }});
    }
    banners.push_back(
        new Banner(Banner::Tone::Error,
                   tr("%1 overrode the policy on %2: %3. Somebody else has to look at it")
                       .arg(fromUtf8(broken.person), fromUtf8(broken.object), fromUtf8(broken.reason)),
                   std::move(actions)));
  }
  if (!protection.problem.empty()) {
    banners.push_back(new Banner(Banner::Tone::Error, fromUtf8(protection.problem), {}));
  }
  for (const text::Phrase& warning : protection.warnings) {
    banners.push_back(new Banner(Banner::Tone::Warning, phraseText(warning), {}));
  }
  if (banners.empty() && protection.nothing && !m_context.store->readOnly()) {
    banners.push_back(
        new Banner(Banner::Tone::Info, tr("Nothing is protected: whoever can write here can move champion"),
                   {{tr("Protect…"), QStringLiteral("locked"), ButtonKind::Normal, [this] { protect(); }}}));
  }
  m_right->setContentsMargins(kPanelMargin, banners.empty() ? 0 : kCardGap, kPanelMargin, 0);
  if (!banners.empty()) {
    m_banner = new QWidget;
    auto* column = new QVBoxLayout(m_banner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kCardGap);
    for (Banner* banner : banners) {
      column->addWidget(banner);
    }
    m_right->insertWidget(0, m_banner);
  }
}

void ModelsPanel::protect() {
  showProtectSheet(this, [this](const std::vector<std::string>& people) {
    write(
        tr("Writing the policy"),
        [people, &clock = m_context.store->clock()](store::Writer& writer) -> Status {
          TATARA_TRY(
              registry::writeFirstPolicy(writer, people, registry::currentActor(kProgram), clock.now()));
          return {};
        },
        [this] {
          m_context.toasts.inform(tr("Champions are protected"));
          loadPlace();
        });
  });
}

void ModelsPanel::lookAtOverride(const registry::Override& broken) {
  write(
      tr("Looking at the override"),
      [id = broken.id, &clock = m_context.store->clock()](store::Writer& writer) {
        return registry::closeOverride(writer, id, registry::currentActor(kProgram), clock.now());
      },
      [this, broken] {
        m_context.toasts.inform(tr("Recorded that you looked at what %1 did").arg(fromUtf8(broken.person)));
        loadPlace();
      });
}

void ModelsPanel::addAlias(std::int64_t version) {
  auto* sheet = new Sheet(tr("Add an alias to v%1").arg(version), 420, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* edit = new QLineEdit;
  auto* field =
      new FormField(tr("Alias"), edit, tr("Letters, digits, - and _; it moves here from another version"));
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Add alias"), [this, sheet, edit, field, version] {
    const QString name = edit->text().trimmed();
    if (name.isEmpty()) {
      field->setError(tr("An alias needs a name"));
      return;
    }
    sheet->close();
    moveAlias(m_place.model.toStdString(), registry::SetAlias{name.toStdString(), version},
              tr("@%1 is v%2").arg(name).arg(version), {});
  });
  sheet->open();
  edit->setFocus();
}

void ModelsPanel::editDescription() {
  const bool ofVersion = m_place.version.has_value();
  if (m_context.store->readOnly() || besideOf(m_place.tab) > 0 ||
      (ofVersion ? !m_version->facts() : !m_model->facts())) {
    return;
  }
  const std::string& before =
      ofVersion ? m_version->facts()->line.version.description : m_model->facts()->model.description;
  auto* sheet = new Sheet(tr("Description"), 480, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  QPlainTextEdit* edit = makeTextField(fromUtf8(before));
  sheet->body()->addWidget(edit);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(
      tr("Save"), [this, sheet, edit, model = m_place.model.toStdString(), version = m_place.version] {
        sheet->close();
        write(tr("Saving the description"), [model, version, text = edit->toPlainText().toStdString(),
                                             &clock = m_context.store->clock()](store::Writer& writer) {
          return version ? registry::describeVersion(writer, model, *version, text, clock.now())
                         : registry::describeModel(writer, model, text, clock.now());
        });
      });
  sheet->open();
  edit->setFocus();
}

void ModelsPanel::editFacts() {
  if (m_context.store->readOnly() || !m_model->facts() || m_place.version) {
    return;
  }
  const std::string model = m_model->facts()->model.name;
  const registry::ModelFacts before = m_model->facts()->known;
  auto* sheet = new FactsSheet(fromUtf8(model), before, {}, this);
  sheet->setSave([self = QPointer(this), sheet, model, before](const registry::ModelFacts& after) {
    if (self) {
      self->saveFacts(model, before, after, sheet);
    }
  });
  sheet->open();
}

void ModelsPanel::saveFacts(const std::string& model, const registry::ModelFacts& before,
                            const registry::ModelFacts& after, FactsSheet* sheet) {
  const QPointer<FactsSheet> open(sheet);
  const bool undone = !sheet;
  std::function<void(const Error&)> failed;
  if (sheet) {
    failed = [open](const Error& error) {
      if (open) {
        open->finished(tl::unexpected(error));
      }
    };
  }
  write(
      tr("Saving the facts"),
      [model, before, after, &clock = m_context.store->clock()](store::Writer& writer) -> Status {
        TATARA_ASSIGN(const auto now, registry::loadModelFacts(writer.sql(), model));
        if (now != before) {
          return text::sayError(
              ErrorKind::Conflict,
              TATARA_SAYS(
                  "Phrase",
                  "The facts of %1 were changed meanwhile; close this, look at them and change them again"),
              {model});
        }
        return registry::setModelFacts(writer, model, after, registry::currentActor(kProgram), clock.now());
      },
      [this, model, before, after, open, undone] {
        if (open) {
          open->finished({});
        }
        if (undone) {
          m_context.toasts.inform(tr("The facts are as before"));
        } else if (before != after) {
          m_context.toasts.offerUndo(
              tr("Facts of %1 saved").arg(fromUtf8(model)),
              [this, model, before, after] { saveFacts(model, after, before, nullptr); });
        }
      },
      failed);
}

void ModelsPanel::renameModel() {
  auto* sheet = new Sheet(tr("Rename model"), 420, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  auto* edit = new QLineEdit(m_place.model);
  auto* field =
      new FormField(tr("Name"), edit, tr("Programs that load the model by its old name will not find it"));
  sheet->body()->addWidget(field);
  sheet->addClose(tr("Cancel"));
  sheet->setSubmit(tr("Rename"), [this, sheet, edit, field] {
    const QString name = edit->text().trimmed();
    if (name.isEmpty()) {
      field->setError(tr("A model needs a name"));
      return;
    }
    sheet->close();
    write(
        tr("Renaming the model"),
        [from = m_place.model.toStdString(), to = name.toStdString(),
         &clock = m_context.store->clock()](store::Writer& writer) {
          return registry::renameModel(writer, from, to, registry::currentActor(kProgram), clock.now());
        },
        [this, name] {
          m_context.navigator.open(ModelRoute{name, std::nullopt, {}});
        });
  });
  sheet->open();
  edit->selectAll();
  edit->setFocus();
}

void ModelsPanel::deleteVersion(std::int64_t version) {
  const bool sure =
      confirmDestructive(this, tr("Delete %1 v%2?").arg(m_place.model).arg(version),
                         tr("Its aliases fall. The run and its files stay; the number is not used again."),
                         tr("Delete version"));
  if (!sure) {
    return;
  }
  write(
      tr("Deleting the version"),
      [model = m_place.model.toStdString(), version,
       &clock = m_context.store->clock()](store::Writer& writer) {
        return registry::deleteVersion(writer, model, version, registry::currentActor(kProgram), clock.now());
      },
      [this, model = m_place.model] {
        m_context.navigator.open(ModelRoute{model, std::nullopt, {}});
      });
}

}  // namespace tatara::ui
