// One version of a model: what it scores beside the champion, what it takes and gives, its files, where it
// comes from, and every act on it. Tabs: "" (summary), "evidence", "signature", "files", "lineage",
// "history". Threads: GUI thread.
#pragma once

#include <QWidget>

#include "core/base/clock.h"
#include "ui/models/models_data.h"
#include "ui/shell/route.h"

class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace tatara::ui {

class Badge;
class Card;
class CodeBlock;
class KpiStrip;
class Label;
class LineageStrip;
class TextGrid;
struct LineageNode;
struct TextCell;

class VersionPage final : public QWidget {
  Q_OBJECT
 public:
  explicit VersionPage(int serverPort, QWidget* parent = nullptr);

  void show(VersionFactsPtr facts, Timestamp now, bool readOnly);
  const VersionFactsPtr& facts() const { return m_facts; }
  QString tab() const;
  void setTab(const QString& tab);  // an unknown one is the summary
  void stepTab(int by);

 Q_SIGNALS:
  void tabChanged();
  void routeAsked(const tatara::ui::Route& route);
  void championAsked(std::int64_t version);
  void reviewAsked(std::int64_t version);
  void menuAsked(QWidget* under);
  void exportAsked(const QString& path);  // of a file, relative to the version's root

 private:
  QWidget* makeHeader();
  QWidget* makeSummary();
  QWidget* makeSignature();
  QWidget* makeEvidence();
  void showHeader(Timestamp now, bool readOnly);
  void showScores();
  void showSignature();
  void showEvidence(Timestamp now);
  std::vector<LineageNode> originNodes() const;
  std::vector<LineageNode> useNodes() const;
  TextCell sinceRegistered(const artifact::FileInfo& file) const;
  void showFiles();
  void showLineage();
  void showHistory();

  int m_port;
  VersionFactsPtr m_facts;
  Label* m_name = nullptr;
  Badge* m_state = nullptr;
  Label* m_aliases = nullptr;
  Label* m_words = nullptr;
  QPushButton* m_run = nullptr;
  QPushButton* m_review = nullptr;
  QPushButton* m_setChampion = nullptr;
  QToolButton* m_more = nullptr;
  QTabBar* m_tabs = nullptr;
  QStackedWidget* m_stack = nullptr;
  KpiStrip* m_scores = nullptr;
  Label* m_description = nullptr;
  CodeBlock* m_code = nullptr;
  TextGrid* m_params = nullptr;
  Card* m_evidenceCard = nullptr;
  Label* m_evidenceNote = nullptr;
  TextGrid* m_evidence = nullptr;
  Label* m_signatureNote = nullptr;
  TextGrid* m_signature = nullptr;
  Card* m_filesCard = nullptr;
  TextGrid* m_files = nullptr;
  LineageStrip* m_lineage = nullptr;
  TextGrid* m_history = nullptr;
};

}  // namespace tatara::ui
