// One version of a dataset, opened: its rows, its profile as it fills, and what the brushes leave of it.
//
// open() reads the stored profile and maps the rows; where there is no profile it is computed: when there are
// many, of the first rows of the source before all of them are read, then of all, column by column. A new
// open(), cancel() and the destructor stop what is under way. Brushed counts follow the BrushModel; late
// answers are dropped. Threads: GUI thread; the work runs on workers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/base/mutex.h"
#include "core/dataset/frame.h"
#include "core/dataset/frame_filter.h"
#include "core/dataset/profile.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/explore/brush.h"
#include "ui/explore/catalog.h"
#include "ui/explore/column_bars.h"
#include "ui/explore/profile_table.h"

namespace tatara::ui {

using FramePtr = std::shared_ptr<const dataset::Frame>;

// What is left by the brushes: the rows, and how many of each bar.
struct Brushed {
  dataset::Selection selection;
  std::uint64_t rows = 0;                          // in the selection
  std::vector<std::vector<std::uint64_t>> counts;  // a column of the frame each, 256 codes; empty: no brush
};

class VersionFeed final : public QObject {
  Q_OBJECT
 public:
  VersionFeed(std::shared_ptr<store::Store> store, BrushModel& brushes, QObject* parent = nullptr);
  ~VersionFeed() override;

  void open(const dataset::Version& version);
  void close();
  // Computes the profile anew, with the roles as they are kept now.
  void refresh();
  void cancel();

  const ProfilePtr& profile() const { return m_profile; }
  // Of the rows inside the brushes once that is computed; of all without brushes.
  const ProfilePtr& shownProfile() const { return m_brushedProfile ? m_brushedProfile : m_profile; }
  // The brushes hold, and shownProfile() is not of them: it is being computed, or was cancelled.
  bool stale() const { return !m_brushes.empty() && !m_exact; }
  bool following() const { return m_followJob.running(); }
  const std::vector<bool>& known() const { return m_known; }
  const FramePtr& frame() const { return m_frame; }
  const Brushed& brushed() const { return m_brushed; }
  bool computing() const { return m_job.running(); }
  bool brushing() const { return m_brushJob.running(); }
  // "Reading rows", 0 … 1; what a person reads while it computes.
  QString stage() const { return m_stage; }
  double progress() const { return m_progress; }
  const std::optional<Error>& failure() const { return m_failure; }
  // The bars of a column: from the rows where they are open, with what the brushes leave, else from the
  // profile.
  ColumnBars bars(std::size_t column) const;
  // The frame's place of a profile's column; none: it has no rows there.
  std::optional<std::size_t> frameColumn(std::size_t column) const;

 Q_SIGNALS:
  void profileChanged();
  void frameChanged();
  void brushedChanged();
  void statisticsChanged();
  void progressChanged();
  void failed();

 private:
  struct Opened {
    FramePtr frame;
    ProfilePtr profile;
  };
  // What workers tell on the way.
  struct Mailbox {
    Mutex mutex;
    std::vector<dataset::ColumnProfile> columns GUARDED_BY(mutex);
    std::shared_ptr<dataset::Profile> shape GUARDED_BY(mutex);  // all columns, by name and type only
    FramePtr frame GUARDED_BY(mutex);
    std::uint64_t readRows GUARDED_BY(mutex) = 0, allRows GUARDED_BY(mutex) = 0;
    std::size_t done GUARDED_BY(mutex) = 0, total GUARDED_BY(mutex) = 0;
  };

  void start(bool anew);
  void collect();
  void finish(Result<Opened> opened);
  void takeFrame(const FramePtr& frame);
  void applyBrushes();
  void follow();
  // A profile of the first rows, when there are many; false: there is none to look at meanwhile.
  static bool tellSample(const std::shared_ptr<store::Store>& store, const dataset::Version& version,
                         dataset::ProfileOptions options, Mailbox& mailbox, std::stop_token stop);
  static Result<Opened> work(const std::shared_ptr<store::Store>& store, const dataset::Version& version,
                             bool anew, const std::shared_ptr<Mailbox>& mailbox, std::stop_token stop);

  std::shared_ptr<store::Store> m_store;
  BrushModel& m_brushes;
  std::optional<dataset::Version> m_version;
  ProfilePtr m_profile;
  std::vector<bool> m_known;
  FramePtr m_frame;
  std::vector<std::optional<std::size_t>> m_frameColumns;
  Brushed m_brushed;
  QString m_stage;
  double m_progress = 0;
  std::optional<Error> m_failure;
  std::shared_ptr<Mailbox> m_mailbox;
  QTimer m_poll;
  ProfilePtr m_brushedProfile;
  bool m_exact = false;  // m_brushedProfile is of the brushes as they stand
  LatestJob<ProfilePtr> m_followJob;
  LatestJob<Brushed> m_brushJob;
  LatestJob<Opened> m_job;  // last: their answers touch what stands above
};

// The bars of a frame's column; `shown`: the counts of what the brushes leave, or null.
ColumnBars barsOf(const dataset::Frame& frame, std::size_t column, const std::vector<std::uint64_t>* shown);
// The brush that a bar stands for; none: a bar of nothing in particular.
std::optional<DataBrush> brushOf(const std::string& column, const ColumnBars& bars, std::size_t bar);
DataBrush rangeBrush(const std::string& column, const ColumnBars& bars, double low, double high, bool closed);

}  // namespace tatara::ui
