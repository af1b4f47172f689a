#include "ui/shell/connect_card.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/icon.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {

// A hollow ring and "Waiting for first run…"; a green tick and "A run has arrived".
class WaitingLine final : public QWidget {
 public:
  explicit WaitingLine(QWidget* parent) : QWidget(parent) { setFixedHeight(24); }

  void setState(bool listening, bool arrived) {
    m_arrived = arrived;
    m_text = arrived     ? ConnectCard::tr("A run has arrived")
             : listening ? ConnectCard::tr("Waiting for first run…")
                         : ConnectCard::tr("Start the tracking server, then run your script");
    setAccessibleName(m_text);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colors& c = colors();
    QPainter painter(this);
    drawIcon(painter, m_arrived ? QStringLiteral("check") : QStringLiteral("candidate"), QRectF(0, 5, 14, 14),
             m_arrived ? c.ok : c.tx3);
    painter.setFont(tatara::ui::font(m_arrived ? TextRole::CellStrong : TextRole::Cell));
    painter.setPen(m_arrived ? c.ok : c.tx3);
    painter.drawText(rect().adjusted(21, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_text);
  }

 private:
  QString m_text;
  bool m_arrived = false;
};

ConnectCard::ConnectCard(Session& session, int port, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_port(port),
      m_code(new CodeBlock(QString(), this)),
      m_serverText(new Label(QString(), TextRole::Cell, &Colors::tx2, this)),
      m_start(makeButton(tr("Start tracking server"), QStringLiteral("run"), ButtonKind::Normal, this)),
      m_waiting(new WaitingLine(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_code);
  m_serverText->setOverflow(Overflow::Wrap);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_start);
  row->addWidget(m_serverText, 1);
  column->addLayout(row);
  column->addWidget(m_waiting);
  connect(m_start, &QPushButton::clicked, this, [this] { m_session.server().start(m_port); });
  connect(&session.server(), &ServerControl::changed, this, &ConnectCard::refresh);
  connect(&session.changes(), &StoreSignals::changed, this, [this](const store::ChangeSet& changes) {
    if (concerns(changes, store::ChangeKind::Run)) {
      m_waiting->setState(true, true);
    }
  });
  m_waiting->setState(false, false);
  refresh();
}

void ConnectCard::refresh() {
  const ServerControl& server = m_session.server();
  const bool running = server.state() == ServerState::Running;
  const QString address = running ? server.info().address : QStringLiteral("http://127.0.0.1:%1").arg(m_port);
  m_code->setCode(QStringLiteral("import mlflow\nmlflow.set_tracking_uri(\"%1\")\n"
                                 "with mlflow.start_run():\n    mlflow.log_metric(\"loss\", 0.1)")
                      .arg(address));
  m_start->setVisible(!running);
  m_start->setEnabled(server.state() == ServerState::Stopped || server.state() == ServerState::Unknown);
  if (running) {
    m_serverText->setText(tr("The tracking server listens on %1").arg(server.info().address));
    m_serverText->setColor(&Colors::tx2);
  } else if (server.failure()) {
    m_serverText->setText(QString::fromStdString(server.failure()->message));
    m_serverText->setColor(&Colors::err);
  } else {
    m_serverText->setText(server.state() == ServerState::Starting ? tr("Tracking server starting…")
                                                                  : QString());
    m_serverText->setColor(&Colors::tx2);
  }
  m_waiting->setState(running, false);
}

}  // namespace tatara::ui
