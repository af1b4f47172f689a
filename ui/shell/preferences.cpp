#include "ui/shell/preferences.h"

#include <algorithm>

#include <QSettings>

namespace tatara::ui {
namespace {

constexpr int kRecentWorkspaces = 10;
constexpr int kDefaultPort = 5000;

QString key(const char* name) {
  return QString::fromLatin1(name);
}

}  // namespace

Preferences::Preferences(QObject* parent)
    : QObject(parent),
      m_settings(new QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("tatara"),
                               QStringLiteral("workbench"), this)) {}

Preferences::~Preferences() = default;

ThemeMode Preferences::theme() const {
  const QString name = m_settings->value(key("theme"), QStringLiteral("system")).toString();
  return name == QStringLiteral("dark")    ? ThemeMode::Dark
         : name == QStringLiteral("light") ? ThemeMode::Light
                                           : ThemeMode::System;
}

void Preferences::setTheme(ThemeMode mode) {
  m_settings->setValue(key("theme"), mode == ThemeMode::Dark    ? QStringLiteral("dark")
                                     : mode == ThemeMode::Light ? QStringLiteral("light")
                                                                : QStringLiteral("system"));
  Q_EMIT themeChanged();
}

Language Preferences::language() const {
  return languageFromCode(m_settings->value(key("language")).toString()).value_or(systemLanguage());
}

void Preferences::setLanguage(Language language) {
  m_settings->setValue(key("language"), languageCode(language));
  Q_EMIT languageChanged();
}

Startup Preferences::startup() const {
  return m_settings->value(key("startup")).toString() == QStringLiteral("start-page")
             ? Startup::StartPage
             : Startup::LastWorkspace;
}

void Preferences::setStartup(Startup startup) {
  m_settings->setValue(key("startup"), startup == Startup::StartPage ? QStringLiteral("start-page")
                                                                     : QStringLiteral("last-workspace"));
}

bool Preferences::reduceMotion() const {
  return m_settings->value(key("reduceMotion"), false).toBool();
}
void Preferences::setReduceMotion(bool reduce) {
  m_settings->setValue(key("reduceMotion"), reduce);
}

int Preferences::scalePercent() const {
  return std::clamp(m_settings->value(key("scale"), 100).toInt(), 90, 150);
}
void Preferences::setScalePercent(int percent) {
  m_settings->setValue(key("scale"), std::clamp(percent, 90, 150));
}

int Preferences::serverPort() const {
  return std::clamp(m_settings->value(key("serverPort"), kDefaultPort).toInt(), 1, 65535);
}
void Preferences::setServerPort(int port) {
  m_settings->setValue(key("serverPort"), port);
}

bool Preferences::keepServerRunning() const {
  return m_settings->value(key("keepServerRunning"), true).toBool();
}
void Preferences::setKeepServerRunning(bool keep) {
  m_settings->setValue(key("keepServerRunning"), keep);
}

QString Preferences::textEditor() const {
  return m_settings->value(key("textEditor")).toString();
}
void Preferences::setTextEditor(const QString& command) {
  m_settings->setValue(key("textEditor"), command);
}

bool Preferences::serverNoticeShown() const {
  return m_settings->value(key("serverNoticeShown"), false).toBool();
}
void Preferences::setServerNoticeShown(bool shown) {
  m_settings->setValue(key("serverNoticeShown"), shown);
}

bool Preferences::notifyFailedRuns() const {
  return m_settings->value(key("notify/failedRuns"), true).toBool();
}
void Preferences::setNotifyFailedRuns(bool notify) {
  m_settings->setValue(key("notify/failedRuns"), notify);
}

bool Preferences::notifyFinishedRuns() const {
  return m_settings->value(key("notify/finishedRuns"), false).toBool();
}
void Preferences::setNotifyFinishedRuns(bool notify) {
  m_settings->setValue(key("notify/finishedRuns"), notify);
}

bool Preferences::notifyTasks() const {
  return m_settings->value(key("notify/tasks"), true).toBool();
}
void Preferences::setNotifyTasks(bool notify) {
  m_settings->setValue(key("notify/tasks"), notify);
}

QStringList Preferences::recentWorkspaces() const {
  return m_settings->value(key("recentWorkspaces")).toStringList();
}

void Preferences::addRecentWorkspace(const QString& folder) {
  QStringList recent = recentWorkspaces();
  recent.removeAll(folder);
  recent.prepend(folder);
  m_settings->setValue(key("recentWorkspaces"), recent.mid(0, kRecentWorkspaces));
  Q_EMIT recentWorkspacesChanged();
}

void Preferences::removeRecentWorkspace(const QString& folder) {
  QStringList recent = recentWorkspaces();
  recent.removeAll(folder);
  m_settings->setValue(key("recentWorkspaces"), recent);
  Q_EMIT recentWorkspacesChanged();
}

void Preferences::forgetRecentWorkspaces() {
  m_settings->remove(key("recentWorkspaces"));
  Q_EMIT recentWorkspacesChanged();
}

void Preferences::forgetLayouts() {
  m_settings->remove(key("layout"));
}

QByteArray Preferences::layout(const QString& name) const {
  return m_settings->value(QStringLiteral("layout/") + name).toByteArray();
}

void Preferences::setLayout(const QString& name, const QByteArray& state) {
  m_settings->setValue(QStringLiteral("layout/") + name, state);
}

bool Preferences::sidebarCollapsed() const {
  return m_settings->value(key("sidebarCollapsed"), false).toBool();
}
void Preferences::setSidebarCollapsed(bool collapsed) {
  m_settings->setValue(key("sidebarCollapsed"), collapsed);
}

QStringList Preferences::recentCommands() const {
  return m_settings->value(key("recentCommands")).toStringList();
}
void Preferences::setRecentCommands(const QStringList& ids) {
  m_settings->setValue(key("recentCommands"), ids);
}

}  // namespace tatara::ui
