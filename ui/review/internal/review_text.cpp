#include "ui/review/internal/review_text.h"

#include <map>

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace tatara::ui {
namespace {

struct ReviewText {
  Q_DECLARE_TR_FUNCTIONS(ReviewText)
};

// "0.027 <= 0.02" of a gate that failed, as what is true of it. Several comparisons stay as they stand: which
// of them failed is not known here.
QString turned(const QString& whole) {
  static const QRegularExpression signs(QStringLiteral(" (<=|>=|==|!=|<|>) "));
  static const std::map<QString, QString> kOpposite{
      {QStringLiteral("<="), QStringLiteral(">")},  {QStringLiteral(">="), QStringLiteral("<")},
      {QStringLiteral("<"), QStringLiteral(">=")},  {QStringLiteral(">"), QStringLiteral("<=")},
      {QStringLiteral("=="), QStringLiteral("!=")}, {QStringLiteral("!="), QStringLiteral("==")}};
  const auto sign = signs.match(whole);
  if (!sign.hasMatch() || signs.match(whole, sign.capturedEnd()).hasMatch()) {
    return whole;
  }
  QString text = whole;
  return text.replace(sign.capturedStart(1), sign.capturedLength(1), kOpposite.at(sign.captured(1)));
}

}  // namespace

QString verdictText(registry::Verdict verdict) {
  switch (verdict) {
    case registry::Verdict::Approve:
      return ReviewText::tr("Approved");
    case registry::Verdict::ApproveOnConditions:
      return ReviewText::tr("Approved on conditions");
    case registry::Verdict::RequestChanges:
      return ReviewText::tr("Changes requested");
    case registry::Verdict::Reject:
      return ReviewText::tr("Rejected");
  }
  return {};
}

QString stateText(registry::ReviewState state) {
  switch (state) {
    case registry::ReviewState::Open:
      return ReviewText::tr("open");
    case registry::ReviewState::ChangesRequested:
      return ReviewText::tr("changes requested");
    case registry::ReviewState::Approved:
      return ReviewText::tr("approved");
    case registry::ReviewState::Rejected:
      return ReviewText::tr("rejected");
    case registry::ReviewState::Withdrawn:
      return ReviewText::tr("withdrawn");
    case registry::ReviewState::Done:
      return ReviewText::tr("done");
  }
  return {};
}

BadgeState badgeOf(registry::ReviewState state) {
  switch (state) {
    case registry::ReviewState::Open:
    case registry::ReviewState::ChangesRequested:
      return BadgeState::InReview;
    case registry::ReviewState::Approved:
      return BadgeState::Approved;
    case registry::ReviewState::Rejected:
      return BadgeState::Rejected;
    case registry::ReviewState::Withdrawn:
      return BadgeState::Archived;
    case registry::ReviewState::Done:
      return BadgeState::Champion;
  }
  return BadgeState::Note;
}

QString targetText(const registry::Target& target) {
  return QString::fromStdString(target.name);
}

QString evidenceTitle(const std::string& evidence) {
  return evidence.empty()            ? QString()
         : evidence == "metrics"     ? ReviewText::tr("Metrics")
         : evidence == "slices"      ? ReviewText::tr("Slices")
         : evidence == "fairness"    ? ReviewText::tr("Fairness")
         : evidence == "origin"      ? ReviewText::tr("Data and code")
         : evidence == "files"       ? ReviewText::tr("Files")
         : evidence == "explanation" ? ReviewText::tr("What matters most")
         : evidence == "curves"      ? ReviewText::tr("Decision threshold")
         : evidence == "residuals"   ? ReviewText::tr("Residuals")
         : evidence == "code"        ? ReviewText::tr("Code")
         : evidence == "environment" ? ReviewText::tr("Packages")
         : evidence == "latency"     ? ReviewText::tr("Latency and memory")
         : evidence == "size"        ? ReviewText::tr("Size")
         : evidence == "signature"   ? ReviewText::tr("Signature")
         : evidence == "reference"   ? ReviewText::tr("Reference profile")
                                     : QString::fromStdString(evidence);
}

QString newsText(const News& news) {
  QStringList parts;
  if (news.round) {
    QStringList changed;
    for (const std::string& piece : news.changed) {
      changed << evidenceTitle(piece);
    }
    constexpr qsizetype kMost = 4;
    const QString more = changed.size() > kMost ? ReviewText::tr(", …") : QString();
    const QString names = changed.mid(0, kMost).join(ReviewText::tr(", ")) + more;
    parts << (changed.isEmpty() ? ReviewText::tr("the evidence was frozen anew, the same as before")
                                : ReviewText::tr("the evidence was frozen anew, with other %1").arg(names));
  }
  if (news.decisions > 0) {
    parts << ReviewText::tr("%n decisions", nullptr, news.decisions);
  }
  if (news.comments > 0) {
    parts << ReviewText::tr("%n comments", nullptr, news.comments);
  }
  return ReviewText::tr("Since you last looked: %1").arg(parts.join(ReviewText::tr(", ")));
}

QString measuredText(const registry::GateResult& result) {
  static const QRegularExpression decimals(QStringLiteral("-?\\d+\\.\\d+(?:e-?\\d+)?"));
  static const QRegularExpression named(QStringLiteral("^[a-z_]+\\.[a-z_.]+ \\S+ (\\S+)$"));
  constexpr int kDigits = 4;
  const QString measured = phraseText(result.measured);
  const QString whole = result.outcome == registry::GateOutcome::Failed ? turned(measured) : measured;
  if (const auto match = named.match(whole); match.hasMatch()) {
    return match.captured(1);  // "files.intact is yes": the gate's own name says which
  }
  QString text;
  qsizetype from = 0;
  for (auto at = decimals.globalMatch(whole); at.hasNext();) {
    const auto number = at.next();
    text += whole.mid(from, number.capturedStart() - from);
    text += QString::number(number.captured().toDouble(), 'g', kDigits);
    from = number.capturedEnd();
  }
  text += whole.mid(from);
  text.replace(QStringLiteral("<="), QStringLiteral("≤")).replace(QStringLiteral(">="), QStringLiteral("≥"));
  text.replace(QStringLiteral("=="), QStringLiteral("=")).replace(QStringLiteral("!="), QStringLiteral("≠"));
  static const QRegularExpression minus(QStringLiteral("(^|\\s)-(?=\\d)"));
  return text.replace(minus, QStringLiteral("\\1−"));
}

}  // namespace tatara::ui
