#include "ui/activity/act_words.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "core/base/number_text.h"
#include "ui/base/utf8.h"

namespace tatara::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::ActWords)
};

// "model/bikes@champion" taken apart.
struct Object {
  QString kind, name, alias;
  std::optional<std::int64_t> version;
};

Object objectOf(const std::string& text) {
  Object object;
  const QString whole = fromUtf8(text);
  object.kind = whole.section(QLatin1Char('/'), 0, 0);
  object.name = whole.section(QLatin1Char('/'), 1);
  if (object.kind == QLatin1String("model")) {
    // A name may hold "/" and "@"; an alias and a number stand last.
    const qsizetype at = object.name.lastIndexOf(QLatin1Char('@'));
    if (at > 0) {
      object.alias = object.name.mid(at + 1);
      object.name.truncate(at);
    } else if (const qsizetype slash = object.name.lastIndexOf(QLatin1Char('/')); slash > 0) {
      object.version = parseInt(object.name.mid(slash + 1).toStdString());
      object.name.truncate(object.version ? slash : object.name.size());
    }
  }
  return object;
}

QString shownName(const Object& object) {
  if (object.kind == QLatin1String("review")) {
    return Words::tr("review %1").arg(object.name);
  }
  if (object.kind == QLatin1String("token")) {
    return Words::tr("access token %1").arg(object.name);
  }
  if (object.kind == QLatin1String("policy")) {
    return Words::tr("the policy");
  }
  return object.version ? QStringLiteral("%1 v%2").arg(object.name).arg(*object.version) : object.name;
}

// What a sentence tells of the change by itself.
enum class Tells : std::uint8_t { Nothing, Change, Reason };

struct Sentence {
  std::string_view verb;
  const char* pattern;  // %1 the object, %2 its alias, %3 what is after, %4 what was before
  const char* choice;
  Tells tells = Tells::Nothing;
};

constexpr auto kSentences = std::to_array<Sentence>({
    {"create model", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "created the model %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Create a model"), Tells::Nothing},
    {"rename model", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "renamed the model %4 to %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Rename a model"), Tells::Change},
    {"delete model", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "deleted the model %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Delete a model"), Tells::Nothing},
    {"change facts", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "changed the facts of %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Change facts"), Tells::Nothing},
    {"create version", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "registered %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Register a version"), Tells::Change},
    {"delete version", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "deleted %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Delete a version"), Tells::Nothing},
    {"archive version", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "archived %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Archive a version"), Tells::Nothing},
    {"restore version", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "brought %1 back from the archive"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Restore a version"), Tells::Nothing},
    {"export version", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "exported %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Export a version"), Tells::Nothing},
    {"set alias", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "moved @%2 of %1 to v%3"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Set an alias"), Tells::Nothing},
    {"remove alias", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "removed @%2 from %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Remove an alias"), Tells::Nothing},
    {"set stage", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "moved %1 to the stage %3"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Set a stage"), Tells::Nothing},
    {"break glass", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "overrode the policy on %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Override the policy"), Tells::Change},
    {"look at override",
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "looked at an override of the policy on %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Look at an override"), Tells::Nothing},
    {"open review", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "opened %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Open a review"), Tells::Nothing},
    {"approve review", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "approved in %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Approve in a review"), Tells::Change},
    {"request changes review", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "asked for changes in %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Request changes"), Tells::Change},
    {"reject review", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "rejected in %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Reject in a review"), Tells::Change},
    {"comment", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "commented in %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Comment"), Tells::Nothing},
    {"acknowledge gate",
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "acknowledged in %1 that a gate does not pass"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Acknowledge a gate"), Tells::Nothing},
    {"ask reviewer", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "asked %3 to look at %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Ask a reviewer"), Tells::Change},
    {"set due date", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "set a due date for %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Set a due date"), Tells::Nothing},
    {"withdraw review", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "withdrew %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Withdraw a review"), Tells::Nothing},
    {"reopen review", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "reopened %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Reopen a review"), Tells::Nothing},
    {"write policy", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "wrote %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Write a policy"), Tells::Change},
    {"change policy", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "changed %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Change the policy"), Tells::Change},
    {"create token", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "made %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Make an access token"), Tells::Nothing},
    {"revoke token", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "revoked %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Revoke an access token"), Tells::Nothing},
    {"import bundle", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "imported a bundle of models"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Import a bundle"), Tells::Change},
    {"create endpoint", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "made the endpoint %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Make an endpoint"), Tells::Nothing},
    {"route endpoint", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "set the traffic of %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Set traffic"), Tells::Nothing},
    {"roll back endpoint", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "rolled %1 back"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Roll back"), Tells::Nothing},
    {"change endpoint", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "changed the settings of %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Change an endpoint"), Tells::Nothing},
    {"delete endpoint", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "deleted the endpoint %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Delete an endpoint"), Tells::Nothing},
    {"erase predictions", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "erased logged requests of %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Erase logged requests"), Tells::Nothing},
    {"start canary", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "started a canary on %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Start a canary"), Tells::Reason},
    {"step canary", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "raised the canary on %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Raise a canary"), Tells::Reason},
    {"stop canary", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "stopped the canary on %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Stop a canary"), Tells::Nothing},
    {"promote canary", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "promoted the canary on %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Promote a canary"), Tells::Nothing},
    {"hold canary", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "held the canary on %1"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Hold a canary"), Tells::Nothing},
    {"resume canary", QT_TRANSLATE_NOOP("tatara::ui::ActWords", "let the canary on %1 go on"),
     QT_TRANSLATE_NOOP("tatara::ui::ActWords", "Resume a canary"), Tells::Nothing},
});

