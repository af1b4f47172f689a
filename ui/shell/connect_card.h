// The lines that make a training script log here, and whether a run has arrived: in the sheet and on an empty
// Home.
//
// Starting the server, the address in the snippet and the green line follow the session by themselves.
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/shell/session.h"

class QPushButton;

namespace tatara::ui {

class CodeBlock;
class Label;
class WaitingLine;

class ConnectCard final : public QWidget {
  Q_OBJECT
 public:
  ConnectCard(Session& session, int port, QWidget* parent = nullptr);

 private:
  void refresh();

  Session& m_session;
  int m_port;
  CodeBlock* m_code;
  Label* m_serverText;
  QPushButton* m_start;
  WaitingLine* m_waiting;
};

}  // namespace tatara::ui
