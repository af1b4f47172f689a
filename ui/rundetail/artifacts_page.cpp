#include "ui/rundetail/artifacts_page.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDrag>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTemporaryDir>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>
#include <map>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/rundetail/detail_lists.h"
#include "ui/shell/preferences.h"
#include "ui/shell/text_editor.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr int kFileRole = Qt::UserRole + 1;
constexpr std::int64_t kMostDragged = 1'000'000'000;
constexpr int kSizeColumn = 92;
constexpr int kSizeInset = 12;

// Only the last part of the path, and no name that could be more than a name.
QString plainName(const std::string& path) {
  const QString name = QString::fromStdString(path).section(QLatin1Char('/'), -1);
  return name == QLatin1String(".") || name == QLatin1String("..") ? QString() : name;
}

// Rows as high as those of other tables; sizes end where their header does.
class ArtifactRows final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    return {QStyledItemDelegate::sizeHint(option, index).width(), kRowHeight};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    if (index.column() == 0) {
      QStyledItemDelegate::paint(painter, option, index);
      return;
    }
    QStyleOptionViewItem inset = option;
    initStyleOption(&inset, index);
    inset.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &inset, painter, option.widget);
    painter->setFont(ui::font(TextRole::Cell));
    painter->setPen(colors().tx3);
    drawTabular(*painter, option.rect.adjusted(0, 0, -kSizeInset, 0), Qt::AlignRight,
                index.data().toString());
  }
};

}  // namespace

// Tells when a file is dragged, and leaves the rest to the page.
class ArtifactTree final : public QTreeView {
 public:
  using QTreeView::QTreeView;
  std::function<void()> dragged;

 protected:
  void startDrag(Qt::DropActions) override { dragged(); }
};

ArtifactsPage::ArtifactsPage(std::shared_ptr<store::Store> store, ToastHost& toasts,
                             const Preferences& preferences, QWidget* parent)
    : QWidget(parent),
      m_store(std::move(store)),
      m_toasts(toasts),
      m_preferences(preferences),
      m_preview([this](Result<Preview> preview) { showPreview(preview); }),
      m_export([this](Result<QString> saved) {
        if (saved) {
          m_toasts.inform(tr("Saved %1").arg(*saved));
        } else {
          m_toasts.showError(tr("Saving the artifact"), saved.error());
        }
      }),
      m_drag([this](Result<QString> copy) {
        if (!copy || !(QApplication::mouseButtons() & Qt::LeftButton)) {
          return;
        }
        auto* mime = new QMimeData;
        mime->setUrls({QUrl::fromLocalFile(*copy)});
        auto* drag = new QDrag(this);
        drag->setMimeData(mime);
        drag->exec(Qt::CopyAction);
      }),
      m_copy([this](Result<QString> copy) {
        if (!copy) {
          m_toasts.showError(tr("Opening the artifact"), copy.error());
        } else if (const Status opened = openText(m_preferences.textEditor(), *copy); !opened) {
          m_toasts.showError(tr("Opening the artifact"), opened.error());
        }
      }) {
  m_tree = new ArtifactTree;
  m_model = new QStandardItemModel(this);
  m_tree->setModel(m_model);
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setDragEnabled(true);
  m_tree->setDragDropMode(QAbstractItemView::DragOnly);
  m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_tree->setIconSize({13, 13});
  m_tree->setItemDelegate(new ArtifactRows(m_tree));
  m_tree->setUniformRowHeights(true);
  m_tree->setAccessibleName(tr("Artifacts"));
  m_tree->dragged = [this] { dragOut(); };
  connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& index) {
            const QVariant file = index.siblingAtColumn(0).data(kFileRole);
            choose(file.isValid() ? file.toInt() : -1);
          });
  auto* treeCard = new Card;
  treeCard->setContent(m_tree);

  Card* viewCard = makeView();
  auto* splitter = new QSplitter(Qt::Horizontal);
  splitter->setHandleWidth(kCardGap);
  splitter->addWidget(treeCard);
  splitter->addWidget(viewCard);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({360, 900});
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kPanelMargin, kCardGap, kPanelMargin, kCardGap);
  layout->addWidget(splitter);
}

