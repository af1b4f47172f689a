// The program that text is opened with: tatara.yaml, and copies of artifacts.
//
// A command is words, not a line for a shell: blanks separate, quotes hold together, and {file} stands where
// the file goes (at the end when it is missing). An empty command is the desktop's own choice. Threads: GUI
// thread; the editor is started and not waited for.
#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "core/base/result.h"

namespace tatara::ui {

struct KnownEditor {
  QString name;
  QString command;
};

// Editors with a window that are installed here.
std::vector<KnownEditor> installedEditors();

// The program and its arguments; an error names the program that is not there.
Result<QStringList> editorWords(const QString& command, const QString& file);

Status openText(const QString& command, const QString& file);

}  // namespace tatara::ui
