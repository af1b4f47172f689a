// The endpoints of a workspace as cards, what needs a person first; above thirty of them as rows of 28 px.
//
// Up and Down move, as in any list. Threads: GUI thread.
#pragma once

#include <QListView>

#include "ui/deployments/deployments_data.h"

namespace tatara::ui {

class EndpointList final : public QListView {
  Q_OBJECT
 public:
  explicit EndpointList(QWidget* parent = nullptr);

  // Keeps what is current, by name, without telling of it.
  void setEndpoints(EndpointLines lines, bool serving);
  const EndpointLines& endpoints() const { return m_lines; }
  void setCurrent(const QString& name);

 Q_SIGNALS:
  void opened(const QString& name);

 protected:
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  class Model;
  class Delegate;
  Model* m_model;
  EndpointLines m_lines;
  QString m_current;
  bool m_quiet = false;
};

}  // namespace tatara::ui
