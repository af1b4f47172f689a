// What can be seen of a file without running anything of it.
//
//   pictures   png, jpg, gif, webp, bmp: decoded on a worker, at most 64 megapixels
//   tables     csv, tsv: the first 1,000 rows and 100 columns
//   MLmodel    flavours, signature, times, then the text
//   text       json (indented), yaml, txt, log, md, py, … and html and svg as what they are: text
// Of a text at most 1 MB is read, and it is said when there is more. Anything else shows its size and digest.
// Threads: `readPreview` runs on a worker; PreviewPane on the GUI thread.
#pragma once

#include <QImage>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "ui/rundetail/fact_table.h"
#include "ui/rundetail/run_facts.h"

class QLabel;
class QPlainTextEdit;
class QStackedWidget;

namespace tatara::ui {

enum class PreviewKind { Nothing, Picture, Table, Text, Model };

struct Preview {
  PreviewKind kind = PreviewKind::Nothing;
  QImage picture;
  QSize pictureSize;
  QString text;
  std::vector<QStringList> rows;  // the first is the header
  std::vector<Fact> facts;        // of an MLmodel
  QString remark;                 // "first 1 MB of 12 MB"
};

PreviewKind previewKindOf(const std::string& name);
Result<Preview> readPreview(const artifact::ArtifactStore& artifacts, const RunFile& file);

class PreviewPane final : public QWidget {
  Q_OBJECT
 public:
  explicit PreviewPane(QWidget* parent = nullptr);

  void showNothing(const QString& sentence);
  void showPreview(const RunFile& file, const Preview& preview);
  void showError(const Error& error, std::function<void()> retry);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void setBody(QWidget* body);
  void scalePicture();

  QWidget* m_body = nullptr;
  QLabel* m_picture = nullptr;
  QImage m_image;
};

}  // namespace tatara::ui
