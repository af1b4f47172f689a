// Asks where to save; what is written follows the suffix, and the suffix the kind that is chosen.
//
// It does not wait: `done` is called with the path that was chosen, and not at all when none was. A name
// without one of the suffixes gets that of the chosen kind, before it is asked whether to replace a file.
// Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QString>

class QWidget;

namespace tatara::ui {

struct SaveKind {
  QString title;   // "PDF"
  QString suffix;  // "pdf"
};

void askWhereToSave(QWidget* parent, const QString& title, const QString& name,
                    const std::vector<SaveKind>& kinds, std::function<void(const QString& path)> done);
// A folder that is there.
void askForFolder(QWidget* parent, const QString& title, std::function<void(const QString& path)> done);

}  // namespace tatara::ui