const Sentence* sentenceOf(const std::string& verb) {
  const auto found = std::ranges::find(kSentences, verb, &Sentence::verb);
  return found == kSentences.end() ? nullptr : &*found;
}

QString textOf(const std::optional<std::string>& text) {
  return text ? fromUtf8(*text).simplified() : QString();
}

// "3 at 90 %, 4 as shadow" as acts keep routes, as the rest of the screen writes them.
QString withVersions(QString text, const Object& object) {
  if (object.kind == QLatin1String("review")) {
    // "approve bikes/3 as champion, subject 9a…": of it only what is asked for.
    static const QRegularExpression asked(QStringLiteral("(\\S+)/(\\d+) as ([^,]+)"));
    const QRegularExpressionMatch match = asked.match(text);
    return match.hasMatch()
               ? QStringLiteral("%1 v%2 @%3").arg(match.captured(1), match.captured(2), match.captured(3))
               : text;
  }
  if (object.kind == QLatin1String("endpoint")) {
    static const QRegularExpression weight(QStringLiteral("\\b(\\d+) at ([0-9.]+) %"));
    static const QRegularExpression shadow(QStringLiteral("\\b(\\d+) as shadow"));
    text.replace(weight, QStringLiteral("v\\1 \\2 %"));
    text.replace(shadow, Words::tr("v%1 shadow").arg(QStringLiteral("\\1")));
    text.replace(QStringLiteral(", "), QStringLiteral(" · "));
  }
  return text;
}

// "queue 256 → 128" of two JSON objects: their members that differ.
QString memberChanges(const std::string& before, const std::string& after) {
  const QJsonObject was = QJsonDocument::fromJson(QByteArray::fromStdString(before)).object();
  const QJsonObject is = QJsonDocument::fromJson(QByteArray::fromStdString(after)).object();
  const auto shown = [](const QJsonValue& value) {
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return value.isUndefined() ? QStringLiteral("–") : QString::fromUtf8(text.mid(1, text.size() - 2));
  };
  QStringList names = was.keys() + is.keys();
  names.removeDuplicates();
  QStringList changes;
  for (const QString& name : names) {
    if (was[name] != is[name]) {
      changes << QStringLiteral("%1 %2 → %3").arg(name, shown(was[name]), shown(is[name]));
    }
  }
  return changes.join(QStringLiteral(", "));
}

QString changeOf(const registry::Act& act, const Object& object) {
  if (act.before && act.after && act.before->starts_with('{') && act.after->starts_with('{')) {
    return memberChanges(*act.before, *act.after);
  }
  const QString before = withVersions(textOf(act.before), object);
  const QString after = withVersions(textOf(act.after), object);
  return before.isEmpty()  ? after
         : after.isEmpty() ? QString()
                           : QStringLiteral("%1 → %2").arg(before, after);
}

}  // namespace

ActWords actWords(const registry::Act& act) {
  const Object object = objectOf(act.object);
  const Sentence* sentence = sentenceOf(act.verb);
  ActWords words;
  words.reason = fromUtf8(act.reason).simplified();
  if (!sentence) {
    words.before = fromUtf8(act.verb) + QLatin1Char(' ');
    words.object = fromUtf8(act.object);
    words.change = changeOf(act, object);
    return words;
  }
  QString pattern = Words::tr(sentence->pattern);
  const bool tellsObject = pattern.contains(QStringLiteral("%1"));
  words.before = pattern.section(QStringLiteral("%1"), 0, 0);
  words.object = tellsObject ? shownName(object) : QString();
  words.after = pattern.section(QStringLiteral("%1"), 1);
  for (QString* part : {&words.before, &words.after}) {
    part->replace(QStringLiteral("%2"), object.alias);
    part->replace(QStringLiteral("%3"), textOf(act.after));
    part->replace(QStringLiteral("%4"), textOf(act.before));
  }
  const bool tellsAfter = QString::fromLatin1(sentence->pattern).contains(QStringLiteral("%3"));
  if (sentence->tells != Tells::Change && !tellsAfter) {
    words.change = changeOf(act, object);
  }
  if (sentence->tells == Tells::Reason) {
    words.reason.clear();
  }
  return words;
}

QString verbText(const std::string& verb) {
  const Sentence* sentence = sentenceOf(verb);
  return sentence ? Words::tr(sentence->choice) : fromUtf8(verb);
}

std::optional<Route> routeOf(const std::string& text) {
  const Object object = objectOf(text);
  if (object.name.isEmpty()) {
    return std::nullopt;
  }
  if (object.kind == QLatin1String("model")) {
    return ModelRoute{object.name, object.version, {}};
  }
  if (object.kind == QLatin1String("endpoint")) {
    return DeploymentsRoute{object.name, {}};
  }
  if (object.kind == QLatin1String("review")) {
    const auto number = parseInt(object.name.toStdString());
    return number ? std::optional<Route>(ReviewRoute{*number}) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace tatara::ui
