// The card of correlations in the Profile tab: Pearson, Spearman or Cramér's V between the columns, the 50
// most related of them where there are more.
//
// It shows what the feed's profile has and says which cell was chosen. Threads: GUI thread.
#pragma once

#include <QObject>

#include "core/dataset/profile.h"
#include "ui/explore/pair_plots.h"
#include "ui/explore/rows_filter.h"
#include "ui/explore/version_feed.h"

namespace tatara::ui {

class ChartCard;

class RelationOverview final : public QObject {
  Q_OBJECT
 public:
  // The card is a child of `parent`, and fills `stage` when it is expanded.
  RelationOverview(VersionFeed& feed, QWidget* stage, QWidget* parent);

  ChartCard* card() const { return m_card; }
  void reset();
  // Once there is a profile, again when it changes.
  void show();
  void clearChosen() { m_plot->setChosen(std::nullopt); }

  // What gives the same numbers outside; empty where nothing usual does.
  QString query(RowsFormat format, const dataset::Filter& filter, const QString& table) const;

 Q_SIGNALS:
  void queryAsked(tatara::ui::RowsFormat format);
  void columnChosen(const QString& column);
  // Two columns of numbers.
  void pairChosen(const QString& y, const QString& x);
  // Two columns of which one at least holds words.
  void wordsChosen(const QString& y, const QString& x);

 private:
  enum class Kind { Pearson, Spearman, CramersV };
  const dataset::RelationMatrix& matrix(const dataset::Profile& profile) const;
  static QString nameOf(Kind kind);
  void choose(Kind kind);
  void chooseCell(int row, int column);

  VersionFeed& m_feed;
  CorrelationPlot* m_plot;
  ChartCard* m_card;
  Kind m_kind = Kind::Pearson;
};

}  // namespace tatara::ui
