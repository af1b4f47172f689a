#include <QBuffer>
#include <QImageReader>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/runs/internal/plot_text.h"
#include "ui/runs/study_plots.h"
#include "ui/widget/controls.h"

namespace tatara::ui {
namespace {

constexpr double kPictureSide = 12;
constexpr int kControls = 30;      // height under pictures
constexpr int kMostPixels = 4096;  // along a side of a picture
constexpr std::int64_t kMostPictureBytes = 32 << 20;
constexpr int kBlinkMs = 600;  // of each half

// A picture of a run's artifact: nothing where it is too large or no picture.
QImage decodePicture(const std::string& bytes) {
  QByteArray data = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
  QBuffer buffer(&data);
  QImageReader reader(&buffer);
  const QSize size = reader.size();
  if (!size.isValid() || size.width() > kMostPixels || size.height() > kMostPixels) {
    return {};
  }
  return reader.read().convertToFormat(QImage::Format_RGB32);
}

}  // namespace

QImage pixelDifference(const QImage& a, const QImage& b) {
  if (a.isNull() || a.size() != b.size()) {
    return {};
  }
  const QImage left = a.convertToFormat(QImage::Format_RGB32);
  const QImage right = b.convertToFormat(QImage::Format_RGB32);
  QImage difference(left.size(), QImage::Format_RGB32);
  for (int y = 0; y < left.height(); ++y) {
    const auto* l = reinterpret_cast<const QRgb*>(left.constScanLine(y));
    const auto* r = reinterpret_cast<const QRgb*>(right.constScanLine(y));
    auto* d = reinterpret_cast<QRgb*>(difference.scanLine(y));
    for (int x = 0; x < left.width(); ++x) {
      d[x] = qRgb(qAbs(qRed(l[x]) - qRed(r[x])), qAbs(qGreen(l[x]) - qGreen(r[x])),
                  qAbs(qBlue(l[x]) - qBlue(r[x])));
    }
  }
  return difference;
}

PicturePlot::PicturePlot(std::shared_ptr<store::Store> store, QWidget* parent)
    : StudyPlot(parent),
      m_store(std::move(store)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_difference(makeButton(tr("Difference"), {}, ButtonKind::Normal, this)),
      m_blink(makeButton(tr("Blink"), {}, ButtonKind::Normal, this)),
      m_job([this](Result<std::vector<QImage>> pictures) {
        if (pictures) {
          m_pictures = std::move(*pictures);
          update();
        }
      }) {
  m_slider->setAccessibleName(tr("Step"));
  m_difference->setCheckable(true);
  m_difference->setToolTip(tr("How each picture differs from the first, pixel by pixel (D)"));
  setControlSize(*m_difference, ControlSize::Small);
  connect(m_slider, &QSlider::valueChanged, this, &PicturePlot::load);
  m_blink->setCheckable(true);
  m_blink->setToolTip(tr("Each picture in turn with the first, in one place (B)"));
  setControlSize(*m_blink, ControlSize::Small);
  m_blinkTimer.setInterval(kBlinkMs);
  connect(&m_blinkTimer, &QTimer::timeout, this, [this] {
    m_firstShown = !m_firstShown;
    update();
  });
  connect(m_difference, &QPushButton::toggled, this, [this](bool on) {
    if (on) {
      m_blink->setChecked(false);
    }
    update();
  });
  connect(m_blink, &QPushButton::toggled, this, [this](bool on) {
    m_firstShown = false;
    if (on) {
      m_difference->setChecked(false);
      m_blinkTimer.start();
    } else {
      m_blinkTimer.stop();
    }
    update();
  });
  m_blink->hide();
  m_slider->hide();
  m_difference->hide();
}

void PicturePlot::setStudy(StudyPtr study) {
  StudyPlot::setStudy(std::move(study));
  const auto* pictures = as<PictureStudy>();
  const bool any = pictures != nullptr && !pictures->steps.empty();
  m_slider->setVisible(any);
  const bool several = any && pictures->runs.size() > 1;
  m_difference->setVisible(several);
  m_blink->setVisible(several);
  if (!several) {
    m_blink->setChecked(false);
  }
  if (any) {
    const QSignalBlocker blocker(m_slider);
    const bool last = m_slider->value() == m_slider->maximum();
    m_slider->setRange(0, static_cast<int>(pictures->steps.size()) - 1);
    m_slider->setValue(last ? m_slider->maximum() : m_slider->value());
  }
  load();
}

void PicturePlot::setStep(int place) {
  m_slider->setValue(place);
}

void PicturePlot::setDifference(bool on) {
  m_difference->setChecked(on);
}

void PicturePlot::setBlinking(bool on) {
  m_blink->setChecked(on);
}

void PicturePlot::load() {
  const auto* study = as<PictureStudy>();
  if (study == nullptr || study->steps.empty()) {
    m_pictures.clear();
    return;
  }
  const std::int64_t step = study->steps[static_cast<std::size_t>(m_slider->value())];
  std::vector<std::string> paths;
  for (const PictureStudy::Run& run : study->runs) {
    const auto found = run.paths.find(step);
    paths.push_back(found == run.paths.end() ? std::string() : found->second);
  }
  setAccessibleDescription(tr("Step %1").arg(step));
  m_job.start([store = m_store, paths](std::stop_token stop) -> Result<std::vector<QImage>> {
    const artifact::ArtifactStore artifacts(store);
    std::vector<QImage> pictures;
    for (const std::string& path : paths) {
      if (stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "cancelled");
      }
      const Result<std::string> bytes =
          path.empty() ? Result<std::string>(std::string()) : artifacts.readAll(path, kMostPictureBytes);
      pictures.push_back(bytes ? decodePicture(*bytes) : QImage());
    }
    return pictures;
  });
}

void PicturePlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<PictureStudy>();
  if (study == nullptr || study->runs.empty() || study->steps.empty()) {
    return;
  }
  const Colors& c = colors();
  const double width = (rect.width() - kPictureSide) / static_cast<double>(study->runs.size());
  for (std::size_t i = 0; i < study->runs.size(); ++i) {
    const QRectF cell(rect.left() + kPictureSide + width * static_cast<double>(i), rect.top(),
                      width - kPictureSide, rect.height() - kControls);
    drawSwatch(painter, cell.topLeft() + QPointF(0, 4), study->runs[i].style, SwatchRing::None);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx1);
    painter.drawText(QRectF(cell.left() + 15, cell.top(), cell.width() - 15, 18),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     elided(painter, study->runs[i].name, cell.width() - 16));
    const QRectF area = cell.adjusted(0, 20, 0, -2);
    QImage picture = i < m_pictures.size() ? m_pictures[i] : QImage();
    if (m_firstShown && !m_pictures.empty()) {
      picture = m_pictures[0];
    }
    if (m_difference->isChecked() && i > 0 && !picture.isNull()) {
      picture = pixelDifference(m_pictures[0], picture);
    }
    if (picture.isNull()) {
      painter.setPen(c.tx3);
      painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap,
                       m_job.running()                      ? QString()
                       : m_difference->isChecked() && i > 0 ? tr("Sizes differ")
                                                            : tr("No picture at this step"));
      continue;
    }
    const QSizeF size = QSizeF(picture.size()).scaled(area.size(), Qt::KeepAspectRatio);
    painter.drawImage(QRectF(area.topLeft(), size), picture);
  }
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx2);
  drawTabular(painter, QRectF(rect.left() + kPictureSide, rect.bottom() - kControls, 90, kControls),
              Qt::AlignLeft | Qt::AlignVCenter,
              tr("Step %1").arg(countText(study->steps[static_cast<std::size_t>(m_slider->value())])));
}