Card* ArtifactsPage::makeView() {
  auto* view = new QWidget;
  auto* viewLayout = new QVBoxLayout(view);
  viewLayout->setContentsMargins(0, 0, 0, 1);
  viewLayout->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(kCardPadding, 4, 8, 4);
  m_title = new Label(QString(), TextRole::CardTitle);
  m_remark = new Label(QString(), TextRole::Cell, &Colors::tx3);
  m_copyPath = makeButton(tr("Copy path"), QStringLiteral("copy"), ButtonKind::Flat);
  m_edit = makeButton(tr("Open in editor"), QStringLiteral("edit"), ButtonKind::Flat);
  m_save = makeButton(tr("Save as…"), QStringLiteral("export"), ButtonKind::Flat);
  head->setSpacing(8);
  head->addWidget(m_title);
  head->addWidget(m_remark);
  head->addStretch();
  head->addWidget(m_copyPath);
  head->addWidget(m_edit);
  head->addWidget(m_save);
  viewLayout->addLayout(head);
  viewLayout->addWidget(makeLine(Qt::Horizontal));
  m_pane = new PreviewPane;
  viewLayout->addWidget(m_pane, 1);
  auto* viewCard = new Card;
  viewCard->setContent(view);
  connect(m_save, &QPushButton::clicked, this, &ArtifactsPage::saveAs);
  connect(m_edit, &QPushButton::clicked, this, &ArtifactsPage::openInEditor);
  connect(m_copyPath, &QPushButton::clicked, this, [this] {
    if (const RunFile* file = current()) {
      QApplication::clipboard()->setText(QStringLiteral("mlflow-artifacts:/") +
                                         QString::fromStdString(file->info.path));
    }
  });
  return viewCard;
}

ArtifactsPage::~ArtifactsPage() = default;

const RunFile* ArtifactsPage::current() const {
  return m_facts && m_current >= 0 && m_current < static_cast<int>(m_facts->files.size())
             ? &m_facts->files[static_cast<std::size_t>(m_current)]
             : nullptr;
}

void ArtifactsPage::setRun(const RunFactsPtr& facts) {
  const bool another = !m_facts || m_facts->run.info.key != facts->run.info.key;
  const auto same = [](const RunFile& a, const RunFile& b) {
    return a.name == b.name && a.info.digest == b.info.digest;
  };
  const bool changed = another || !std::equal(m_facts->files.begin(), m_facts->files.end(),
                                              facts->files.begin(), facts->files.end(), same);
  const QString open = another || !current() ? QString() : QString::fromStdString(current()->name);
  m_facts = facts;
  if (changed) {
    fillTree();
    openFile(open);
  }
}

void ArtifactsPage::fillTree() {
  m_current = -1;
  m_model->clear();
  m_model->setHorizontalHeaderLabels({tr("Name"), tr("Size")});
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_tree->header()->setSectionResizeMode(1, QHeaderView::Fixed);
  m_tree->header()->resizeSection(1, kSizeColumn);
  m_tree->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_model->horizontalHeaderItem(1)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_tree->header()->setFixedHeight(kHeaderRowHeight);
  std::map<QString, QStandardItem*> folders;
  for (std::size_t i = 0; i < m_facts->files.size(); ++i) {
    const RunFile& file = m_facts->files[i];
    const QStringList parts = QString::fromStdString(file.name).split(QLatin1Char('/'));
    QStandardItem* parent = m_model->invisibleRootItem();
    QString path;
    for (qsizetype p = 0; p + 1 < parts.size(); ++p) {
      path += parts[p] + QLatin1Char('/');
      QStandardItem*& folder = folders[path];
      if (!folder) {
        folder = new QStandardItem(icon(QStringLiteral("folder"), &Colors::tx3), parts[p]);
        folder->setDragEnabled(false);
        parent->appendRow({folder, new QStandardItem});
      }
      parent = folder;
    }
    auto* item = new QStandardItem(icon(fileIcon(parts.last()), &Colors::tx3), parts.last());
    item->setData(static_cast<int>(i), kFileRole);
    item->setToolTip(tipText(QString::fromStdString(file.name)));
    auto* size = new QStandardItem(byteText(static_cast<std::uint64_t>(file.info.size)));
    size->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    parent->appendRow({item, size});
  }
  if (m_facts->files.size() <= 60) {
    m_tree->expandAll();
  }
  choose(-1);
}

