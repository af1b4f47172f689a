#include "ui/shell/route_pages.h"

namespace tatara::ui {
namespace {

QStringList pagesNamed(const char* names) {
  return QStringList{QString()} + QString::fromLatin1(names).split(QLatin1Char(' '));
}

}  // namespace

const QStringList& dataPages() {
  static const QStringList pages = pagesNamed("rows plots drift compare lineage query");
  return pages;
}

const QStringList& endpointPages() {
  static const QStringList pages = pagesNamed("try requests disagreements schema code logs settings");
  return pages;
}

const QStringList& runPages() {
  static const QStringList pages = pagesNamed("metrics parameters artifacts code system logs traces");
  return pages;
}

const QStringList& versionPages() {
  static const QStringList pages = pagesNamed("evidence signature files lineage history");
  return pages;
}

}  // namespace tatara::ui