void PicturePlot::resizeEvent(QResizeEvent*) {
  const int top = height() - kControls + 3;
  int right = width() - 12;
  for (QPushButton* button : {m_difference, m_blink}) {
    const int wide = button->sizeHint().width();
    right -= wide;
    button->setGeometry(right, top, wide, 24);
    right -= 6;
  }
  m_slider->setGeometry(104, top, std::max(60, right - 104 - 6), 24);
}

void PicturePlot::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
    m_slider->setValue(m_slider->value() + (event->key() == Qt::Key_Right ? 1 : -1));
    return;
  }
  if (event->key() == Qt::Key_D) {
    m_difference->toggle();
    return;
  }
  if (event->key() == Qt::Key_B && m_blink->isVisible()) {
    m_blink->toggle();
    return;
  }
  StudyPlot::keyPressEvent(event);
}

ChartTable PicturePlot::table() const {
  ChartTable result;
  const auto* study = as<PictureStudy>();
  if (study == nullptr) {
    return result;
  }
  result.columns = {{tr("Run"), {}, {}}, {tr("Step"), {}, {}}, {tr("File"), {}, {}}};
  for (const PictureStudy::Run& run : study->runs) {
    for (const auto& [step, path] : run.paths) {
      result.columns[0].texts.push_back(run.name);
      result.columns[1].values.push_back(static_cast<double>(step));
      result.columns[2].texts.push_back(QString::fromStdString(path));
    }
  }
  return result;
}

}  // namespace tatara::ui
