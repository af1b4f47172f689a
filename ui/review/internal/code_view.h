// The code's diff: files with their counts, and each hunk's lines with both line numbers, added green and
// removed red, as they were read (core/provenance/patch.h).
//
// Painted from the top of what is asked for only, so that a long diff costs what is on screen. Threads: GUI
// thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/review/review_data.h"

namespace tatara::ui {

class CodeView final : public QWidget {
  Q_OBJECT
 public:
  explicit CodeView(QWidget* parent = nullptr);
  // At most `most` lines, hunks and file names counted among them; 0: all.
  void show(const std::vector<CodeChange>& changes, int most);
  int lines() const { return static_cast<int>(m_rows.size()); }
  bool whole() const { return m_whole; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Row {
    enum Kind { Section, File, Hunk, Line, Words } kind = Line;
    QString text;
    QString right;  // of a file: what was added and removed
    char sign = ' ';
    std::int64_t number = 0;
  };
  static QString titleOf(const CodeChange& change);
  void addFile(const provenance::PatchFile& file, int most);
  bool full(int most) const { return most > 0 && static_cast<int>(m_rows.size()) >= most; }
  void paintRow(QPainter& painter, const Row& row, const QRectF& rect) const;

  std::vector<Row> m_rows;
  bool m_whole = true;
  int m_widest = 0;
};

}  // namespace tatara::ui
