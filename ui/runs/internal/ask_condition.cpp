#include "ui/runs/internal/ask_condition.h"

#include <QInputDialog>

#include "core/query/query.h"
#include "core/series/expression.h"
#include "ui/base/error_text.h"
#include "ui/runs/internal/derived_columns.h"
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
    question = messageText(read.error());
  }
  return std::nullopt;
}

std::optional<std::string> askColumnExpression(QWidget* parent, const track::RunTable& table) {
  QString text;
  QString question = RunsText::tr(
      "Of last values of metrics and of parameters, for example tp / (tp + fp);\n"
      "a key with / or - between back quotes");
  bool accepted = true;
  while (accepted) {
    text = QInputDialog::getText(parent, RunsText::tr("Column of an expression"), question, QLineEdit::Normal,
                                 text, &accepted)
               .trimmed();
    if (!accepted || text.isEmpty()) {
      break;
    }
    if (evaluateColumn(table, text.toStdString()) != nullptr) {
      return "=" + text.toStdString();
    }
    const auto read = series::Expression::parse(text.toStdString());
    question = read ? RunsText::tr("Names something that no run has, or no metric or parameter at all")
                    : messageText(read.error());
  }
  return std::nullopt;
}

}  // namespace tatara::ui
