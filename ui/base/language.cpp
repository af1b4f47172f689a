#include "ui/base/language.h"

#include <QCoreApplication>
#include <QTranslator>

#include "core/base/log.h"

namespace tatara::ui {
namespace {

Language g_language = Language::English;

}  // namespace

Language language() {
  return g_language;
}

Language systemLanguage() {
  return QLocale::system().language() == QLocale::Japanese ? Language::Japanese : Language::English;
}

QString languageCode(Language language) {
  return language == Language::Japanese ? QStringLiteral("ja") : QStringLiteral("en");
}

std::optional<Language> languageFromCode(const QString& code) {
  if (code == QStringLiteral("en")) {
    return Language::English;
  }
  if (code == QStringLiteral("ja")) {
    return Language::Japanese;
  }
  return std::nullopt;
}

void setLanguage(Language language) {
  // The English file holds the plural forms ("1 run", "2 runs").
  static QTranslator* installed = nullptr;
  if (installed) {
    QCoreApplication::removeTranslator(installed);
    delete installed;
  }
  installed = new QTranslator(QCoreApplication::instance());
  QObject::connect(installed, &QObject::destroyed, [] { installed = nullptr; });
  if (installed->load(QStringLiteral(":/translations/tatara_%1.qm").arg(languageCode(language)))) {
    QCoreApplication::installTranslator(installed);
  } else {
    log::warning("no translation in the program for " + languageCode(language).toStdString());
  }
  g_language = language;
  QLocale::setDefault(QLocale(language == Language::Japanese ? QLocale::Japanese : QLocale::English));
}

}  // namespace tatara::ui
