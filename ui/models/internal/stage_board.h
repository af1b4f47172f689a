// The versions of a model as cards in the columns of their states.
//
// A card goes only where policy and lifecycle let it: while one is dragged, the columns that would take it
// are outlined, and letting go elsewhere changes nothing. What a move means is asked by whoever listens; the
// board shows what is in the store and nothing else. Keys: arrows walk, Enter opens, the menu key has every
// act. Threads: GUI thread.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QWidget>

#include "core/base/clock.h"
#include "ui/base/painted_items.h"
#include "ui/models/models_data.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

enum class StageColumn { Candidate, InReview, Approved, Champion, Rejected, Archived };
inline constexpr std::size_t kStageColumns = 6;

StageColumn stageColumnOf(const ModelFacts& facts, const registry::ModelVersion& version);
// Where a card of that version may be put by a person's hand.
bool mayMove(const ModelFacts& facts, const registry::ModelVersion& version, StageColumn to);

class StageBoard final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit StageBoard(QWidget* parent = nullptr);

  void show(ModelFactsPtr facts, Timestamp now, bool readOnly);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {600, sizeHint().height()}; }
  // Of a card, in the board's own coordinates; null where the version has none.
  QRect cardRect(std::int64_t version) const;
  QRect columnRect(StageColumn column) const;

  // Column by column, the newest first.
  int itemCount() const override;
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override;
  void pressItem(int item) override;

 Q_SIGNALS:
  void opened(std::int64_t version, bool newWindow);
  void moveAsked(std::int64_t version, tatara::ui::StageColumn to);
  void menuRequested(std::int64_t version, QPoint global);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Place {
    std::size_t column = 0;
    std::size_t row = 0;
    friend bool operator==(const Place&, const Place&) = default;
  };
  const VersionLine* lineAt(Place place) const;
  std::optional<Place> placeOf(int item) const;
  std::optional<Place> placeAt(QPoint position) const;
  QRect rectOf(Place place) const;
  bool takes(std::size_t column) const;
  void paintColumn(QPainter& painter, std::size_t column) const;
  void paintCard(QPainter& painter, const QRect& rect, const VersionLine& line, bool lifted) const;

  ModelFactsPtr m_facts;
  Timestamp m_now{};
  bool m_readOnly = false;
  std::array<std::vector<const VersionLine*>, kStageColumns> m_columns;  // newest first, into m_facts
  std::optional<Place> m_hovered;
  std::optional<Place> m_current;
  std::optional<Place> m_pressed;
  QPoint m_pressedAt;
  QPoint m_at;
  bool m_dragging = false;
};

}  // namespace tatara::ui
