// What an endpoint allows itself: its queue, its deadline, what counts as slow, what is kept and for how
// long; and who answers for it and may ask it. Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/deployments/deployments_data.h"

class QLineEdit;
class QPushButton;
class QSpinBox;

namespace tatara::ui {

class SettingsPage final : public QWidget {
  Q_OBJECT
 public:
  explicit SettingsPage(QWidget* parent = nullptr);
  // What was edited and not saved stays.
  void show(const EndpointFactsPtr& facts, bool readOnly);

 Q_SIGNALS:
  void saveAsked(const tatara::deploy::Settings& settings);
  void deleteAsked();

 private:
  QWidget* makeServing();
  QWidget* makePeople();
  deploy::Settings edited() const;
  void fill(const deploy::Settings& settings);
  void update();

  EndpointFactsPtr m_facts;
  bool m_readOnly = false;
  QSpinBox* m_queue;
  QSpinBox* m_deadline;
  QSpinBox* m_slow;
  QSpinBox* m_logged;
  QSpinBox* m_kept;
  QLineEdit* m_masked;
  QLineEdit* m_owner;
  QLineEdit* m_deputy;
  QLineEdit* m_runbook;
  QSpinBox* m_mostDays;
  QLineEdit* m_callers;
  QPushButton* m_save;
  QPushButton* m_cancel;
  QPushButton* m_delete;
};

}  // namespace tatara::ui
