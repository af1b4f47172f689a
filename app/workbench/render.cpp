#include "app/workbench/render.h"

#include <iostream>

#include <QApplication>
#include <QFile>
#include <QFileInfo>

#include "app/workbench/pictures.h"
#include "ui/base/whole_file.h"
#include "ui/chart/chart_card.h"
#include "ui/runs/experiments_panel.h"

namespace tatara::workbench {
namespace {

constexpr qreal kPictureRatio = 2;

Result<QByteArray> reportOf(ui::ExperimentsPanel& panel, const QString& title) {
  std::optional<Result<QByteArray>> report;
  panel.makeReport(title, [&](Result<QByteArray> made) { report = std::move(made); });
  while (!report) {
    QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  return std::move(*report);
}

Result<QByteArray> drawn(ui::ExperimentsPanel& panel, const Options& options) {
  using Footer = ui::ExperimentsPanel::Footer;
  const QString title = QFileInfo(options.render).completeBaseName();
  const ui::CardPicture picture = panel.picture(title, options.footer ? Footer::Origin : Footer::None);
  if (picture.cards.empty()) {
    return makeError(ErrorKind::NotFound, "The view has no charts to draw");
  }
  for (const ui::ChartCard* card : picture.cards) {
    if (!card->message().isEmpty()) {
      std::cerr << "tatara-workbench: " << card->title().toStdString() << ": "
                << card->message().simplified().toStdString() << '\n';
    }
  }
  const QString kind = QFileInfo(options.out).suffix().toLower();
  if (kind == QStringLiteral("html")) {
    return reportOf(panel, title);
  }
  return kind == QStringLiteral("svg")   ? ui::cardsSvg(picture)
         : kind == QStringLiteral("csv") ? ui::cardsCsv(picture)
         : kind == QStringLiteral("pdf") ? ui::cardsPdf(picture)
                                         : ui::cardsPng(picture, kPictureRatio);
}

}  // namespace

Result<ui::ViewFile> readView(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return makeError(
        QFileInfo::exists(path) ? ErrorKind::Io : ErrorKind::NotFound,
        "The view " + path.toStdString() + " cannot be read: " + file.errorString().toStdString());
  }
  return ui::readViewFile(file.read(ui::kMostViewBytes + 1), path);
}

Status renderView(Workbench& workbench, StorePtr store, const Options& options) {
  TATARA_ASSIGN(const ui::ViewFile view, readView(options.render));
  const ui::Route route(ui::ExperimentsRoute{view.experiment});
  TATARA_ASSIGN(const auto window, makeSettledWindow(workbench, store, route, options.size));
  auto* panel = window->findChild<ui::ExperimentsPanel*>();
  if (panel == nullptr) {
    return makeError(ErrorKind::Internal, "the panel of runs could not be opened");
  }
  TATARA_TRY(panel->showView(view));
  TATARA_TRY(waitUntilSettled(*window));
  if (panel->listing()->rows.empty()) {
    return makeError(ErrorKind::NotFound, "No run matches the view " + options.render.toStdString());
  }
  TATARA_ASSIGN(const QByteArray bytes, drawn(*panel, options));
  TATARA_TRY(ui::writeWhole(options.out, bytes));
  return {};
}

}  // namespace tatara::workbench
