#include "ui/rundetail/trace_facts.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/artifact/artifact_store.h"
#include "core/text/error_phrase.h"
#include "ui/base/language.h"
#include "ui/base/time_text.h"

namespace tatara::ui {
namespace {

constexpr qsizetype kMostText = 200'000;

// The context of the texts here.
struct TraceText {
  Q_DECLARE_TR_FUNCTIONS(TraceText)
};

struct Read {
  track::Trace trace;
  std::vector<track::Span> spans;
  std::int64_t all = 0;
  std::optional<std::string> file;
};

Result<Read> read(sql::Connection& connection, const std::string& id) {
  TATARA_ASSIGN(auto trace, track::findTrace(connection, id));
  if (!trace) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "The trace %1 is not in this workspace any more"), {id});
  }
  Read found;
  found.trace = *std::move(trace);
  TATARA_ASSIGN(const auto all,
                connection.findInteger("SELECT count(*) FROM span WHERE trace_key = ?", found.trace.key));
  found.all = all.value_or(0);
  TATARA_ASSIGN(found.spans, track::loadSpans(connection, found.trace.key, kMostSpanBytes));
  if (const auto file = track::spanFileOf(found.trace); file && found.all == 0) {
    TATARA_ASSIGN(const auto there, artifact::ArtifactStore::find(connection, *file));
    if (there) {
      found.file = file;
    }
  }
  return found;
}

}  // namespace

Result<TraceFactsPtr> loadTraceFacts(const std::shared_ptr<store::Store>& store, const std::string& id,
                                     std::stop_token stop) {
  TATARA_ASSIGN(Read found,
                store->read([&](sql::Connection& connection) { return read(connection, id); }, stop));
  const auto facts = std::make_shared<TraceFacts>();
  facts->trace = std::move(found.trace);
  if (found.file) {
    TATARA_ASSIGN(const std::string json,
                  artifact::ArtifactStore(store).readAll(*found.file, kMostSpanBytes));
    TATARA_ASSIGN(facts->spans, track::spanTreeOfFile(json));
  } else {
    facts->spansLeftOut = static_cast<std::size_t>(found.all) - found.spans.size();
    if (found.spans.size() > kMostSpans) {
      facts->spansLeftOut += found.spans.size() - kMostSpans;
      found.spans.resize(kMostSpans);
    }
    TATARA_ASSIGN(facts->spans, track::spanTree(found.spans));
  }
  if (facts->spans.size() > kMostSpans) {
    facts->spansLeftOut += facts->spans.size() - kMostSpans;
    facts->spans.resize(kMostSpans);
  }
  for (const track::SpanNode& span : facts->spans) {
    facts->startNanos =
        facts->startNanos == 0 ? span.startNanos : std::min(facts->startNanos, span.startNanos);
    facts->endNanos = std::max({facts->endNanos, span.startNanos, span.endNanos});
  }
  return TraceFactsPtr(facts);
}

bool sameTrace(const TraceFacts& a, const TraceFacts& b) {
  const auto pairs = [](const std::vector<track::KeyValue>& left, const std::vector<track::KeyValue>& right) {
    return std::ranges::equal(left, right, [](const track::KeyValue& l, const track::KeyValue& r) {
      return l.key == r.key && l.value == r.value;
    });
  };
  const auto span = [](const track::SpanNode& l, const track::SpanNode& r) {
    return l.id == r.id && l.parent == r.parent && l.name == r.name && l.status == r.status &&
           l.statusMessage == r.statusMessage && l.startNanos == r.startNanos && l.endNanos == r.endNanos &&
           l.attributes.size() == r.attributes.size() && l.events.size() == r.events.size() &&
           l.tokens == r.tokens && l.inputs == r.inputs && l.outputs == r.outputs;
  };
  return a.trace.key == b.trace.key && a.trace.state == b.trace.state &&
         a.trace.duration == b.trace.duration && a.spansLeftOut == b.spansLeftOut &&
         pairs(a.trace.tags, b.trace.tags) && pairs(a.trace.metadata, b.trace.metadata) &&
         std::ranges::equal(a.spans, b.spans, span);
}

QString spanDurationText(std::int64_t nanos) {
  const bool japanese = language() == Language::Japanese;
  const QString millis = japanese ? QStringLiteral(" ミリ秒") : QStringLiteral(" ms");
  const auto value = static_cast<double>(std::max<std::int64_t>(nanos, 0));
  if (value < 10e6) {
    return QString::number(value / 1e6, 'f', value < 1e6 ? 2 : 1) + millis;
  }
  if (value < 1e9) {
    return QString::number(value / 1e6, 'f', 0) + millis;
  }
  if (value < 60e9) {
    return QString::number(value / 1e9, 'f', 2) + (japanese ? QStringLiteral(" 秒") : QStringLiteral(" s"));
  }
  return durationText(Millis(nanos / 1'000'000));
}

QString traceDurationText(Millis duration) {
  if (duration.count() < 1) {
    return language() == Language::Japanese ? QStringLiteral("<1 ミリ秒") : QStringLiteral("<1 ms");
  }
  return spanDurationText(duration.count() * 1'000'000);
}

QString valueText(const text::Json& value) {
  const std::string* string = value.asString();
  // A text that holds JSON is easier to read laid out; nothing of it changes but the blanks.
  const auto inner = string && (string->starts_with('{') || string->starts_with('['))
                         ? text::parseJson(*string)
                         : Result<text::Json>(makeError(ErrorKind::Parse, ""));
  std::string shown = inner ? text::toPrettyJson(*inner) : string ? *string : text::toPrettyJson(value);
  QString text = QString::fromUtf8(
      shown.data(), static_cast<qsizetype>(std::min<std::size_t>(shown.size(), 4 * kMostText)));
  if (text.size() > kMostText) {
    text.truncate(kMostText);
    text +=
        QStringLiteral("…\n") + TraceText::tr("Only the beginning is shown; Copy as JSON gives all of it.");
  }
  return text;
}

QString stateText(track::TraceState state) {
  switch (state) {
    case track::TraceState::Ok:
      return TraceText::tr("OK");
    case track::TraceState::Error:
      return TraceText::tr("Error");
    case track::TraceState::InProgress:
      return TraceText::tr("In progress");
    case track::TraceState::Unspecified:
      break;
  }
  return TraceText::tr("Unknown");
}

QString eventText(const track::SpanEvent& event, std::int64_t startNanos) {
  QString text = QString::fromStdString(event.name);
  if (event.timeNanos > 0) {
    text += QStringLiteral("  +") + spanDurationText(event.timeNanos - startNanos);
  }
  const auto find = [&event](std::string_view key) {
    const auto at = std::ranges::find(event.attributes, key, &track::SpanAttribute::key);
    return at == event.attributes.end() ? QString() : valueText(at->value);
  };
  const QString kind = find("exception.type");
  const QString message = find("exception.message");
  const QString stack = find("exception.stacktrace");
  if (!kind.isEmpty() || !message.isEmpty()) {
    text += QLatin1Char('\n') + kind +
            (kind.isEmpty() || message.isEmpty() ? QString() : QStringLiteral(": ")) + message;
  }
  for (const track::SpanAttribute& attribute : event.attributes) {
    if (!attribute.key.starts_with("exception.")) {
      text += QLatin1Char('\n') + QString::fromStdString(attribute.key) + QStringLiteral(": ") +
              valueText(attribute.value);
    }
  }
  if (!stack.isEmpty()) {
    text += QStringLiteral("\n\n") + stack.trimmed();
  }
  return text;
}

}  // namespace tatara::ui
