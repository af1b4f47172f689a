// The head of the Data panel: which version of which dataset, what is wrong with it, and what can be done
// with it; below it, at the right of the tabs, its facts in numbers.
//
// Threads: GUI thread. It shows and asks; the panel acts.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/dataset/profile_alert.h"

class QPushButton;

namespace tatara::ui {

class Label;

class DataHeader final : public QWidget {
  Q_OBJECT
 public:
  explicit DataHeader(QWidget* parent = nullptr);

  void setVersion(const QString& name, const QString& version);
  // How many alerts of each gravity; `listed` is the one whose columns alone are shown.
  void setAlerts(int errors, int warnings, int notes, std::optional<dataset::Severity> listed);
  // "10 % sample" and what is under way; empty: nothing.
  void setProgress(const QString& stage, double part, const QString& sample);
  // What became of the file a version refers to; empty: nothing.
  void setSource(const QString& words, const QString& tip);
  QPushButton* versionButton() { return m_version; }
  // The version that Compare holds it against; none: there is no such button.
  void setCompared(std::optional<std::int64_t> version);
  void setExportEnabled(bool enabled);
  void setRunEnabled(bool enabled, const QString& reason);

 Q_SIGNALS:
  void alertsClicked(tatara::dataset::Severity severity);
  void sourceClicked();
  void cancelAsked();
  void compareAsked();
  void exportAsked(QPushButton* under);
  void viewsAsked(QPushButton* under);
  void runAsked();

 private:
  Label* m_name;
  QPushButton* m_version;
  QWidget* m_errors;
  QWidget* m_warnings;
  QWidget* m_notes;
  QWidget* m_source;
  QWidget* m_progress;
  QPushButton* m_cancel;
  QPushButton* m_views;
  QPushButton* m_compare;
  QPushButton* m_export;
  QPushButton* m_run;
};

// "Rows 17,379   Columns 17": names in tx3, numbers strong; from the right, what does not fit is left out.
class FactStrip final : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  void setFacts(std::vector<std::pair<QString, QString>> facts);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<std::pair<QString, QString>> m_facts;
};

}  // namespace tatara::ui
