#include <algorithm>
#include <map>
#include <set>

#include "ui/home/home_data.h"

namespace tatara::ui {

std::vector<DeployOffer> offersOf(const std::vector<registry::ModelVersion>& versions,
                                  const std::vector<deploy::Endpoint>& endpoints) {
  struct Standing {
    const registry::ModelVersion* champion = nullptr;
    const registry::ModelVersion* approved = nullptr;  // the newest
    const deploy::Endpoint* endpoint = nullptr;
    std::set<std::int64_t> served;
  };
  std::map<std::string, Standing> models;
  for (const registry::ModelVersion& version : versions) {
    Standing& standing = models[version.model];
    if (std::ranges::find(version.aliases, "champion") != version.aliases.end()) {
      standing.champion = &version;
    }
    if (version.state == registry::VersionState::Approved &&
        (!standing.approved || standing.approved->version < version.version)) {
      standing.approved = &version;
    }
  }
  for (const deploy::Endpoint& endpoint : endpoints) {
    Standing& standing = models[endpoint.model];
    standing.endpoint = standing.endpoint ? standing.endpoint : &endpoint;
    for (const deploy::Route& route : endpoint.routes) {
      if (route.weight > 0) {
        standing.served.insert(route.version);
      }
    }
  }
  std::vector<DeployOffer> offers;
  for (const auto& [model, standing] : models) {
    const auto offer = [&, &name = model, &of = standing](const registry::ModelVersion& version) {
      offers.push_back({.model = name,
                        .version = version.version,
                        .champion = &version == of.champion,
                        .endpoint = of.endpoint ? of.endpoint->name : std::string(),
                        .serves = of.endpoint ? of.endpoint->champion() : 0,
                        .since = version.updated});
    };
    if (standing.champion && !standing.served.contains(standing.champion->version)) {
      offer(*standing.champion);
    }
    const std::int64_t newest =
        std::max(standing.champion ? standing.champion->version : 0,
                 standing.served.empty() ? std::int64_t{0} : *standing.served.rbegin());
    if (standing.approved && standing.approved->version > newest) {
      offer(*standing.approved);
    }
  }
  return offers;
}

namespace {

void putInFront(HomeData& data, std::vector<Attention> items) {
  data.attentionCount += static_cast<std::int64_t>(items.size());
  items.insert(items.end(), data.attention.begin(), data.attention.end());
  items.resize(std::min(items.size(), kMostAttention));
  data.attention = std::move(items);
}

}  // namespace

void addOffers(HomeData& data, std::vector<DeployOffer> offers) {
  std::vector<Attention> items;
  for (DeployOffer& offer : offers) {
    items.push_back({AttentionKind::Deploy, {}, {}, std::nullopt, std::move(offer)});
  }
  putInFront(data, std::move(items));
}

void addOverdue(HomeData& data, std::vector<registry::OverdueChampion> overdue, std::string_view me) {
  std::vector<Attention> items;
  for (registry::OverdueChampion& one : overdue) {
    Attention item{AttentionKind::Overdue, {}, {}};
    item.mine = me.empty() || one.owner.empty() || one.owner == me;
    item.overdue = std::move(one);
    items.push_back(std::move(item));
  }
  putInFront(data, std::move(items));
}

void addOverrides(HomeData& data, std::vector<registry::Override> overrides) {
  std::vector<Attention> items;
  for (registry::Override& one : overrides) {
    Attention item{AttentionKind::Override, {}, {}};
    item.broken = std::move(one);
    items.push_back(std::move(item));
  }
  putInFront(data, std::move(items));
}

void addReviews(HomeData& data, std::vector<registry::ReviewInfo> waiting,
                std::vector<registry::ReviewInfo> ofOthers) {
  std::vector<Attention> items;
  const auto add = [&items](std::vector<registry::ReviewInfo>& reviews, bool mine) {
    std::stable_sort(reviews.begin(), reviews.end(), [](const auto& left, const auto& right) {
      return left.due.value_or(Timestamp::max()) < right.due.value_or(Timestamp::max());
    });
    for (registry::ReviewInfo& review : reviews) {
      Attention item{AttentionKind::Review, {}, {}, std::move(review)};
      item.mine = mine;
      items.push_back(std::move(item));
    }
  };
  add(waiting, true);
  add(ofOthers, false);
  putInFront(data, std::move(items));
}

std::string Attention::key() const {
  switch (kind) {
    case AttentionKind::Override:
      return "override/" + std::to_string(broken->id);
    case AttentionKind::Review:
      return "review/" + std::to_string(review->id.value());
    case AttentionKind::Overdue:
      return "overdue/" + overdue->model + "/" + std::to_string(toUnixMillis(overdue->due));
    case AttentionKind::Deploy:
      return "deploy/" + offer->model + "/" + std::to_string(offer->version);
    case AttentionKind::FailedRun:
      return "failed/" + run.id.value();
    case AttentionKind::StaleRun:
      return "stale/" + run.id.value();
  }
  return {};
}

ShownAttention attentionOf(const std::vector<Attention>& all, const Dismissals& dismissals,
                           AttentionScope scope, Timestamp now) {
  ShownAttention shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string key = all[i].key();
    const bool mine = all[i].mine && !dismissals.notMine.contains(key);
    if (scope == AttentionScope::Mine && !mine) {
      continue;
    }
    const auto until = dismissals.until.find(key);
    if (until != dismissals.until.end() && now < until->second) {
      ++shown.putOff;
    } else {
      shown.items.push_back(i);
    }
  }
  return shown;
}

}  // namespace tatara::ui
