#include <QCheckBox>
#include <QCloseEvent>
#include <QVBoxLayout>

#include "ui/shell/main_window.h"
#include "ui/shell/preferences.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

namespace tatara::ui {

bool MainWindow::mayClose() {
  const int running = m_parts.session->tasks().running();
  if (running == 0 || m_parts.session->windows() > 1) {
    return true;  // tasks go on while the workspace has a window
  }
  return confirmDestructive(this, tr("Close while %n tasks are running?", nullptr, running),
                            tr("They are cancelled. What they have done so far stays."),
                            tr("Cancel tasks and close"));
}

bool MainWindow::askAboutServer() {
  Sheet sheet(tr("The tracking server goes on"), 440, this);
  auto* text = new Label(
      tr("Scripts can go on logging to %1. The next window on this workspace finds the server again.")
          .arg(m_parts.session->server().info().address),
      TextRole::Body, &Colors::tx2, &sheet);
  text->setOverflow(Overflow::Wrap);
  sheet.body()->addWidget(text);
  auto* always = new QCheckBox(tr("Do not say this again"), &sheet);
  sheet.body()->addWidget(always);
  bool stop = false;
  sheet.addClose(tr("Cancel"));
  sheet.addButton(tr("Stop server and close"), [&] {
    stop = true;
    sheet.accept();
  });
  sheet.setSubmit(tr("Close"), [&sheet] { sheet.accept(); });
  if (sheet.exec() != QDialog::Accepted) {
    return false;
  }
  if (stop) {
    m_parts.session->server().stop();
  } else if (always->isChecked()) {
    m_parts.preferences->setServerNoticeShown(true);
  }
  return true;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const bool lastWindow = m_parts.session->windows() == 1;
  const bool running = m_parts.session->server().state() == ServerState::Running;
  const bool keep = m_parts.preferences->keepServerRunning();
  const bool ask = lastWindow && running && keep && !m_parts.preferences->serverNoticeShown();
  if (!mayClose() || (ask && !askAboutServer())) {
    event->ignore();
    return;
  }
  m_parts.preferences->setLayout(QStringLiteral("window"), saveGeometry());
  if (lastWindow && running && !keep) {
    m_parts.session->server().stop();
  }
  QWidget::closeEvent(event);
}

}  // namespace tatara::ui
