#include "ui/runs/internal/ask_condition.h"

#include <QInputDialog>

#include "core/query/query.h"
#include "ui/runs/internal/runs_text.h"

namespace tatara::ui {

std::optional<std::string> askGroupCondition(QWidget* parent, const std::string& now,
                                             const std::string& metric) {
  QString text = now.starts_with('=') ? QString::fromStdString(now.substr(1))
                                      : QStringLiteral("metrics.%1 < 1").arg(QString::fromStdString(metric));
  QString question = RunsText::tr("Runs for which it holds, and the others");
  bool accepted = true;
  while (accepted) {
    text = QInputDialog::getText(parent, RunsText::tr("Group by a condition"), question, QLineEdit::Normal,
                                 text, &accepted)
               .trimmed();
    if (!accepted || text.isEmpty()) {
      break;
    }
    const auto read = query::parseFilter(query::Entity::Run, text.toStdString());
    if (read) {
      return "=" + text.toStdString();
    }
    question = QString::fromStdString(read.error().message);
  }
  return std::nullopt;
}

}  // namespace tatara::ui
