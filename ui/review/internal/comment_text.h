// What somebody wrote in a discussion: Markdown, in which @name stands out. Nothing is loaded and no HTML is
// taken, whatever it holds; an address is text.
//
// Threads: GUI thread.
#pragma once

#include <memory>

#include <QTextDocument>
#include <QWidget>

namespace tatara::ui {

class CommentText final : public QWidget {
  Q_OBJECT
 public:
  explicit CommentText(const QString& markdown, QWidget* parent = nullptr);
  QString plainText() const { return m_document->toPlainText(); }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void dress();

  std::unique_ptr<QTextDocument> m_document;
};

}  // namespace tatara::ui
