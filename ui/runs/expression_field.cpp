#include "ui/runs/expression_field.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QStyleOptionFrame>
#include <QToolTip>

#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/runs/condition.h"

namespace tatara::ui {
namespace {

constexpr int kMostOffers = 12;

// A place in UTF-8 as a place in the field.
int characterAt(const std::string& utf8, std::size_t byte) {
  return static_cast<int>(fromUtf8(std::string_view(utf8).substr(0, byte)).size());
}

}  // namespace

namespace {

std::string fieldName(query::FieldKind kind, const std::string& key, query::FieldType type) {
  return query::toText(query::Field{kind, key, type});
}

std::vector<std::string> fieldNames(const track::RunTable& table) {
  std::vector<std::string> names;
  for (const auto& metric : table.metrics()) {
    names.push_back(fieldName(query::FieldKind::Metric, metric->key, query::FieldType::Number));
  }
  for (const auto& param : table.params()) {
    names.push_back(fieldName(query::FieldKind::Param, param->key, query::FieldType::Text));
  }
  for (const auto& tag : table.tags()) {
    names.push_back(fieldName(query::FieldKind::Tag, tag->key, query::FieldType::Text));
  }
  return names;
}

const track::TextColumn* valuesOf(const track::RunTable& table, const query::Field& field) {
  return field.kind == query::FieldKind::Param ? table.findParam(field.key)
         : field.kind == query::FieldKind::Tag ? table.findTag(field.key)
                                               : nullptr;
}

}  // namespace

QStringList completionWords(const Listing* listing, const query::Completion& completion) {
  QStringList words;
  const auto offer = [&](const QString& word) {
    if (word.startsWith(fromUtf8(completion.typed), Qt::CaseInsensitive) && words.size() < 200) {
      words.push_back(word);
    }
  };
  using Kind = query::Completion::Kind;
  if (completion.kind == Kind::Field) {
    for (const std::string& candidate : completion.candidates) {
      offer(fromUtf8(candidate));
    }
    if (listing != nullptr && !completion.typed.empty()) {
      for (const std::string& name : fieldNames(*listing->table)) {
        offer(fromUtf8(name));
      }
    }
    return words;
  }
  for (const std::string& candidate : completion.candidates) {
    words.push_back(fromUtf8(candidate));
  }
  if (listing == nullptr) {
    return words;
  }
  const auto keyed = [&](query::FieldKind kind, const std::string& key) {
    const std::string whole = fieldName(kind, key, query::FieldType::Text);
    offer(fromUtf8(std::string_view(whole).substr(whole.find('.') + 1)));
  };
  if (completion.kind == Kind::Key) {
    if (completion.field.kind == query::FieldKind::Metric) {
      for (const auto& metric : listing->table->metrics()) {
        keyed(completion.field.kind, metric->key);
      }
    } else {
      for (const auto& column : completion.field.kind == query::FieldKind::Param ? listing->table->params()
                                                                                 : listing->table->tags()) {
        keyed(completion.field.kind, column->key);
      }
    }
  } else if (completion.kind == Kind::Value) {
    if (completion.field.kind == query::FieldKind::Attribute && completion.field.key == "status") {
      for (const char* status : {"FINISHED", "RUNNING", "FAILED", "KILLED", "SCHEDULED"}) {
        offer(fromUtf8(query::quotedValue(status)));
      }
      return words;
    }
    const track::TextColumn* column = valuesOf(*listing->table, completion.field);
    if (column != nullptr) {
      for (const std::string& value : column->dictionary) {
        if (value.size() <= 80) {
          offer(fromUtf8(query::quotedValue(value)));
        }
      }
    }
  }
  return words;
}

ExpressionField::ExpressionField(QWidget* parent) : QLineEdit(parent), m_popup(new QListWidget(this)) {
  setFont(ui::font(TextRole::Code));
  setAccessibleName(tr("Filter expression"));
  setPlaceholderText(tr("metrics.val_rmse < 46 AND params.model = 'xgboost'"));
  setMaxLength(60'000);
  m_popup->setWindowFlags(Qt::ToolTip);
  m_popup->setFocusPolicy(Qt::NoFocus);
  m_popup->setFont(ui::font(TextRole::Code));
  m_popup->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_popup->setUniformItemSizes(true);
  connect(m_popup, &QListWidget::itemPressed, this, &ExpressionField::choose);
  connect(this, &QLineEdit::textEdited, this, [this] {
    check();
    offer();
  });
  connect(this, &QLineEdit::textChanged, this, &ExpressionField::check);
}

ExpressionField::~ExpressionField() = default;

QStringList ExpressionField::offered() const {
  QStringList words;
  for (int row = 0; m_popup->isVisible() && row < m_popup->count(); ++row) {
    words.push_back(m_popup->item(row)->text());
  }
  return words;
}

void ExpressionField::check() {
  const std::string typed = QLineEdit::text().toStdString();
  m_problem.clear();
  if (const auto filter = query::parseFilter(query::Entity::Run, typed); !filter) {
    m_problem = messageText(filter.error());
    m_problemBegin = characterAt(typed, filter.error().begin);
    m_problemEnd = std::max(m_problemBegin + 1, characterAt(typed, filter.error().end));
  }
  setToolTip(tipText(m_problem));
  setAccessibleDescription(m_problem);
  if (QToolTip::isVisible()) {
    QToolTip::hideText();
  }
  update();
}

void ExpressionField::offer() {
  const std::string typed = QLineEdit::text().toStdString();
  const std::size_t cursor = QLineEdit::text().left(cursorPosition()).toStdString().size();
  m_completion = query::completionAt(query::Entity::Run, typed, cursor);
  const QStringList words = completionWords(m_listing.get(), m_completion);
  m_popup->clear();
  if (words.isEmpty() || (words.size() == 1 && words.front() == fromUtf8(m_completion.typed))) {
    m_popup->hide();
    return;
  }
  m_popup->addItems(words);
  m_popup->setCurrentRow(-1);
  int width = 180;
  for (const QString& word : words) {
    width = std::max(width, m_popup->fontMetrics().horizontalAdvance(word) + 32);
  }
  const int rows = std::min<int>(kMostOffers, static_cast<int>(words.size()));
  m_popup->resize(std::min(width, 480), rows * m_popup->sizeHintForRow(0) + 8);
  const int x = cursorRect().left() - fontMetrics().horizontalAdvance(fromUtf8(m_completion.typed));
  m_popup->move(mapToGlobal(QPoint(std::max(0, x), height() + 2)));
  m_popup->show();
}

void ExpressionField::choose() {
  QListWidgetItem* item = m_popup->currentItem();
  if (item == nullptr) {
    return;
  }
  const std::string typed = QLineEdit::text().toStdString();
  const QString word = item->text();
  const bool goesOn = word.endsWith(QLatin1Char('.'));
  const QString before = fromUtf8(std::string_view(typed).substr(0, m_completion.begin)) + word +
                         (goesOn ? QString() : QStringLiteral(" "));
  const QString after = fromUtf8(std::string_view(typed).substr(m_completion.end)).trimmed();
  setText(before + after);
  setCursorPosition(static_cast<int>(before.size()));
  offer();
}

void ExpressionField::apply() {
  m_popup->hide();
  if (!m_problem.isEmpty()) {
    QToolTip::showText(mapToGlobal(QPoint(waveLeft(), height())), tipText(m_problem), this);
    return;
  }
  if (const auto conditions = splitConditions(QLineEdit::text().toStdString())) {
    Q_EMIT applied(*conditions);
  }
}

void ExpressionField::keyPressEvent(QKeyEvent* event) {
  const bool open = m_popup->isVisible();
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
      if (!open) {
        offer();
      } else {
        const int step = event->key() == Qt::Key_Down ? 1 : -1;
        m_popup->setCurrentRow(std::clamp(m_popup->currentRow() + step, 0, m_popup->count() - 1));
      }
      return;
    case Qt::Key_Tab:
      if (open) {
        m_popup->setCurrentRow(std::max(0, m_popup->currentRow()));
        choose();
        return;
      }
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (open && m_popup->currentRow() >= 0) {
        choose();
      } else {
        apply();
      }
      return;
    case Qt::Key_Escape:
      if (open) {
        m_popup->hide();
      } else {
        Q_EMIT abandoned();
      }
      return;
    default:
      break;
  }
  QLineEdit::keyPressEvent(event);
}

void ExpressionField::focusOutEvent(QFocusEvent* event) {
  m_popup->hide();
  QLineEdit::focusOutEvent(event);
}

// Where what cannot be read begins, as far as the text is scrolled.
int ExpressionField::waveLeft() const {
  const int scroll =
      cursorRect().center().x() - fontMetrics().horizontalAdvance(QLineEdit::text().left(cursorPosition()));
  return scroll + fontMetrics().horizontalAdvance(QLineEdit::text().left(m_problemBegin));
}

void ExpressionField::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  if (m_problem.isEmpty() || QLineEdit::text().isEmpty()) {
    return;
  }
  // A wave under the bytes that cannot be read.
  const QString wrong = QLineEdit::text().mid(m_problemBegin, m_problemEnd - m_problemBegin);
  const int left = waveLeft();
  const int right = left + std::max(6, fontMetrics().horizontalAdvance(wrong));
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colors().err, 1.2));
  QPainterPath wave(QPointF(left, height() - 6));
  for (int x = left; x < right; x += 4) {
    wave.lineTo(x + 2, height() - 4);
    wave.lineTo(x + 4, height() - 6);
  }
  painter.drawPath(wave);
}

}  // namespace tatara::ui
