#include "ui/base/phrase_text.h"

#include <QCoreApplication>

namespace tatara::ui {

QString phraseText(const text::Phrase& phrase) {
  return QString::fromStdString(phrase.told([](const std::string& pattern) {
    return QCoreApplication::translate("Phrase", pattern.c_str()).toStdString();
  }));
}

}  // namespace tatara::ui
