#include "ui/review/internal/comment_text.h"

#include <cmath>
#include <utility>
#include <vector>

#include <QAbstractTextDocumentLayout>
#include <QEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>

#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

class LoadsNothing final : public QTextDocument {
 protected:
  QVariant loadResource(int, const QUrl&) override { return {}; }
};

// Qt takes what the desktop calls monospace.
void writeCodeInOurFont(const QTextBlock& block) {
  QTextCharFormat code;
  code.setFontFamilies(tatara::ui::font(TextRole::Code).families());
  std::vector<std::pair<int, int>> spans;  // a change of format ends the walk over fragments
  for (auto at = block.begin(); !at.atEnd(); ++at) {
    if (at.fragment().charFormat().fontFixedPitch()) {
      spans.emplace_back(at.fragment().position(), at.fragment().length());
    }
  }
  QTextCursor cursor(block);
  for (const auto& [position, length] : spans) {
    cursor.setPosition(position);
    cursor.setPosition(position + length, QTextCursor::KeepAnchor);
    cursor.mergeCharFormat(code);
  }
}

}  // namespace

CommentText::CommentText(const QString& markdown, QWidget* parent)
    : QWidget(parent), m_document(std::make_unique<LoadsNothing>()) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  m_document->setDocumentMargin(0);
  m_document->setDefaultFont(tatara::ui::font(TextRole::Cell));
  m_document->setMarkdown(markdown, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownNoHTML) |
                                        QTextDocument::MarkdownDialectGitHub);
  setAccessibleName(m_document->toPlainText());
  dress();
}

// One size for all of it, and the colour of the theme for code, links and names.
void CommentText::dress() {
  static const QRegularExpression name(QStringLiteral("(?<![\\w@])@[\\w][\\w.-]*"));
  const Colors& c = colors();
  for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
    QTextCursor cursor(block);
    cursor.select(QTextCursor::BlockUnderCursor);
    QTextCharFormat plain;
    plain.setProperty(QTextFormat::FontPixelSize, tatara::ui::font(TextRole::Cell).pixelSize());
    plain.setProperty(QTextFormat::FontSizeAdjustment, 0);
    plain.setForeground(c.tx1);
    cursor.mergeCharFormat(plain);
    writeCodeInOurFont(block);
  }
  for (QTextCursor at = m_document->find(name); !at.isNull(); at = m_document->find(name, at)) {
    QTextCharFormat named;
    named.setFontWeight(QFont::DemiBold);
    named.setForeground(c.acctx);
    at.mergeCharFormat(named);
  }
}

QSize CommentText::sizeHint() const {
  return {240, heightForWidth(std::max(240, width()))};
}

QSize CommentText::minimumSizeHint() const {
  return {60, 16};
}

int CommentText::heightForWidth(int width) const {
  m_document->setTextWidth(std::max(1, width));
  return static_cast<int>(std::ceil(m_document->size().height()));
}

void CommentText::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    dress();
  }
  QWidget::changeEvent(event);
}

void CommentText::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  m_document->setTextWidth(std::max(1, width()));
  QAbstractTextDocumentLayout::PaintContext context;
  context.palette.setColor(QPalette::Text, colors().tx1);
  m_document->documentLayout()->draw(&painter, context);
}

}  // namespace tatara::ui