void ArtifactsPage::openFile(const QString& name) {
  if (!m_facts) {
    return;
  }
  // Nothing named: the first file is better than an empty pane.
  int wanted = m_facts->files.empty() ? -1 : 0;
  for (std::size_t i = 0; i < m_facts->files.size(); ++i) {
    if (QString::fromStdString(m_facts->files[i].name) == name) {
      wanted = static_cast<int>(i);
    }
  }
  const QModelIndexList found = wanted < 0 ? QModelIndexList()
                                           : m_model->match(m_model->index(0, 0), kFileRole, wanted, 1,
                                                            Qt::MatchExactly | Qt::MatchRecursive);
  if (!found.isEmpty()) {
    m_tree->setCurrentIndex(found.first());
    m_tree->scrollTo(found.first());
  } else {
    choose(-1);
  }
}

void ArtifactsPage::choose(int file) {
  m_current = file;
  const RunFile* chosen = current();
  m_title->setText(chosen ? QString::fromStdString(chosen->name) : QString());
  m_remark->setText({});
  m_save->setVisible(chosen != nullptr);
  m_copyPath->setVisible(chosen != nullptr);
  const PreviewKind kind = chosen ? previewKindOf(chosen->name) : PreviewKind::Nothing;
  m_edit->setVisible(kind == PreviewKind::Text || kind == PreviewKind::Table || kind == PreviewKind::Model);
  if (!chosen) {
    m_preview.cancel();
    m_pane->showNothing(m_facts && m_facts->files.empty() ? tr("This run has no artifacts")
                                                          : tr("Choose a file"));
    return;
  }
  m_preview.start([store = m_store, file = *chosen](std::stop_token) {
    return readPreview(artifact::ArtifactStore(store), file);
  });
}

void ArtifactsPage::showPreview(const Result<Preview>& preview) {
  const RunFile* file = current();
  if (!file) {
    return;
  }
  if (!preview) {
    m_pane->showError(preview.error(), [this] { choose(m_current); });
    return;
  }
  m_remark->setText(preview->remark.isEmpty() ? byteText(static_cast<std::uint64_t>(file->info.size))
                                              : byteText(static_cast<std::uint64_t>(file->info.size)) +
                                                    QStringLiteral(" · ") + preview->remark);
  m_pane->showPreview(*file, *preview);
}

void ArtifactsPage::saveAs() {
  const RunFile* file = current();
  if (!file) {
    return;
  }
  const QString name = QString::fromStdString(file->name).section(QLatin1Char('/'), -1);
  const QString target = QFileDialog::getSaveFileName(this, tr("Save artifact"), name);
  if (target.isEmpty()) {
    return;
  }
  m_export.start([store = m_store, path = file->info.path, target](std::stop_token) -> Result<QString> {
    // The dialog has asked whether to replace it.
    TATARA_TRY(artifact::ArtifactStore(store).exportOver(path, target.toStdString()));
    return target;
  });
}

// Read-only, in a folder of its own. For the desktop's own choice it is named as text, or a page or a script
// of a stranger would be shown in a browser or run.
void ArtifactsPage::openInEditor() {
  const RunFile* file = current();
  const QString name = file ? plainName(file->name) : QString();
  if (name.isEmpty()) {
    return;
  }
  if (!m_copies) {
    m_copies = std::make_unique<QTemporaryDir>();
  }
  const QString folder = m_copies->filePath(QString::number(++m_copyCount));
  QDir().mkpath(folder);
  const bool desktop = m_preferences.textEditor().trimmed().isEmpty();
  const QString target = folder + QLatin1Char('/') + name + (desktop ? QStringLiteral(".txt") : QString());
  m_copy.start([store = m_store, path = file->info.path, target](std::stop_token) -> Result<QString> {
    TATARA_TRY(artifact::ArtifactStore(store).exportFile(path, target.toStdString()));
    QFile::setPermissions(target, QFileDevice::ReadOwner);
    return target;
  });
}

void ArtifactsPage::dragOut() {
  const RunFile* file = current();
  if (!file || file->info.size > kMostDragged) {
    return;
  }
  m_dragFolder = std::make_unique<QTemporaryDir>();
  const QString name = plainName(file->name);
  if (name.isEmpty()) {
    return;
  }
  const QString target = m_dragFolder->filePath(name);
  m_drag.start([store = m_store, path = file->info.path, target](std::stop_token) -> Result<QString> {
    TATARA_TRY(artifact::ArtifactStore(store).exportFile(path, target.toStdString()));
    return target;
  });
}

}  // namespace tatara::ui
