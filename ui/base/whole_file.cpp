#include "ui/base/whole_file.h"

#include <QCoreApplication>

namespace tatara::ui {

WholeFile::WholeFile(const QString& path) : m_file(path) {
  m_file.open(QIODevice::WriteOnly);  // what went wrong is told by the first write
}

Status WholeFile::write(QByteArrayView bytes) {
  const qsizetype size = bytes.size();
  return m_file.isOpen() && m_file.write(bytes.data(), size) == size ? Status() : failed();
}

Status WholeFile::finish() {
  return m_file.isOpen() && m_file.commit() ? Status() : failed();
}

Status WholeFile::failed() const {
  return makeError(ErrorKind::Io,
                   QCoreApplication::translate("tatara::ui::WholeFile", "The file cannot be written: %1")
                       .arg(m_file.errorString())
                       .toStdString(),
                   m_file.fileName().toStdString());
}

Result<QString> writeWhole(const QString& path, QByteArrayView bytes) {
  WholeFile file(path);
  TATARA_TRY(file.write(bytes));
  TATARA_TRY(file.finish());
  return path;
}

}  // namespace tatara::ui
