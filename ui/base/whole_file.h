// Files that are written whole or not at all: beside the old one first, renamed into place at the end.
// Threads: any; a WholeFile belongs to one.
#pragma once

#include <QByteArrayView>
#include <QSaveFile>
#include <QString>

#include "core/base/result.h"

namespace tatara::ui {

class WholeFile {
 public:
  explicit WholeFile(const QString& path);

  // Io with the system's words and the path; nothing of what was written stays then.
  Status write(QByteArrayView bytes);
  Status finish();  // without it nothing is changed

 private:
  Status failed() const;

  QSaveFile m_file;
};

// The path back.
Result<QString> writeWhole(const QString& path, QByteArrayView bytes);

}  // namespace tatara::ui
