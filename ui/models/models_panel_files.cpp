// What leaves the Models panel as files: one file of a version, all of them, and its model card.
#include <filesystem>

#include "core/artifact/artifact_store.h"
#include "core/registry/dossier.h"
#include "core/text/error_phrase.h"
#include "ui/base/pdf.h"
#include "ui/base/utf8.h"
#include "ui/models/models_panel.h"
#include "ui/models/version_page.h"
#include "ui/widget/save_dialog.h"

namespace tatara::ui {
namespace {

// Into a folder that is made for them and must not be there yet.
Status saveAll(const std::shared_ptr<store::Store>& store, const std::string& root,
               const std::filesystem::path& folder, const std::stop_token& stop) {
  TATARA_ASSIGN(const auto files, store->read(
                                      [&](sql::Connection& connection) {
                                        return artifact::ArtifactStore::listAll(connection, root);
                                      },
                                      stop));
  std::error_code problem;
  if (!std::filesystem::create_directory(folder, problem)) {
    return problem ? text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The folder %1 cannot be made: %2"),
                                    {folder.string(), problem.message()})
                   : text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The folder %1 is there already"),
                                    {folder.string()});
  }
  const artifact::ArtifactStore artifacts(store);
  for (const artifact::FileInfo& file : files) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped");
    }
    const std::filesystem::path target = folder / file.pathBelow(root);
    std::filesystem::create_directories(target.parent_path(), problem);
    TATARA_TRY(artifacts.exportFile(file.path, target));
  }
  return {};
}

}  // namespace

void ModelsPanel::exportFile(const QString& path) {
  const QString name = path.mid(path.lastIndexOf(QLatin1Char('/')) + 1);
  const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
  const QString suffix = dot > 0 ? name.mid(dot + 1) : QString();
  askWhereToSave(this, tr("Save a copy"), name, {{suffix.isEmpty() ? tr("File") : suffix.toUpper(), suffix}},
                 [this, from = m_version->facts()->root + "/" + path.toStdString()](const QString& chosen) {
                   // The dialog has asked whether to replace it.
                   m_exportJob.start([store = m_context.store, from, target = chosen.toStdString()](
                                         std::stop_token) -> Result<std::monostate> {
                     TATARA_TRY(artifact::ArtifactStore(store).exportOver(from, target));
                     return std::monostate{};
                   });
                 });
}

void ModelsPanel::saveFiles(const registry::ModelVersion& version) {
  QString name = QStringLiteral("%1-v%2").arg(fromUtf8(version.model)).arg(version.version);
  name.replace(QLatin1Char('/'), QLatin1Char('-'));
  askForFolder(this, tr("Save all files into"),
               [this, root = artifact::rootPathOf(version.storage), name](const QString& into) {
                 if (!root) {
                   return;
                 }
                 m_exportJob.start([store = m_context.store, root = *root,
                                    folder = std::filesystem::path(into.toStdString()) / name.toStdString()](
                                       std::stop_token stop) -> Result<std::monostate> {
                   TATARA_TRY(saveAll(store, root, folder, stop));
                   return std::monostate{};
                 });
               });
}

void ModelsPanel::exportCard(const registry::ModelVersion& version) {
  askWhereToSave(
      this, tr("Export model card"),
      QStringLiteral("%1-v%2-card").arg(fromUtf8(version.model)).arg(version.version),
      {{QStringLiteral("HTML"), QStringLiteral("html")},
       {QStringLiteral("PDF"), QStringLiteral("pdf")},
       {QStringLiteral("Markdown"), QStringLiteral("md")}},
      [this, model = version.model, number = version.version](const QString& path) {
        m_exportJob.start([store = m_context.store, model, number,
                           target = path.toStdString()](std::stop_token stop) -> Result<std::monostate> {
          TATARA_ASSIGN(const auto card, store->read(
                                             [&](sql::Connection& connection) {
                                               return registry::loadModelCard(connection, model, number,
                                                                              store->clock().now());
                                             },
                                             stop));
          TATARA_TRY(writeDocument([&] { return registry::modelCardHtml(card); },
                                   [&] { return registry::modelCardMarkdown(card); }, target));
          return std::monostate{};
        });
      });
}

}  // namespace tatara::ui
