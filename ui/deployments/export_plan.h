// What can be exported from the Deployments panel, in words: the kinds of packages of core/package, what each
// writes, the command that writes it (`tatara deploy export`) and what that command says of it.
//
// Threads: values.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "core/package/package.h"
#include "core/text/phrase.h"

namespace tatara::ui {

struct ExportWish {
  package::Kind kind = package::Kind::Oci;
  QString model = {};
  std::int64_t version = 0;
  QString out = {};
  QString name = {};   // of image and service
  QString image = {};  // that manifests run, or that is pushed; empty: made from the name
  int replicas = 2;
  int mostReplicas = 6;
  int canary = 0;  // percent
  bool replace = false;
};

QString kindTitle(package::Kind kind);
QString kindHint(package::Kind kind);      // who runs it
QString kindContents(package::Kind kind);  // what is written
bool scales(package::Kind kind);           // has a number of replicas

// Of `tatara`. The package's parts and progress come on its outputs.
QStringList exportArguments(const ExportWish& wish, const QString& workspace);
// "bike-demand-v3.tar" in `folder`, so that two versions never meet.
QString suggestedOut(const ExportWish& wish, const QString& folder);

struct ExportReport {
  QString name;
  QString out;
  QString imageDigest;
  std::int64_t bytes = 0;
  QStringList files;
  std::vector<text::Phrase> remarks;
};
// Corrupt when the command said something else.
Result<ExportReport> readExportReport(const QByteArray& json);

}  // namespace tatara::ui
