#include "ui/shell/route.h"

#include <QRegularExpression>
#include <QStringList>

#include "core/base/number_text.h"
#include "ui/shell/route_pages.h"

namespace tatara::ui {
namespace {

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

QString versionedText(const QString& panel, const QString& name, std::optional<std::int64_t> version,
                      const QString& tab) {
  QString text = panel;
  if (!name.isEmpty()) {
    text += QLatin1Char('/') + name;
    if (version) {
      text += QStringLiteral("@%1").arg(*version);
      text += tab.isEmpty() ? QString() : QLatin1Char('/') + tab;
    }
  }
  return text;
}

// DataRoute or ModelRoute, from what stands after "data/" or "models/". A name may hold '@' and '/'; only "@"
// and digits at its end are the version. A tab may have a number: "bikes@5/with/3" is version 5 beside
// version 3.
template <typename To>
To versionedRoute(const QString& rest) {
  static const QRegularExpression versioned(QStringLiteral("^(.+)@(\\d{1,9})(?:/([a-z]+(?:/\\d{1,9})?))?$"));
  const QRegularExpressionMatch match = versioned.match(rest);
  if (!match.hasMatch()) {
    return {rest, std::nullopt, {}};
  }
  return {match.captured(1), match.captured(2).toLongLong(), match.captured(3)};
}

// A panel as it stands.
std::optional<Route> panelRoute(const QString& kind) {
  if (kind == QStringLiteral("home")) {
    return HomeRoute{};
  }
  if (kind == QStringLiteral("experiments")) {
    return ExperimentsRoute{};
  }
  if (kind == QStringLiteral("data")) {
    return DataRoute{};
  }
  if (kind == QStringLiteral("models")) {
    return ModelRoute{};
  }
  if (kind == QStringLiteral("reviews")) {
    return ReviewRoute{};
  }
  if (kind == QStringLiteral("activity")) {
    return ActivityRoute{};
  }
  return kind == QStringLiteral("deployments") ? std::optional<Route>(DeploymentsRoute{}) : std::nullopt;
}

// What is known by a number.
std::optional<Route> numberedRoute(const QStringList& parts) {
  const QString& kind = parts.first();
  const auto number = parseInt(parts.last().toStdString());
  if (!number) {
    return std::nullopt;
  }
  if (kind == QStringLiteral("view") && parts.size() == 3) {
    return ViewRoute{parts[1], *number};
  }
  if (parts.size() != 2) {
    return std::nullopt;
  }
  if (kind == QStringLiteral("experiment")) {
    return ExperimentsRoute{track::ExperimentId(*number)};
  }
  if (kind == QStringLiteral("review")) {
    return ReviewRoute{*number};
  }
  return kind == QStringLiteral("activity") ? std::optional<Route>(ActivityRoute{*number}) : std::nullopt;
}

std::optional<Route> readRoute(const QString& text) {
  QString plain = text.trimmed();
  if (plain.startsWith(QStringLiteral("tatara:"))) {
    plain.remove(0, 7);
  }
  const QStringList parts = plain.split(QLatin1Char('/'), Qt::SkipEmptyParts);
  if (parts.size() < 2) {
    return parts.isEmpty() ? std::nullopt : panelRoute(parts.first());
  }
  const QString& kind = parts.first();
  const QString rest = plain.mid(plain.indexOf(QLatin1Char('/')) + 1);
  if (kind == QStringLiteral("data")) {
    return versionedRoute<DataRoute>(rest);
  }
  if (kind == QStringLiteral("models")) {
    return versionedRoute<ModelRoute>(rest);
  }
  if (kind == QStringLiteral("deployments") && parts.size() <= 3) {
    return DeploymentsRoute{parts[1], parts.value(2)};
  }
  if (kind == QStringLiteral("run") && parts.size() <= 3) {
    return RunRoute{track::RunId(parts[1].toStdString()), parts.value(2)};
  }
  if (kind == QStringLiteral("compare") && parts.size() == 2) {
    CompareRoute to;
    for (const QString& id : parts[1].split(QLatin1Char(','), Qt::SkipEmptyParts)) {
      to.runs.emplace_back(id.toStdString());
    }
    return to;
  }
  return numberedRoute(parts);
}

// "with/3": beside version 3.
bool isBeside(const QString& tab) {
  return tab.startsWith(QStringLiteral("with/"));
}

Status checkPage(const std::string& place, const QString& page, const QStringList& known) {
  if (known.contains(page)) {
    return {};
  }
  return makeError(ErrorKind::InvalidArgument,
                   place + " has no page \"" + page.toStdString() + "\"; there are " +
                       known.mid(1, known.size() - 2).join(QStringLiteral(", ")).toStdString() + " and " +
                       known.last().toStdString());
}

}  // namespace

QString toText(const Route& route) {
  return std::visit(
      Overloaded{
          [](const HomeRoute&) { return QStringLiteral("home"); },
          [](const ExperimentsRoute& to) {
            return to.experiment ? QStringLiteral("experiment/%1").arg(to.experiment->value())
                                 : QStringLiteral("experiments");
          },
          [](const CompareRoute& to) {
            QStringList ids;
            for (const track::RunId& run : to.runs) {
              ids.append(QString::fromStdString(run.value()));
            }
            return QStringLiteral("compare/") + ids.join(QLatin1Char(','));
          },
          [](const RunRoute& to) {
            const QString id = QStringLiteral("run/") + QString::fromStdString(to.run.value());
            return to.tab.isEmpty() ? id : id + QLatin1Char('/') + to.tab;
          },
          [](const DataRoute& to) {
            return versionedText(QStringLiteral("data"), to.dataset, to.version, to.tab);
          },
          [](const ModelRoute& to) {
            return versionedText(QStringLiteral("models"), to.model, to.version, to.tab);
          },
          [](const ReviewRoute& to) {
            return to.review ? QStringLiteral("review/%1").arg(*to.review) : QStringLiteral("reviews");
          },
          [](const ActivityRoute& to) {
            return to.entry ? QStringLiteral("activity/%1").arg(*to.entry) : QStringLiteral("activity");
          },
          [](const DeploymentsRoute& to) {
            const QString tab = to.tab.isEmpty() ? QString() : QLatin1Char('/') + to.tab;
            return to.endpoint.isEmpty() ? QStringLiteral("deployments")
                                         : QStringLiteral("deployments/") + to.endpoint + tab;
          },
          [](const ViewRoute& to) { return QStringLiteral("view/%1/%2").arg(to.panel).arg(to.id); },
      },
      route);
}

Result<Route> routeFromText(const QString& text) {
  const std::optional<Route> route = readRoute(text);
  if (!route) {
    return makeError(ErrorKind::InvalidArgument,
                     "\"" + text.toStdString() +
                         "\" is no place in the workbench; try home, data, experiments, models, reviews, "
                         "deployments, activity, experiment/ID, run/ID, models/NAME or review/N");
  }
  TATARA_TRY(std::visit(
      Overloaded{[](const RunRoute& to) { return checkPage("A run", to.tab, runPages()); },
                 [](const DataRoute& to) { return checkPage("A dataset", to.tab, dataPages()); },
                 [](const ModelRoute& to) {
                   return isBeside(to.tab) ? Status() : checkPage("A version", to.tab, versionPages());
                 },
                 [](const DeploymentsRoute& to) { return checkPage("An endpoint", to.tab, endpointPages()); },
                 [](const auto&) { return Status(); }},
      *route));
  return *route;
}

}  // namespace tatara::ui
