#include "ui/widget/save_dialog.h"

#include <QFileDialog>

namespace tatara::ui {

void askWhereToSave(QWidget* parent, const QString& title, const QString& name,
                    const std::vector<SaveKind>& kinds, std::function<void(const QString& path)> done) {
  auto* dialog = new QFileDialog(parent, title);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setFileMode(QFileDialog::AnyFile);
  QStringList filters;
  for (const SaveKind& kind : kinds) {
    filters << (kind.suffix.isEmpty() ? kind.title
                                      : QStringLiteral("%1 (*.%2)").arg(kind.title, kind.suffix));
  }
  dialog->setNameFilters(filters);
  dialog->setDefaultSuffix(kinds.front().suffix);
  QString plain = name;
  plain.replace(QLatin1Char('/'), QLatin1Char('-'));
  dialog->selectFile(plain);
  QObject::connect(dialog, &QFileDialog::filterSelected, dialog,
                   [dialog, kinds, filters](const QString& filter) {
                     if (const qsizetype at = filters.indexOf(filter); at >= 0) {
                       dialog->setDefaultSuffix(kinds[static_cast<std::size_t>(at)].suffix);
                     }
                   });
  QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(done));
  dialog->open();
}

void askForFolder(QWidget* parent, const QString& title, std::function<void(const QString& path)> done) {
  auto* dialog = new QFileDialog(parent, title);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(done));
  dialog->open();
}

}  // namespace tatara::ui
