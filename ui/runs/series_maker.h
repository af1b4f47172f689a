// How values are made of series of runs, some at a time: without their points where that can be, the others
// of points that are read together.
//
// `direct` is asked first: it makes a value without its points, of what was there before if anything was, or
// answers null. It is told how many series are wanted together, to decide how much of them to keep. A name's
// key is a metric's, unless `needs` says which metrics it is made of. Threads: `make` runs on a worker.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/exec/parallel.h"
#include "core/store/store.h"
#include "ui/runs/series_name.h"

namespace tatara::ui {

template <typename T>
struct SeriesMaker {
  using Batch = std::vector<std::pair<SeriesName, std::shared_ptr<const T>>>;
  using Derive =
      std::function<std::shared_ptr<const T>(const std::string& key, const std::vector<track::RunSeries>&)>;
  struct Before {
    std::shared_ptr<const T> value;
    std::size_t together = 1;
  };
  using Direct = std::function<Result<std::shared_ptr<const T>>(const SeriesName& name, const Before& before,
                                                                std::stop_token stop)>;

  // What stands for a value until it is there, quickly; null where nothing has to.
  using Early = std::function<Result<std::shared_ptr<const T>>(const SeriesName& name, std::size_t together,
                                                               std::stop_token stop)>;

  Derive derive;
  SeriesNeeds needs;
  Direct direct;
  Early early;

  Result<Batch> makeEarly(const Batch& wanted, std::size_t together, std::stop_token stop) const {
    return each(wanted, [&](std::size_t i) { return early(wanted[i].first, together, stop); });
  }

  // `wanted` names the series, with what was there before of each.
  Result<Batch> make(store::Store& store, const Batch& wanted, std::size_t together,
                     std::stop_token stop) const {
    Batch made;
    if (direct) {
      TATARA_ASSIGN(made, makeDirectly(wanted, together, stop));
    }
    std::vector<SeriesName> rest;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (made.empty() || made[i].second == nullptr) {
        rest.push_back(wanted[i].first);
      }
    }
    std::erase_if(made, [](const auto& one) { return one.second == nullptr; });
    TATARA_ASSIGN(Batch derived, makeOfPoints(store, rest, stop));
    made.insert(made.end(), derived.begin(), derived.end());
    return made;
  }

 private:
  // Null where a value has to be made of its points.
  Result<Batch> makeDirectly(const Batch& wanted, std::size_t together, std::stop_token stop) const {
    return each(wanted, [&](std::size_t i) {
      return direct(wanted[i].first, {wanted[i].second, together}, stop);
    });
  }

  template <typename Make>
  static Result<Batch> each(const Batch& wanted, const Make& make) {
    std::vector<std::optional<Result<std::shared_ptr<const T>>>> results(wanted.size());
    exec::inParallel(wanted.size(), [&](std::size_t i) { results[i] = make(i); });
    Batch made;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      TATARA_ASSIGN(std::shared_ptr<const T> value, std::move(*results[i]));
      made.emplace_back(wanted[i].first, std::move(value));
    }
    return made;
  }

  Result<Batch> makeOfPoints(store::Store& store, const std::vector<SeriesName>& names,
                             std::stop_token stop) const {
    if (names.empty()) {
      return Batch();
    }
    return store.read(
        [&](sql::Connection& connection) -> Result<Batch> {
          std::map<track::RunKey, std::vector<std::string>> byRun;
          for (const SeriesName& name : names) {
            byRun[name.run].push_back(name.key);
          }
          Batch batch;
          for (const auto& [run, keys] : byRun) {
            TATARA_ASSIGN(const std::vector<track::RunSeries> loaded,
                          loadNeeded(connection, run, keys, needs));
            for (const std::string& key : keys) {
              batch.emplace_back(SeriesName{run, key}, derive(key, loaded));
            }
          }
          return batch;
        },
        stop);
  }
};

}  // namespace tatara::ui
