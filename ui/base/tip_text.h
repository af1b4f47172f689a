// What a tooltip shows, so that it stands there as it is.
//
// Qt takes a tooltip for rich text when it looks so: a name or a cell such as `<b>` or `<img src=…>` would be
// rendered, and text that is escaped shows its escapes where it does not look so. Only rich text is wrapped.
// Threads: any.
#pragma once

#include <QString>

namespace tatara::ui {

// Text of a person or of a file as a tooltip, line breaks kept; rich only where it has to be: where it would
// be taken so, or a line is long.
QString tipText(const QString& plain);

}  // namespace tatara::ui
