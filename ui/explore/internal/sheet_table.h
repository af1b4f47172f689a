// A table of few rows in a sheet. Threads: GUI thread.
#pragma once

#include <QStringList>

class QTableWidget;
class QWidget;

namespace tatara::ui {

// Rows are chosen whole; nothing is edited until `setEditTriggers` says otherwise.
QTableWidget* makeSheetTable(const QStringList& headers, QWidget* parent);

}  // namespace tatara::ui
