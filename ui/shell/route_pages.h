// The pages of the places that have several, by their names in routes, in the order of their tabs; the first
// is that of a route without a page, and has an empty name. Threads: any.
#pragma once

#include <QStringList>

namespace tatara::ui {

const QStringList& dataPages();
const QStringList& endpointPages();
const QStringList& runPages();
const QStringList& versionPages();  // of a registered model

}  // namespace tatara::ui
