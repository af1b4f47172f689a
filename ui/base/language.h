// The language of the interface: English in the sources, Japanese from resources/translations.
//
// A change is shown by building the windows anew, so panels read `tr()` in their constructors and need no
// retranslation. Threads: GUI thread.
#pragma once

#include <optional>

#include <QLocale>
#include <QString>

namespace tatara::ui {

enum class Language { English, Japanese };

Language language();
// Installs the translators into the application, which must exist.
void setLanguage(Language language);
// What the system asks for, English when it is neither.
Language systemLanguage();

QString languageCode(Language language);  // "en", "ja"
std::optional<Language> languageFromCode(const QString& code);

}  // namespace tatara::ui
