#include "ui/shell/text_editor.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QProcess>
#include <QStandardPaths>
#include <QUrl>

namespace tatara::ui {

struct TextEditor {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::TextEditor)
};

namespace {

const QString& placeholder() {
  static const QString word = QStringLiteral("{file}");
  return word;
}

}  // namespace

std::vector<KnownEditor> installedEditors() {
  static const std::vector<KnownEditor> all{
      {QStringLiteral("Visual Studio Code"), QStringLiteral("code {file}")},
      {QStringLiteral("VSCodium"), QStringLiteral("codium {file}")},
      {QStringLiteral("Kate"), QStringLiteral("kate {file}")},
      {QStringLiteral("GNOME Text Editor"), QStringLiteral("gnome-text-editor {file}")},
      {QStringLiteral("gedit"), QStringLiteral("gedit {file}")},
      {QStringLiteral("Mousepad"), QStringLiteral("mousepad {file}")},
      {QStringLiteral("Sublime Text"), QStringLiteral("subl {file}")},
      {QStringLiteral("Emacs"), QStringLiteral("emacs {file}")},
      {QStringLiteral("GVim"), QStringLiteral("gvim {file}")},
  };
  std::vector<KnownEditor> installed;
  for (const KnownEditor& editor : all) {
    if (editorWords(editor.command, QString())) {
      installed.push_back(editor);
    }
  }
  return installed;
}

Result<QStringList> editorWords(const QString& command, const QString& file) {
  QStringList words = QProcess::splitCommand(command);
  if (words.isEmpty()) {
    return makeError(ErrorKind::InvalidArgument, TextEditor::tr("Name a program").toStdString());
  }
  const QString program = QStandardPaths::findExecutable(words.front());
  if (program.isEmpty()) {
    return makeError(ErrorKind::NotFound,
                     TextEditor::tr("There is no program “%1” here").arg(words.front()).toStdString());
  }
  words.front() = program;
  bool placed = false;
  for (qsizetype i = 1; i < words.size(); ++i) {
    placed = placed || words[i].contains(placeholder());
    words[i].replace(placeholder(), file);
  }
  if (!placed) {
    words << file;
  }
  return words;
}

Status openText(const QString& command, const QString& file) {
  if (command.trimmed().isEmpty()) {
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(file))) {
      return {};
    }
    return makeError(ErrorKind::NotFound,
                     TextEditor::tr("The desktop has no program for text; choose one in Settings › Editors")
                         .toStdString());
  }
  TATARA_ASSIGN(QStringList words, editorWords(command, file));
  const QString program = words.takeFirst();
  if (!QProcess::startDetached(program, words)) {
    return makeError(ErrorKind::Io, TextEditor::tr("“%1” could not be started").arg(program).toStdString());
  }
  return {};
}

}  // namespace tatara::ui
