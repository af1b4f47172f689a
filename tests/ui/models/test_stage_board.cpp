#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/ui_test.h"
#include "ui/models/internal/stage_board.h"

namespace {

using namespace tatara;
using namespace tatara::ui;

ModelFactsPtr someVersions(bool protectedChampion) {
  using registry::VersionState;
  const VersionState states[] = {VersionState::Candidate, VersionState::InReview, VersionState::Approved,
                                 VersionState::Approved,  VersionState::Rejected, VersionState::Archived};
  auto facts = std::make_shared<ModelFacts>();
  facts->protection.champion = protectedChampion;
  facts->champion = 4;
  std::int64_t number = 0;
  for (const VersionState state : states) {
    VersionLine& line = facts->versions.emplace_back();
    line.version.version = ++number;
    line.version.state = state;
  }
  return facts;
}

class StageBoardTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    m_board = std::make_unique<StageBoard>();
    m_board->show(someVersions(true), Timestamp{}, false);
    m_board->resize(1000, 300);
    static_cast<QWidget*>(m_board.get())->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_board.get()));
  }

  // Every pair of columns, against the list of those that a hand may do.
  void onlyWhatLifecycleAndPolicyAllowMayBeMovedByHand() {
    const auto open = [](bool protectedChampion) {
      QStringList pairs;
      const auto facts = someVersions(protectedChampion);
      for (const VersionLine& line : facts->versions) {
        for (std::size_t to = 0; to < kStageColumns; ++to) {
          if (mayMove(*facts, line.version, static_cast<StageColumn>(to))) {
            pairs << QStringLiteral("%1>%2").arg(line.version.version).arg(to);
          }
        }
      }
      return pairs.join(QLatin1Char(' '));
    };
    QCOMPARE(open(true), QStringLiteral("1>1 1>5 3>3 3>5 5>1 5>5 6>0"));
    QCOMPARE(open(false), QStringLiteral("1>1 1>3 1>5 3>3 3>5 5>1 5>3 5>5 6>0"));
  }

  void aVersionUnderReviewIsNotPutAway() {
    auto facts = std::make_shared<ModelFacts>(*someVersions(true));
    registry::ReviewInfo review;
    review.version = 3;
    facts->reviews.push_back(review);
    QVERIFY(!mayMove(*facts, facts->versions[2].version, StageColumn::Archived));
    QVERIFY(mayMove(*facts, facts->versions[2].version, StageColumn::Champion));
  }

  void everyCardIsAnItemForAssistiveTechnology() {
    QAccessibleInterface* cards = QAccessible::queryAccessibleInterface(m_board.get());
    QCOMPARE(cards->childCount(), m_board->itemCount());
    QVERIFY(cards->childCount() > 1);
    QSignalSpy opened(m_board.get(), &StageBoard::opened);
    for (int i = 0; i < cards->childCount(); ++i) {
      const QString name = cards->child(i)->text(QAccessible::Name);
      cards->child(i)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
      QCOMPARE(opened.count(), i + 1);
      const qint64 version = opened.back().front().toLongLong();
      QVERIFY2(name.startsWith(QStringLiteral("v%1, ").arg(version)), qPrintable(name));
      QCOMPARE(m_board->itemRect(i), m_board->cardRect(version));
    }
  }

  void aClickOpensAndADragAsks() {
    QSignalSpy opened(m_board.get(), &StageBoard::opened);
    QSignalSpy asked(m_board.get(), &StageBoard::moveAsked);
    QTest::mouseClick(m_board.get(), Qt::LeftButton, {}, m_board->cardRect(1).center());
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.front().front().toLongLong(), 1);
    drag(1, StageColumn::InReview);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.front().front().toLongLong(), 1);
    QCOMPARE(asked.front()[1].value<StageColumn>(), StageColumn::InReview);
    QCOMPARE(opened.count(), 1);
  }

  void whatIsLetGoElsewhereChangesNothing() {
    QSignalSpy asked(m_board.get(), &StageBoard::moveAsked);
    QSignalSpy opened(m_board.get(), &StageBoard::opened);
    drag(1, StageColumn::Champion);  // protected
    drag(2, StageColumn::Approved);  // a review decides
    drag(4, StageColumn::Archived);  // the champion stays until another one is
    QCOMPARE(asked.count(), 0);
    QCOMPARE(opened.count(), 0);
    m_board->show(someVersions(true), Timestamp{}, true);
    drag(1, StageColumn::InReview);  // read-only
    QCOMPARE(asked.count(), 0);
  }

  void arrowsWalkOverEmptyColumnsAndEnterOpens() {
    auto facts = std::make_shared<ModelFacts>(*someVersions(true));
    facts->versions.erase(facts->versions.begin() + 1);  // nothing in review
    m_board->show(facts, Timestamp{}, false);
    QSignalSpy opened(m_board.get(), &StageBoard::opened);
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Return, Qt::Key_Right, Qt::Key_Return}) {
      QTest::keyClick(m_board.get(), key);
    }
    QCOMPARE(opened.count(), 2);
    QCOMPARE(opened[0].front().toLongLong(), 3);
    QCOMPARE(opened[1].front().toLongLong(), 4);
  }

 private:
  void drag(std::int64_t version, StageColumn to) {
    const QPoint from = m_board->cardRect(version).center();
    const QPoint end(m_board->columnRect(to).center().x(), from.y());
    QTest::mousePress(m_board.get(), Qt::LeftButton, {}, from);
    QTest::mouseMove(m_board.get(), (from + end) / 2);
    QTest::mouseMove(m_board.get(), end);
    QTest::mouseRelease(m_board.get(), Qt::LeftButton, {}, end);
  }

  std::unique_ptr<StageBoard> m_board;
};

}  // namespace

TATARA_UI_TEST_MAIN(StageBoardTest)
#include "test_stage_board.moc"
