#include <QLineEdit>

#include "tests/support/golden.h"
#include "tests/support/sheet_album.h"
#include "tests/ui/review/review_fixture.h"
#include "tests/ui/review/shown_review.h"
#include "ui/review/decision_side.h"
#include "ui/review/internal/choice.h"
#include "ui/review/internal/comment_text.h"
#include "ui/review/internal/detail_tables.h"
#include "ui/review/internal/evidence_plot.h"
#include "ui/review/internal/evidence_tables.h"
#include "ui/review/internal/review_text.h"
#include "ui/review/internal/threshold_view.h"
#include "ui/review/review_data.h"
#include "ui/review/review_list.h"
#include "ui/review/review_page.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

using namespace tatara;
using namespace tatara::ui;
using registry::ReviewState;
using registry::Verdict;

namespace {

using Shown = ShownReview;

QString lockOf(const ChoiceCards& cards, int id) {
  for (const Choice& choice : cards.choices()) {
    if (choice.id == id) {
      return choice.locked;
    }
  }
  return QStringLiteral("there is no such choice");
}

std::string me() {
  return registry::currentActor("test").person;
}

}  // namespace

class ReviewTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void eachChoiceIsARadioButtonForAssistiveTechnology() {
    ChoiceCards cards;
    cards.setChoices({{1, QStringLiteral("Approve"), QStringLiteral("v2 can become champion"), {}},
                      {2, QStringLiteral("Reject"), {}, QStringLiteral("A gate does not pass")},
                      {3, QStringLiteral("Comment"), QStringLiteral("Decides nothing"), {}}});
    QAccessibleInterface* group = QAccessible::queryAccessibleInterface(&cards);
    QCOMPARE(group->childCount(), 3);
    QCOMPARE(group->child(1)->text(QAccessible::Name), QStringLiteral("Reject, A gate does not pass"));
    QVERIFY(group->child(1)->actionInterface()->actionNames().isEmpty());  // it is locked
    QVERIFY(group->child(0)->state().checked);
    group->child(2)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(cards.current(), 3);
    QVERIFY(group->child(2)->state().checked && !group->child(0)->state().checked);
  }

  void frozenPiecesBecomeTables() {
    const ReviewFixture fixture;
    fixture.measure();
    const auto id = fixture.request();
    const ReviewFactsPtr facts = *loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {});
    QCOMPARE(facts->metrics.size(), std::size_t{9});             // six, and latency, memory and size
    QCOMPARE(facts->metrics.front().name, std::string("rmse"));  // the deciding one leads
    QVERIFY(facts->metrics.front().deciding);
    QCOMPARE(facts->metrics.front().interval->high, -1.42);
    QVERIFY(facts->metrics.front().judgement == Judgement::Better);
    QCOMPARE(facts->metrics.back().name, std::string("size"));
    QCOMPARE(facts->metrics[7].champion.value(), 31e6);
    QCOMPARE(facts->valueless.size(), std::size_t{1});
    QCOMPARE(facts->valueless.front().name, std::string("rmsle"));
    QCOMPARE(facts->code.size(), std::size_t{2});  // of the commits, and what was not committed
    QCOMPARE(facts->code.front().patch.insertions(), std::int64_t{2});
    QVERIFY(facts->packages.front().differs && !facts->packages.back().differs);
    QCOMPARE(facts->slices.size(), std::size_t{6});
    QVERIFY(!facts->slices.back().judged);
    QVERIFY(facts->parameters.front().differs && !facts->parameters.back().differs);
    QVERIFY(facts->files.back().dangerous);
    QVERIFY(!facts->files.front().dangerous);
    QCOMPARE(facts->standing.gates.size(), std::size_t{3});
    QVERIFY(!facts->whyNotApprove);
    QVERIFY(facts->subject.size() == 64);
  }

  void evidenceOfAnotherFormIsLeftOut() {
    const ReviewFixture fixture;
    fixture.write([](store::Writer& writer) -> Status {
      std::vector<registry::Evidence> evidence;
      for (const auto& [name, body] :
           {std::pair("metrics", R"({"metrics":[1,{"name":7,"difference":"x"}],"notes":{}})"),
            std::pair("slices", R"({"slices":"none","weak":[1,{"conditions":7}]})"), std::pair("files", "[]"),
            std::pair("origin", "7"), std::pair("curves", R"({"challenger_curves":[{"curve":7}]})"),
            std::pair("residuals",
                      R"({"challenger_residuals":{"groups":[1],"histogram":{"low":1,"high":"x"}}})"),
            std::pair("fairness", R"({"challenger_groups":[{"groups":{}},3]})"),
            std::pair("explanation", R"({"disagreements":[1,{"row":"x","reasons":{}}]})")}) {
        evidence.push_back({.name = name, .body = *text::parseJson(body), .computed = kReviewNow});
      }
      return registry::putEvidence(writer, "bikes", 2, 1, evidence);
    });
    const auto id = fixture.request();
    const auto facts = loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {});
    QVERIFY(facts);
    QVERIFY((*facts)->metrics.empty());
    QCOMPARE((*facts)->valueless.size(), std::size_t{2});
    QVERIFY((*facts)->slices.empty() && (*facts)->files.empty() && (*facts)->facts.empty());
    const EvidenceDetail& detail = (*facts)->detail;
    QVERIFY(detail.challengerCurves.empty() && !detail.residuals && !detail.confusion);
    QVERIFY(detail.weakLooked && detail.weak.empty() && detail.groups.empty());
    ReviewPage page;
    page.show(*facts, kReviewNow, false);
    QVERIFY(!page.grab().isNull());
  }

  void curvesGroupsAndDifferingRowsAreTakenOutOfThePieces() {
    const ReviewFixture fixture;
    fixture.measure(true);
    const ReviewFactsPtr facts =
        *loadReviewFacts(*fixture.store, fixture.request(), ReviewFixture::person("mika"), {});
    const EvidenceDetail& detail = facts->detail;
    QCOMPARE(detail.challengerCurves.roc.size(), std::size_t{7});
    QCOMPARE(detail.challengerCurves.precisionRecall.size(),
             std::size_t{6});  // nothing decided: no precision
    QCOMPARE(detail.championCurves.calibration.size(), std::size_t{5});
    QVERIFY(detail.challengerCurves.roc[3].range->low < 0.75 &&
            detail.challengerCurves.roc[3].range->high > 0.75);
    QVERIFY(!detail.residuals);
    QCOMPARE(detail.confusion->challenger.size(), std::size_t{4});
    QCOMPARE(detail.groups.size(), std::size_t{3});
    QCOMPARE(detail.groups[1].selection.champion.value(), 0.131);
    QVERIFY(detail.groups[1].judged && !detail.groups[2].judged && !detail.groups[2].selection.champion);
    QCOMPARE(detail.weak.size(), std::size_t{2});
    QCOMPARE(detail.weak.front().conditions.size(), std::size_t{2});
    QCOMPARE(detail.differing.size(), std::size_t{3});
    QCOMPARE(detail.differing.front().reasons.front().input, std::string("hour"));
    QCOMPARE(facts->importance.front().permuted.value(), 118.4);
  }

  void plotsSpanTheirValuesAndTheHistogramIsInSharesOfAllRows() {
    const ReviewFixture fixture;
    fixture.measure();
    const ReviewFactsPtr facts =
        *loadReviewFacts(*fixture.store, fixture.request(), ReviewFixture::person("mika"), {});
    const PlotContent along = residualPlot(*facts);
    QCOMPARE(along.lines.size(), std::size_t{2});
    QVERIFY(along.lines.back().ours && !along.lines.back().band.isEmpty() &&
            along.lines.front().band.isEmpty());
    QCOMPARE(along.lines.back().points.size(), 10);
    for (const QPointF& point : along.lines.back().band) {
      QVERIFY(point.x() >= along.range.left() && point.y() >= along.range.top() &&
              point.y() <= along.range.bottom());
    }
    QVERIFY(along.range.top() <= 0 && along.range.bottom() >= 0);  // no residual is in the picture
    const PlotContent histogram = residualHistogramPlot(*facts);
    double share = 0;
    for (qsizetype i = 0; i < histogram.lines.back().points.size(); i += 2) {
      share += histogram.lines.back().points[i].y();
    }
    QVERIFY2(share > 0.9 && share < 1, qPrintable(QString::number(share)));  // 23 rows lie outside
  }

  void manyClassesAreToldByTheirCommonestMistakes() {
    ReviewFacts facts;
    ConfusionFacts confusion;
    for (int i = 0; i < 10; ++i) {
      confusion.classes.push_back("kind " + std::to_string(i));
    }
    confusion.challenger.assign(100, 0);
    confusion.challenger[13] = 7;  // kind 1, said to be kind 3
    confusion.challenger[20] = 9;  // kind 2, said to be kind 0
    confusion.challenger[55] = 90;
    facts.detail.confusion = confusion;
    ConfusionTable table;
    table.show(facts);
    QCOMPARE(table.rows(), 2);
    QVERIFY2(table.accessibleDescription().startsWith(QStringLiteral("kind 2, kind 0, 9")),
             qPrintable(table.accessibleDescription()));
  }

  void allEvidenceIsOnTheScreenInBothThemesAndLanguages() {
    for (const auto& [mode, tongue, binary, width, name] :
         {std::tuple{ThemeMode::Light, Language::English, false, 1408, "review/whole-light-en"},
          std::tuple{ThemeMode::Light, Language::English, true, 1408, "review/whole-classes-light-en"},
          std::tuple{ThemeMode::Dark, Language::Japanese, true, 1228, "review/whole-classes-dark-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      const ReviewFixture fixture;
      fixture.measure(binary);
      const auto id = fixture.request();
      ReviewPage page;
      page.resize(width, binary ? 2500 : 2100);
      page.show(*loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {}), kReviewNow, false);
      page.ensurePolished();
      page.grab();
      test::layOut();
      const QString difference = test::compareGolden(page.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void theForestHasBetterLeftWhicheverWayTheMetricRuns() {
    QCOMPARE(forestPosition(-2, true, 4), -0.5);  // a lower error is better
    QCOMPARE(forestPosition(2, false, 4), -0.5);  // a higher score is better
    QCOMPARE(forestPosition(8, true, 4), 1.0);    // never beyond the axis
    QCOMPARE(forestPosition(1, true, 0), 0.0);
    QCOMPARE(forestPosition(std::numeric_limits<double>::quiet_NaN(), true, 1), 0.0);
  }

  void theThresholdCountsWhatTheCurveSays() {
    const ReviewFixture fixture;
    fixture.measure(true);
    const auto id = fixture.request();
    const ReviewFactsPtr facts = *loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {});
    const ThresholdCurve& ours = facts->threshold.challenger;
    const auto half = outcomeAt(ours, 0.5);
    QVERIFY(half);
    QCOMPARE(half->truePositives, 75.0);
    QCOMPARE(half->falsePositives, 27.0);
    QCOMPARE(half->falseNegatives, 25.0);
    QCOMPARE(half->cost({0, 1, 1, 0}), 52.0 / 1000);
    // Between two kept points the one above counts; beyond the highest probability nothing is decided for.
    QCOMPARE(outcomeAt(ours, 0.4)->truePositives, 75.0);
    QCOMPARE(outcomeAt(ours, 0.95)->truePositives, 0.0);
    QVERIFY(!outcomeAt(ours, 0.95)->precision());
    // Where a miss costs ten false alarms it pays to decide earlier.
    QCOMPARE(leastCostThreshold(ours, {0, 1, 1, 0}).value(), 0.7);
    QCOMPARE(leastCostThreshold(ours, {0, 1, 10, 0}).value(), 0.3);
    QVERIFY(!leastCostThreshold({}, {}));
  }

  void theThresholdMovesWithItsCostByKeysAndMouse() {
    const ReviewFixture fixture;
    fixture.measure(true);
    const auto id = fixture.request();
    ReviewPage page;
    page.resize(1408, 928);
    page.show(*loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {}), kReviewNow, false);
    page.QWidget::show();
    test::layOut();
    auto* view = page.findChild<ThresholdView*>();
    auto* plot = page.findChild<ThresholdPlot*>();
    QVERIFY(view && plot && view->isVisible());
    QCOMPARE(view->threshold(), 0.5);
    QTest::keyClick(plot, Qt::Key_Right);
    QCOMPARE(view->threshold(), 0.51);
    QTest::mouseClick(plot, Qt::LeftButton, {}, QPoint(0, 20));
    QCOMPARE(view->threshold(), 0.0);
    // What the person set stays when the page is read again with the same evidence.
    page.show(*loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {}), kReviewNow, false);
    QCOMPARE(view->threshold(), 0.0);
    const QString difference =
        test::compareGolden(view->grab().toImage(), QStringLiteral("review/threshold"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void evidenceSpeaksTheLanguageOfTheInterface() {
    const ReviewFixture fixture;
    fixture.measure();
    const auto id = fixture.request();
    const ReviewFactsPtr facts = *loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {});
    setLanguage(Language::Japanese);
    const QString verdict = phraseText(facts->verdict);
    const QString missing = phraseText(facts->standing.missing.front());
    const QString note = phraseText(facts->notes.front());
    setLanguage(Language::English);
    QCOMPARE(
        verdict,
        QStringLiteral("チャレンジャーのほうが良好です。二乗平均平方根誤差 は 38.42（チャンピオンは 40.29）"
                       "（差の 95% 区間 -2.31 ～ -1.42）。"));
    QVERIFY2(missing.contains(QStringLiteral("不合格")), qPrintable(missing));
    QCOMPARE(note, QStringLiteral("目的変数のない 40 行を除きました"));
    QCOMPARE(phraseText(facts->notes.front()), QStringLiteral("40 rows without a target are left out"));
  }

  void aReviewLooksAsItShouldInBothThemesAndLanguages() {
    const ReviewFixture fixture;
    fixture.measure();
    const auto id = fixture.request();
    fixture.comment(id, "rei", "slices", "Holidays are up, but that is 96 rows. I am fine with it.",
                    kReviewNow - 14min);
    fixture.acknowledge(id, "rei");
    for (const auto& [mode, tongue, size, name] :
         {std::tuple{ThemeMode::Light, Language::English, QSize(1408, 928), "review/open-light-en"},
          std::tuple{ThemeMode::Dark, Language::Japanese, QSize(1408, 928), "review/open-dark-ja"},
          std::tuple{ThemeMode::Light, Language::English, QSize(1228, 648), "review/open-low-light-en"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      ReviewPage page;
      page.resize(size);
      page.show(*loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {}), kReviewNow, false);
      page.ensurePolished();
      page.grab();
      test::layOut();
      const QString difference = test::compareGolden(page.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void theVerdictOfASecondTrainingStandsBesideWhatItNeeds() {
    const ReviewFixture fixture;
    fixture.measure();
    const auto shows = [&](registry::ReviewId id, const QString& words) {
      ReviewPage page;
      page.resize(1408, 928);
      page.show(*loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {}), kReviewNow, false);
      page.grab();
      test::layOut();
      for (const Label* label : page.findChildren<Label*>()) {
        if (label->text() == words && label->isVisibleTo(&page)) {
          return true;
        }
      }
      return false;
    };
    const auto before = fixture.request();
    QVERIFY(!shows(before, QStringLiteral("Trained again")));
    fixture.write([](store::Writer& writer) -> Status {
      const registry::Evidence made{
          .name = "reproduction",
          .body = *text::parseJson(
              R"({"verdict":"differs","said":{"say":"Trained again it differs: %1","with":["rmse is 43 where it was 42"]}})"),
          .computed = kReviewNow};
      TATARA_TRY(registry::putEvidence(writer, "bikes", 2, 0, {&made, 1}));
      return {};
    });
    QVERIFY(!shows(before, QStringLiteral("it differs")));  // frozen without
    fixture.write([&](store::Writer& writer) -> Status {
      TATARA_TRY(registry::reopenReview(writer, before, "", ReviewFixture::person("aya"), kReviewNow));
      return {};
    });
    QVERIFY(shows(before, QStringLiteral("Trained again")));
    QVERIFY(shows(before, QStringLiteral("it differs")));
    QVERIFY(shows(before, QStringLiteral("Trained again it differs: rmse is 43 where it was 42")));
    setLanguage(Language::Japanese);
    QVERIFY(shows(before, QStringLiteral("再学習の結果は異なりました: rmse is 43 where it was 42")));
  }

  void withoutMeasurementTheRunsSpeakAndItIsSaid() {
    const ReviewFixture fixture;
    const auto id = fixture.request();
    const ReviewFactsPtr facts = *loadReviewFacts(*fixture.store, id, ReviewFixture::person("mika"), {});
    QVERIFY(facts->metrics.empty() && facts->resampling.empty());
    ReviewPage page;
    page.resize(1408, 928);
    page.show(facts, kReviewNow, false);
    TATARA_GOLDEN(page, "review/unmeasured-light-en");
  }

  void theListSaysWhatWaitsForMe() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    fixture.request();
    Shown shown(fixture.store, ReviewRoute{});
    QVERIFY(shown.settle());
    auto* list = shown.panel.findChild<ReviewList*>();
    QVERIFY(list && list->isVisible());
    const ReviewLines lines = *loadReviewLines(*fixture.store, ReviewSet::Waiting, me(), {});
    QCOMPARE(lines.reviews.size(), std::size_t{1});
    QCOMPARE(lines.waiting, 1);
    QCOMPARE(loadReviewLines(*fixture.store, ReviewSet::Waiting, "aya", {})->waiting, 0);
  }

  void whoAskedCannotApproveAndIsToldWhy() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request(registry::currentActor("test"));
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    QVERIFY(lockOf(shown.choices(), DecisionSide::Approve).contains(QStringLiteral("asked for this review")));
    QVERIFY(!lockOf(shown.choices(), DecisionSide::Reject).isEmpty());
    shown.page().decision().choose(DecisionSide::Approve);
    QCOMPARE(shown.choices().current(), static_cast<int>(DecisionSide::Comment));  // it stays locked
  }

  void aPolicyIsWarnedOfWhereNobodyIsLeftToApprove() {
    const auto warned = [](const registry::Actor& asker) {
      const ReviewFixture fixture(me());
      fixture.measure();
      Shown shown(fixture.store, ReviewRoute{fixture.request(asker).value()});
      const bool settled = shown.settle();
      const auto labels = shown.page().decision().findChildren<Label*>();
      return settled && std::ranges::any_of(labels, [](const Label* label) {
               return label->text().contains(QStringLiteral("nobody can approve"));
             });
    };
    QVERIFY(warned(registry::currentActor("test")));
    QVERIFY(!warned(ReviewFixture::person("aya")));
  }

  void aDecisionNeedsWordsWhereItHasTo() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request();
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    shown.page().decision().choose(DecisionSide::Reject);
    QPushButton* reject = shown.button(QStringLiteral("Reject v2"));
    QVERIFY(reject && !reject->isEnabled());
    shown.type(QStringLiteral("Holidays are worse"));
    QVERIFY(reject->isEnabled());
    QTest::mouseClick(reject, Qt::LeftButton);
    QTRY_VERIFY(fixture.review(id).info.state == ReviewState::Rejected);
    QTRY_VERIFY(shown.settle() && !shown.page().facts()->live());
    QVERIFY(lockOf(shown.choices(), DecisionSide::Approve).contains(QStringLiteral("no such choice")));
  }

  void aGateIsAcknowledgedApprovedAndTheChampionMoves() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request();
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    // The slice gate fails: approving is locked until somebody accepts it with a reason.
    QVERIFY(!lockOf(shown.choices(), DecisionSide::Approve).isEmpty());
    QPushButton* accept = shown.button(QStringLiteral("Acknowledge with a reason…"));
    QVERIFY(accept);
    QTest::mouseClick(accept, Qt::LeftButton);
    auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    QPushButton* sure = findButton(*sheet, QStringLiteral("Acknowledge"));
    QTest::mouseClick(sure, Qt::LeftButton);
    QVERIFY(fixture.review(id).acknowledgements.empty());  // not without a reason
    sheet->findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("96 rows"));
    QTest::mouseClick(sure, Qt::LeftButton);
    QTRY_COMPARE(fixture.review(id).acknowledgements.size(), std::size_t{1});
    QTRY_VERIFY(lockOf(shown.choices(), DecisionSide::Approve).isEmpty());
    shown.page().decision().choose(DecisionSide::Approve);
    QPushButton* approve = shown.button(QStringLiteral("Approve v2"));
    QVERIFY(approve && approve->isEnabled());
    QVERIFY(!shown.button(QStringLiteral("Make v2 champion")));
    QVERIFY(!shown.button(QStringLiteral("Deploy")));
    QTest::mouseClick(approve, Qt::LeftButton);
    QTRY_VERIFY(fixture.review(id).info.state == ReviewState::Approved);
    QPushButton* make = nullptr;
    QTRY_VERIFY((make = shown.button(QStringLiteral("Make v2 champion"))) != nullptr);
    QCOMPARE(fixture.champion(), 1);  // approving moved nothing
    QVERIFY(shown.button(QStringLiteral("Deploy")));
    QTest::mouseClick(make, Qt::LeftButton);
    Sheet* asks = nullptr;
    QTRY_VERIFY((asks = shown.panel.findChild<Sheet*>()) != nullptr);
    QTest::mouseClick(findButton(*asks, QStringLiteral("Make v2 champion")), Qt::LeftButton);
    QTRY_COMPARE(fixture.champion(), 2);
    QTRY_VERIFY(fixture.review(id).info.state == ReviewState::Done);
  }

  void somebodyElsesApprovalArrivesWhileOneLooks() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request(registry::currentActor("test"));
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    QVERIFY(!shown.button(QStringLiteral("Make v2 champion")));
    fixture.acknowledge(id, "mika");
    QVERIFY(fixture.decide(id, Verdict::Approve, "mika"));
    QTRY_VERIFY(shown.button(QStringLiteral("Make v2 champion")) != nullptr);
  }

  void evidenceThatChangedLapsesTheApprovalAndOffersANewRound() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request();
    fixture.write([](store::Writer& writer) {
      registry::Evidence other{.name = "latency", .body = 7.5, .computed = kReviewNow};
      return registry::putEvidence(writer, "bikes", 2, 1, {&other, 1});
    });
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    QVERIFY(lockOf(shown.choices(), DecisionSide::Approve).contains(QStringLiteral("has changed")));
    QPushButton* anew = shown.button(QStringLiteral("Freeze the evidence anew…"));
    QVERIFY(anew);
    QTest::mouseClick(anew, Qt::LeftButton);
    QTest::mouseClick(findButton(*shown.panel.findChild<Sheet*>(), QStringLiteral("Reopen the review")),
                      Qt::LeftButton);
    QTRY_COMPARE(fixture.review(id).info.round, 2);
    QTRY_VERIFY(shown.button(QStringLiteral("Freeze the evidence anew…")) == nullptr);
  }

  void aCommentHangsOnItsPieceOfEvidence() {
    const ReviewFixture fixture;
    fixture.measure();
    const auto id = fixture.request();
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    shown.page().decision().attachTo(QStringLiteral("slices"), QStringLiteral("Slices"));
    shown.type(QStringLiteral("Why are holidays worse?"));
    QPushButton* send = shown.button(QStringLiteral("Comment"));
    QVERIFY(send && send->isEnabled());
    QTest::mouseClick(send, Qt::LeftButton);
    QTRY_COMPARE(fixture.review(id).comments.size(), std::size_t{1});
    QCOMPARE(fixture.review(id).comments.front().evidence, std::string("slices"));
  }

  void everySheetFitsASmallWindowDarkAndInJapanese() {
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request();
    Shown shown(fixture.store, ReviewRoute{id.value()});
    shown.window.resize(1228, 648);
    shown.panel.resize(1228, 648);
    QVERIFY(shown.settle());
    test::SheetAlbum album;
    Q_EMIT shown.page().measureAsked();
    album.take(shown.panel);
    Q_EMIT shown.page().decision().acknowledgeAsked(QStringLiteral("no slice worse by over 2 %"));
    album.take(shown.panel);
    Q_EMIT shown.page().decision().moveAsked();
    album.take(shown.panel);
    for (const char* text : {"Ask somebody…", "Set due date…", "Freeze the evidence anew…", "Withdraw…"}) {
      shown.choose(ReviewPanel::tr(text));
      album.take(shown.panel);
    }
    QPushButton* diff = nullptr;
    for (QPushButton* button : shown.panel.findChildren<QPushButton*>()) {
      diff = button->text() == ReviewPage::tr("Open full diff") ? button : diff;
    }
    QVERIFY(diff);
    diff->click();
    album.take(shown.panel);
    const QString difference = test::compareGolden(album.picture(), QStringLiteral("review/sheets-dark-ja"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void aDueDateIsSetAndTakenAway() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request();
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    for (const auto& [text, due] : {std::pair("2026-12-01", true), std::pair("", false)}) {
      shown.choose(QStringLiteral("Set due date…"));
      auto* sheet = shown.panel.findChild<Sheet*>();
      QVERIFY(sheet);
      auto* edit = sheet->findChild<QLineEdit*>();
      edit->setText(QStringLiteral("soon"));
      findButton(*sheet, QStringLiteral("Save the date"))->click();
      QVERIFY(sheet->isVisible());  // that is no date
      edit->setText(QString::fromLatin1(text));
      findButton(*sheet, QStringLiteral("Save the date"))->click();
      QTRY_COMPARE(fixture.review(id).info.due.has_value(), due);
      QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
  }

  // "File saved" once lay over "Approve": the click went into the notice.
  void noticesLieBesideTheDecisionAndNotOverIt() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request();
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    for (int i = 0; i < 3; ++i) {
      shown.toasts.inform(QStringLiteral("File saved"));
    }
    const QWidget& side = shown.page().decision();
    const QRect decision(side.mapTo(&shown.window, QPoint()), side.size());
    int notices = 0;
    for (const QWidget* notice : shown.window.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
      if (notice->accessibleName() == QStringLiteral("File saved")) {
        ++notices;
        QVERIFY(!decision.intersects(notice->geometry()) && shown.window.rect().contains(notice->geometry()));
      }
    }
    QCOMPARE(notices, 3);
  }

  void aCommentIsMarkdownThatLoadsNothing() {
    const CommentText comment(QStringLiteral(
        "Look at **hour**, @rei:\n\n- one\n- two\n\n<b>raw</b> ![x](file:///etc/hostname) mail@example.org"));
    const QString plain = comment.plainText();
    QVERIFY2(plain.startsWith(QStringLiteral("Look at hour, @rei:")), qPrintable(plain));
    QVERIFY(plain.contains(QStringLiteral("one\ntwo")));
    QVERIFY2(plain.contains(QStringLiteral("<b>raw</b>")), qPrintable(plain));  // no HTML
    QVERIFY(comment.heightForWidth(120) > comment.heightForWidth(600));
    CommentText drawn(
        QStringLiteral("Holidays are **up**, but `holiday = 1` is 96 rows. @aya, is that fine?\n\n"
                       "- measured twice\n- see [the run](https://example.org/run)"));
    drawn.resize(340, drawn.heightForWidth(340));
    TATARA_GOLDEN(drawn, "review/comment-light-en");
  }

  void whatIsNewIsToldForTheWholeVisitAndNotAgain() {
    const ReviewFixture fixture;
    fixture.measure();
    const auto id = fixture.request();
    fixture.write(
        [&](store::Writer& writer) { return registry::markSeen(writer, id, me(), kReviewNow - 30min); });
    fixture.comment(id, "rei", "", "Looks sound", kReviewNow - 10min);
    {
      Shown shown(fixture.store, ReviewRoute{id.value()});
      QVERIFY(shown.settle());
      QCOMPARE(shown.page().facts()->news.comments, 1);
      fixture.comment(id, "mika", "", "Agreed", kReviewNow - 5min);
      QTRY_COMPARE(shown.page().facts()->review.comments.size(), std::size_t{2});
      QCOMPARE(shown.page().facts()->news.comments, 1);
    }
    Shown again(fixture.store, ReviewRoute{id.value()});
    QVERIFY(again.settle());
    QCOMPARE(again.page().facts()->news.comments, 0);
  }

  void keysChooseAndWalkTheEvidence() {
    const ReviewFixture fixture("mika, " + me());
    fixture.measure();
    const auto id = fixture.request();
    Shown shown(fixture.store, ReviewRoute{id.value()});
    QVERIFY(shown.settle());
    shown.actions.find(QStringLiteral("review.changes"))->trigger();
    QCOMPARE(shown.choices().current(), static_cast<int>(DecisionSide::RequestChanges));
    shown.actions.find(QStringLiteral("review.reject"))->trigger();
    QCOMPARE(shown.choices().current(), static_cast<int>(DecisionSide::Reject));
    shown.actions.find(QStringLiteral("review.submit"))->trigger();  // without a reason: nothing
    QVERIFY(fixture.review(id).decisions.empty());
    shown.actions.find(QStringLiteral("review.next"))->trigger();
    QWidget* first = shown.window.focusWidget();
    shown.actions.find(QStringLiteral("review.next"))->trigger();
    QVERIFY(first && shown.window.focusWidget() != first);
  }

  void aReviewThatIsNotThereIsSaid() {
    const ReviewFixture fixture;
    Shown shown(fixture.store, ReviewRoute{99});
    QVERIFY(shown.settle());
    QTRY_VERIFY(shown.button(QStringLiteral("Retry")) != nullptr);
  }
};

TATARA_UI_TEST_MAIN(ReviewTest)
#include "test_review.moc"
