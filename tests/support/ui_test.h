// The main function of a UI test: an application with the light theme, in English, with settings kept apart.
//
//   TATARA_UI_TEST_MAIN(ChipTest)
//   #include "test_chip.moc"
#pragma once

#include <QApplication>
#include <QStandardPaths>
#include <QtTest>

#include "ui/base/language.h"
#include "ui/base/theme.h"

#define TATARA_UI_TEST_MAIN(Class)                                    \
  int main(int argc, char** argv) {                                   \
    QStandardPaths::setTestModeEnabled(true);                         \
    QApplication app(argc, argv);                                     \
    QApplication::setOrganizationName(QStringLiteral("tatara-test")); \
    QApplication::setApplicationName(QStringLiteral(#Class));         \
    QApplication::setCursorFlashTime(0);                              \
    tatara::ui::applyTheme(app, tatara::ui::ThemeMode::Light);        \
    tatara::ui::setLanguage(tatara::ui::Language::English);           \
    Class test;                                                       \
    return QTest::qExec(&test, argc, argv);                           \
  }
