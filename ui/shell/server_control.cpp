#include "ui/shell/server_control.h"

#include <cerrno>
#include <csignal>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

#include "ui/shell/preferences.h"

namespace tatara::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartLimit = 10s;
constexpr int kPollMs = 1000;
constexpr int kQuickPollMs = 100;
constexpr qint64 kLargestServerFile = 64 * 1024;

bool isAlive(std::int64_t pid) {
  return pid > 0 && (::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM);
}

// When the process began, in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)). A pid that was
// given to another process has another.
std::int64_t processStart(std::int64_t pid) {
  QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
  if (!stat.open(QIODevice::ReadOnly)) {
    return 0;
  }
  const QByteArray text = stat.readAll();
  const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
  constexpr qsizetype kStartAfterName = 19;
  return fields.value(kStartAfterName).toLongLong();
}

}  // namespace

Result<std::optional<ServerInfo>> readServerFile(const std::filesystem::path& file) {
  QFile input(QString::fromStdString(file.string()));
  if (!input.open(QIODevice::ReadOnly)) {
    return std::optional<ServerInfo>{};
  }
  const QJsonObject object = QJsonDocument::fromJson(input.read(kLargestServerFile)).object();
  ServerInfo info;
  info.pid = object[QStringLiteral("pid")].toInteger();
  info.address = object[QStringLiteral("url")].toString();
  const std::int64_t began = object[QStringLiteral("processStart")].toInteger();
  if (began != 0 && began != processStart(info.pid)) {
    return std::optional<ServerInfo>{};
  }
  if (info.address.isEmpty() || !isAlive(info.pid)) {
    return std::optional<ServerInfo>{};
  }
  return std::optional<ServerInfo>(info);
}

QString findTatara() {
  const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/tatara");
  return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(QStringLiteral("tatara"));
}

ServerControl::ServerControl(store::Workspace workspace, ServerKind kind, QObject* parent)
    : QObject(parent),
      m_workspace(std::move(workspace)),
      m_kind(kind),
      m_read([this](Result<std::optional<ServerInfo>> found) { take(std::move(found)); }) {
  m_timer.setInterval(kPollMs);
  connect(&m_timer, &QTimer::timeout, this, &ServerControl::poll);
  m_timer.start();
  poll();
}

// A server that was started goes on: QProcess::startDetached keeps no tie, and a starting one is let go.
ServerControl::~ServerControl() = default;

std::filesystem::path ServerControl::stateFile() const {
  return m_kind == ServerKind::Tracking ? m_workspace.serverFile()
                                        : m_workspace.stateFolder() / "model-server.json";
}

QString ServerControl::notAnswering() const {
  return m_kind == ServerKind::Tracking ? tr("The tracking server did not answer within ten seconds")
                                        : tr("The model server did not answer within ten seconds");
}

void ServerControl::poll() {
  if (!m_read.running()) {
    m_read.start([file = stateFile()](std::stop_token) { return readServerFile(file); });
  }
}

void ServerControl::take(Result<std::optional<ServerInfo>> found) {
  if (!found) {
    return;
  }
  if (*found) {
    if (m_state == ServerState::Stopping && **found == m_info) {
      return;  // it is still ending
    }
    m_info = **found;
    m_failure.reset();
    setState(ServerState::Running);
    return;
  }
  if (m_state == ServerState::Starting) {
    if (std::chrono::steady_clock::now() - m_startedAt > kStartLimit) {
      fail(makeError(ErrorKind::Io, notAnswering().toStdString()));
    }
    return;
  }
  setState(ServerState::Stopped);
}

void ServerControl::setState(ServerState state) {
  m_timer.setInterval(state == ServerState::Starting || state == ServerState::Stopping ? kQuickPollMs
                                                                                       : kPollMs);
  if (state != m_state) {
    m_state = state;
    Q_EMIT changed();
  }
}

void ServerControl::fail(Error error) {
  m_failure = std::move(error);
  m_state = ServerState::Stopped;
  m_timer.setInterval(kPollMs);
  Q_EMIT changed();
}

QString ServerControl::address() const {
  return m_state == ServerState::Running
             ? m_info.address
             : QStringLiteral("http://127.0.0.1:%1").arg(Preferences().serverPort());
}

void ServerControl::start(int port) {
  if (m_state == ServerState::Starting || m_state == ServerState::Running) {
    return;
  }
  const QString program = findTatara();
  if (program.isEmpty()) {
    fail(makeError(ErrorKind::NotFound,
                   tr("The program “tatara” is neither beside the workbench nor on the PATH").toStdString()));
    return;
  }
  m_failure.reset();
  m_startedAt = std::chrono::steady_clock::now();
  const bool tracking = m_kind == ServerKind::Tracking;
  const QString log = QString::fromStdString(
      (m_workspace.logFolder() / (tracking ? "server.log" : "model-server-start.log")).string());
  const QStringList verb = tracking ? QStringList{QStringLiteral("server")}
                                    : QStringList{QStringLiteral("endpoints"), QStringLiteral("serve")};
  QProcess process;
  process.setProgram(program);
  process.setArguments(verb + QStringList{QStringLiteral("--workspace"),
                                          QString::fromStdString(m_workspace.root.string()),
                                          QStringLiteral("--port"), QString::number(port)});
  process.setStandardInputFile(QProcess::nullDevice());
  process.setStandardOutputFile(QProcess::nullDevice());
  process.setStandardErrorFile(log, QIODevice::Truncate);
  qint64 pid = 0;
  if (!process.startDetached(&pid)) {
    fail(makeError(
        ErrorKind::Io,
        (tracking ? tr("The tracking server cannot be started") : tr("The model server cannot be started"))
            .toStdString(),
        process.errorString().toStdString()));
    return;
  }
  setState(ServerState::Starting);
  // A port in use ends the server at once; its last words are in the log.
  QTimer::singleShot(1500, this, [this, pid, log, tracking] {
    if (m_state != ServerState::Starting || isAlive(pid)) {
      return;
    }
    QFile file(log);
    QString words;
    if (file.open(QIODevice::ReadOnly)) {
      words = QString::fromUtf8(file.read(kLargestServerFile)).trimmed();
    }
    const QString line = words.section(QLatin1Char('\n'), -1);
    fail(makeError(ErrorKind::Io,
                   (!line.isEmpty() ? line
                    : tracking      ? tr("The tracking server ended at once")
                                    : tr("The model server ended at once"))
                       .toStdString(),
                   words.toStdString()));
  });
}

void ServerControl::stop() {
  if (m_state == ServerState::Running && m_info.pid > 0) {
    ::kill(static_cast<pid_t>(m_info.pid), SIGTERM);
    setState(ServerState::Stopping);
  }
}

}  // namespace tatara::ui
