#include "ui/widget/task_run.h"

#include <memory>
#include <thread>

#include <QApplication>
#include <QPointer>

namespace tatara::ui {
namespace {

class Worker final : public QObject {
 public:
  Worker(QObject* parent, std::stop_source stop) : QObject(parent), m_stop(std::move(stop)) {}
  ~Worker() override {
    m_stop.request_stop();
    if (m_thread.joinable()) {
      m_thread.join();
    }
  }
  void run(std::function<void()> work) { m_thread = std::thread(std::move(work)); }

 private:
  std::stop_source m_stop;
  std::thread m_thread;
};

}  // namespace

void runTask(TaskList& tasks, const QString& title, TaskWork work, TaskDone done) {
  std::stop_source stop;
  const TaskId task = tasks.start(title, [stop]() mutable { stop.request_stop(); });
  auto* worker = new Worker(&tasks, stop);
  const QPointer<TaskList> list(&tasks);
  const TaskStep onStep = [list, task](std::string_view doing, std::uint64_t count, std::uint64_t total) {
    const QString note = QString::fromUtf8(doing.data(), static_cast<qsizetype>(doing.size()));
    QMetaObject::invokeMethod(
        qApp,
        [list, task, note, count, total] {
          if (list) {
            list->setProgress(task, static_cast<double>(count), static_cast<double>(total), note);
          }
        },
        Qt::QueuedConnection);
  };
  const auto hand = [list, task, title, work, worker = QPointer<Worker>(worker),
                     done = std::move(done)](const Status& ended) {
    if (!list) {
      return;  // the workspace was closed
    }
    worker->deleteLater();
    if (!ended) {
      list->fail(task, ended.error(), [list, title, work, done] {
        if (list) {
          runTask(*list, title, work, done);
        }
      });
      if (ended.error().kind != ErrorKind::Cancelled) {
        done(ended);
      }
      return;
    }
    list->finish(task, done(ended), {}, TaskResult::Sentence);
  };
  worker->run([work = std::move(work), onStep, stop = stop.get_token(), hand] {
    const auto ended = std::make_shared<Status>(work(onStep, stop));
    QMetaObject::invokeMethod(
        qApp, [ended, hand] { hand(*ended); }, Qt::QueuedConnection);
  });
}

}  // namespace tatara::ui
