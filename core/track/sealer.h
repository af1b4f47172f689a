// Seals metric tails in the background while a program that stays open (the server, the workbench) runs.
//
// A second after something was logged or a run ended it seals what is worth it (findRunsToSeal), a run a
// transaction, so that writers never wait for long. Several programs may do so at once: sealing twice finds
// nothing the second time. When nothing was logged for some seconds after that, memory that stays free is
// given back to the system. Threads: one of its own, which the destructor stops and joins. Errors are logged
// and tried again with the next change.
#pragma once

#include <memory>
#include <thread>

#include "core/base/mutex.h"
#include "core/store/store.h"

namespace tatara::track {

class Sealer {
 public:
  explicit Sealer(std::shared_ptr<store::Store> store);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

 private:
  void work() EXCLUDES(m_mutex);
  // Waits for something to do and then a while for more of it; false when it is to end.
  bool waitForWork() EXCLUDES(m_mutex);

  // Waits a while; false when there is something to do meanwhile, or it is to end.
  bool staysQuiet() EXCLUDES(m_mutex);

  std::shared_ptr<store::Store> m_store;
  store::SubscriptionId m_subscription = 0;
  std::stop_source m_stop;
  Mutex m_mutex;
  Condition m_wake;
  bool m_wanted GUARDED_BY(m_mutex) = true;  // what an earlier program left
  bool m_closing GUARDED_BY(m_mutex) = false;
  std::thread m_thread;
};

}  // namespace tatara::track
