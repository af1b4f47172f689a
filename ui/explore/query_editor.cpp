#include "ui/explore/query_editor.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStringListModel>
#include <QSyntaxHighlighter>

#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kLeastBegun = 2;

using dataset::SqlWord;

// Words of the whole text, painted block by block: a comment may run over several.
class SqlColours final : public QSyntaxHighlighter {
 public:
  using QSyntaxHighlighter::QSyntaxHighlighter;

 protected:
  void highlightBlock(const QString& text) override {
    if (const QString all = document()->toPlainText(); all != m_text || m_spans.empty()) {
      m_text = all;
      read();
    }
    const int begin = currentBlock().position();
    const int end = begin + static_cast<int>(text.size());
    bool open = false;
    for (const Span& span : m_spans) {
      const int from = std::max(span.begin, begin);
      const int to = std::min(span.end, end);
      open = open || (span.begin <= end && span.end > end);
      if (from < to) {
        setFormat(from - begin, to - from, format(span.kind));
      }
    }
    setCurrentBlockState(open ? 1 : 0);
  }

 private:
  struct Span {
    int begin = 0;
    int end = 0;
    SqlWord::Kind kind = SqlWord::Kind::Name;
  };

  void read() {
    const QByteArray bytes = m_text.toUtf8();
    const std::string_view sql(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    m_spans.clear();
    std::size_t at = 0;
    int place = 0;
    const auto forward = [&](std::size_t to) {
      place += static_cast<int>(QString::fromUtf8(sql.data() + at, static_cast<qsizetype>(to - at)).size());
      at = to;
      return place;
    };
    for (const SqlWord& word : dataset::sqlWords(sql)) {
      const int begin = forward(word.begin);
      m_spans.push_back({begin, forward(word.end()), word.kind});
    }
  }

  static QTextCharFormat format(SqlWord::Kind kind) {
    const Colors& c = colors();
    QTextCharFormat look;
    switch (kind) {
      case SqlWord::Kind::Keyword:
        look.setForeground(c.acctx);
        look.setFontWeight(QFont::DemiBold);
        break;
      case SqlWord::Kind::Text:
        look.setForeground(c.ok);
        break;
      case SqlWord::Kind::Number:
        look.setForeground(c.warn);
        break;
      case SqlWord::Kind::Comment:
        look.setForeground(c.tx3);
        break;
      case SqlWord::Kind::Parameter:
        look.setForeground(c.err);
        break;
      default:
        look.setForeground(c.tx1);
    }
    return look;
  }

  QString m_text;
  std::vector<Span> m_spans;
};

}  // namespace

QueryEditor::QueryEditor(QWidget* parent) : QPlainTextEdit(parent) {
  setFont(ui::font(TextRole::Code));
  setAccessibleName(tr("SQL statement"));
  setPlaceholderText(tr("SELECT … (Ctrl+Enter runs it)"));
  setTabChangesFocus(true);
  setFrameShape(QFrame::NoFrame);
  new SqlColours(document());
  m_words = new QStringListModel(this);
  m_completer = new QCompleter(m_words, this);
  m_completer->setWidget(this);
  m_completer->setCaseSensitivity(Qt::CaseInsensitive);
  m_completer->setCompletionMode(QCompleter::PopupCompletion);
  m_completer->popup()->setFont(ui::font(TextRole::Code));
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &QueryEditor::insert);
  connect(this, &QPlainTextEdit::textChanged, this, [this] { setExtraSelections({}); });
  setNames({});
}

void QueryEditor::setNames(const QStringList& names) {
  QStringList words = names;
  for (const std::string& keyword : dataset::sqlKeywords()) {
    words << QString::fromStdString(keyword).toUpper();
  }
  words.removeDuplicates();
  words.sort(Qt::CaseInsensitive);
  m_words->setStringList(words);
}

QStringList QueryEditor::offered() const {
  return m_words->stringList();
}

void QueryEditor::setProblem(const std::optional<dataset::TextPlace>& place) {
  if (!place) {
    setExtraSelections({});
    return;
  }
  const QByteArray bytes = toPlainText().toUtf8();
  const auto at = [&](std::size_t byte) {
    return static_cast<int>(QString::fromUtf8(bytes.left(static_cast<qsizetype>(byte))).size());
  };
  QTextEdit::ExtraSelection mark;
  mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
  mark.format.setUnderlineColor(colors().err);
  mark.format.setBackground(colors().errbg);
  mark.cursor = textCursor();
  mark.cursor.setPosition(at(place->begin));
  mark.cursor.setPosition(std::max(at(place->begin + place->length), at(place->begin)),
                          QTextCursor::KeepAnchor);
  if (!mark.cursor.hasSelection()) {
    mark.cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor);
  }
  setExtraSelections({mark});
}

QString QueryEditor::begun() const {
  const QString before = textCursor().block().text().left(textCursor().positionInBlock());
  static const QRegularExpression last(QStringLiteral("[\\p{L}_][\\p{L}\\p{N}_@]*$"));
  return last.match(before).captured();
}

void QueryEditor::complete(const QString& word) {
  m_completer->setCompletionPrefix(word);
  const bool only = m_completer->completionCount() == 1 &&
                    m_completer->currentCompletion().compare(word, Qt::CaseInsensitive) == 0;
  if (m_completer->completionCount() == 0 || only) {
    m_completer->popup()->hide();
    return;
  }
  m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
  QRect place = cursorRect();
  place.setWidth(std::max(220, m_completer->popup()->sizeHintForColumn(0) +
                                   m_completer->popup()->verticalScrollBar()->sizeHint().width()));
  m_completer->complete(place);
}

void QueryEditor::insert(const QString& word) {
  QTextCursor cursor = textCursor();
  cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor,
                      static_cast<int>(m_completer->completionPrefix().size()));
  cursor.insertText(word);
  setTextCursor(cursor);
}

void QueryEditor::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (m_completer->popup()->isVisible() &&
      (enter || event->key() == Qt::Key_Tab || event->key() == Qt::Key_Escape)) {
    event->ignore();  // the list's
    return;
  }
  if (enter && (event->modifiers() & Qt::ControlModifier)) {
    Q_EMIT runAsked();
    return;
  }
  if (event->key() == Qt::Key_Space && (event->modifiers() & Qt::ControlModifier)) {
    complete(begun());
    return;
  }
  QPlainTextEdit::keyPressEvent(event);
  const QString word = begun();
  if (!event->text().isEmpty() && event->text().front().isPrint() && word.size() >= kLeastBegun) {
    complete(word);
  } else {
    m_completer->popup()->hide();
  }
}

void QueryEditor::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) {
    for (auto* colours : document()->findChildren<QSyntaxHighlighter*>()) {
      colours->rehighlight();
    }
  }
}

}  // namespace tatara::ui
