// The field for the whole filter as one expression: completion as one types, the mistake underlined and told.
//
// Enter applies, Esc gives up. Threads: GUI thread.
#pragma once

#include <QLineEdit>
#include <functional>

#include "core/query/completion.h"
#include "ui/runs/listing.h"

class QListWidget;

namespace tatara::ui {

// Words that may stand at a place: names of metrics, values of a tag.
QStringList completionWords(const Listing* listing, const query::Completion& completion);

class ExpressionField final : public QLineEdit {
  Q_OBJECT

 public:
  explicit ExpressionField(QWidget* parent = nullptr);
  ~ExpressionField() override;

  void setListing(ListingPtr listing) { m_listing = std::move(listing); }
  // Empty: it can be read.
  const QString& problem() const { return m_problem; }
  QStringList offered() const;

 Q_SIGNALS:
  void applied(const std::vector<std::string>& conditions);
  void abandoned();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void check();
  void offer();
  void choose();
  void apply();
  int waveLeft() const;

  ListingPtr m_listing;
  QString m_problem;
  int m_problemBegin = 0;
  int m_problemEnd = 0;
  query::Completion m_completion;
  QListWidget* m_popup;
};

}  // namespace tatara::ui
