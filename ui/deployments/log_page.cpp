#include "ui/deployments/log_page.h"

#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/model/text_grid.h"
#include "ui/widget/card.h"

namespace tatara::ui {
namespace {

constexpr int kWordsWidth = 220;

Tone toneOf(const std::string& level) {
  return level == "error" ? Tone::Worse : level == "warning" ? Tone::Warning : Tone::Secondary;
}

}  // namespace

LogPage::LogPage(QWidget* parent)
    : QWidget(parent),
      m_card(new Card(tr("Log of the model server"), this)),
      m_words(new QLineEdit),
      m_grid(new TextGrid(tr("Log of the model server"))) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  m_words->setPlaceholderText(tr("Lines with these words"));
  m_words->setAccessibleName(tr("Lines with these words"));
  m_words->setClearButtonEnabled(true);
  m_words->setFixedWidth(kWordsWidth);
  m_card->addTool(m_words);
  m_card->setContent(m_grid);
  whole->addWidget(m_card);
  connect(m_words, &QLineEdit::textChanged, this, &LogPage::fill);
}

void LogPage::show(const EndpointFactsPtr& facts) {
  m_facts = facts;
  fill();
}

void LogPage::fill() {
  if (!m_facts) {
    return;
  }
  const QString words = m_words->text().trimmed();
  std::vector<TextRow> rows;
  for (const LogLine& line : m_facts->log) {
    const QString text = fromUtf8(line.text);
    const QString level = fromUtf8(line.level);
    if (!words.isEmpty() && !text.contains(words, Qt::CaseInsensitive) &&
        !level.contains(words, Qt::CaseInsensitive)) {
      continue;
    }
    rows.push_back({static_cast<RowId>(rows.size()),
                    {TextCell::text(fromUtf8(line.at).replace(QLatin1Char('T'), QLatin1Char(' '))),
                     TextCell::text(level, toneOf(line.level)), TextCell::text(text, Tone::Primary)}});
  }
  m_card->setSubtitle(m_facts->log.empty()
                          ? tr("nothing was logged yet")
                          : tr("%n lines, newest first", nullptr, static_cast<int>(rows.size())));
  ColumnSpec text = gridColumn("text", tr("Message"), 500);
  text.fills = true;
  m_grid->show({gridColumn("at", tr("Time"), 180), gridColumn("level", tr("Level"), 80), text},
               std::move(rows));
}

}  // namespace tatara::ui
