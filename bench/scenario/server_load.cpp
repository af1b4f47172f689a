// server_load PORT MODE CLIENTS SECONDS RUN [POINTS]: as many requests as a tracking server answers, and how
// long each took.
//
//   metric    runs/log-metric, one point a request, a key a client
//   batch     runs/log-batch with POINTS metrics a request
//   search    runs/search for the newest 1,000 runs of experiment RUN
//   history   metrics/get-history of RUN's metric "long", 25,000 points a page, page after page
//
// One thread over epoll, answers are only counted and their first line read: a small part of the processor
// time that any server needs for them (printed, so that the reader can see it). Prints one line of JSON.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Plan {
  std::uint16_t port = 0;
  std::string mode;
  int clients = 1;
  double seconds = 1;
  std::string run;
  int points = 1000;
};

struct Client {
  int socket = -1;
  int number = 0;
  long step = 0;
  std::string out;
  std::size_t sent = 0;
  std::string in;
  std::string pageToken;
  Clock::time_point began;
};

std::string request(const Plan& plan, std::string_view method, std::string_view target,
                    std::string_view body) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:").append(std::to_string(plan.port));
  text.append("\r\nUser-Agent: mlflow-python-client\r\nAccept: */*\r\n");
  if (!body.empty()) {
    text.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  }
  return text.append("\r\n").append(body);
}

std::string nextRequest(const Plan& plan, Client& client) {
  constexpr long long kTime = 1'795'219'600'000;
  char buffer[256];
  if (plan.mode == "metric") {
    std::snprintf(
        buffer, sizeof buffer,
        R"({"run_uuid": "%s", "run_id": "%s", "key": "loss%d", "value": %.6f, "timestamp": %lld, "step": %ld})",
        plan.run.c_str(), plan.run.c_str(), client.number, 1.0 / static_cast<double>(client.step + 1),
        kTime + client.step, client.step);
    ++client.step;
    return request(plan, "POST", "/api/2.0/mlflow/runs/log-metric", buffer);
  }
  if (plan.mode == "batch") {
    std::string body = R"({"run_id": ")" + plan.run + R"(", "metrics": [)";
    for (int i = 0; i < plan.points; ++i) {
      std::snprintf(buffer, sizeof buffer,
                    R"(%s{"key": "b%d", "value": %.9f, "timestamp": %lld, "step": %ld})", i > 0 ? ", " : "",
                    client.number, 1.0 / static_cast<double>(client.step + 1), kTime + client.step,
                    client.step);
      ++client.step;
      body += buffer;
    }
    return request(plan, "POST", "/api/2.0/mlflow/runs/log-batch", body + "], \"params\": [], \"tags\": []}");
  }
  if (plan.mode == "search") {
    return request(plan, "POST", "/api/2.0/mlflow/runs/search",
                   R"({"experiment_ids": [")" + plan.run + R"("], "max_results": 1000})");
  }
  std::string target =
      "/api/2.0/mlflow/metrics/get-history?run_id=" + plan.run + "&metric_key=long&max_results=25000";
  if (!client.pageToken.empty()) {
    target += "&page_token=" + client.pageToken;
  }
  return request(plan, "GET", target, "");
}

// The length of the first whole answer in `in`; 0 while it is not there.
std::size_t answerLength(const std::string& in) {
  const std::size_t end = in.find("\r\n\r\n");
  if (end == std::string::npos) {
    return 0;
  }
  std::size_t at = in.find("ontent-");
  std::size_t length = 0;
  for (; at != std::string::npos && at < end; at = in.find("ontent-", at + 1)) {
    if (::strncasecmp(in.c_str() + at, "ontent-length:", 14) == 0) {
      length = std::strtoul(in.c_str() + at + 14, nullptr, 10);
    }
  }
  return in.size() >= end + 4 + length ? end + 4 + length : 0;
}

int connectTo(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  return socket;
}

struct Tally {
  std::vector<double> millis;
  long failed = 0;
  std::string firstFailure;
};

void takePageToken(Client& client, std::string_view answer) {
  client.pageToken.clear();
  constexpr std::string_view kName = "\"next_page_token\"";
  if (const std::size_t at = answer.rfind(kName); at != std::string_view::npos) {
    const std::size_t begin = answer.find('"', at + kName.size()) + 1;
    for (const char c : answer.substr(begin, answer.find('"', begin) - begin)) {
      client.pageToken += c == '=' ? "%3D" : c == '+' ? "%2B" : std::string(1, c);
    }
  }
}

// False when the connection is over.
bool pump(const Plan& plan, Client& client, Tally& tally) {
  while (client.sent < client.out.size()) {
    const ssize_t count =
        ::send(client.socket, client.out.data() + client.sent, client.out.size() - client.sent, MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    client.sent += static_cast<std::size_t>(count);
  }
  char buffer[262144];
  const ssize_t count = ::recv(client.socket, buffer, sizeof buffer, 0);
  if (count <= 0) {
    return false;
  }
  client.in.append(buffer, static_cast<std::size_t>(count));
  const std::size_t length = answerLength(client.in);
  if (length == 0) {
    return true;
  }
  const std::string_view answer(client.in.data(), length);
  if (!answer.starts_with("HTTP/1.1 200")) {
    ++tally.failed;
    tally.firstFailure = tally.firstFailure.empty() ? std::string(answer.substr(0, 400)) : tally.firstFailure;
  }
  if (plan.mode == "history") {
    takePageToken(client, answer);
  }
  tally.millis.push_back(std::chrono::duration<double, std::milli>(Clock::now() - client.began).count());
  client.in.erase(0, length);
  client.out = nextRequest(plan, client);
  client.sent = 0;
  client.began = Clock::now();
  while (client.sent < client.out.size()) {
    const ssize_t sent =
        ::send(client.socket, client.out.data() + client.sent, client.out.size() - client.sent, MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    client.sent += static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace

int main(int count, char** words) {
  if (count < 6) {
    std::fprintf(stderr, "server_load PORT metric|batch|search|history CLIENTS SECONDS RUN [POINTS]\n");
    return 2;
  }
  Plan plan{static_cast<std::uint16_t>(std::atoi(words[1])),
            words[2],
            std::atoi(words[3]),
            std::atof(words[4]),
            words[5],
            count > 6 ? std::atoi(words[6]) : 1000};
  const int queue = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<Client> clients(static_cast<std::size_t>(plan.clients));
  Tally tally;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    Client& client = clients[i];
    client.number = static_cast<int>(i);
    client.step =
        (Clock::now().time_since_epoch().count() / 1000) % 1'000'000'000;  // new points in every run
    client.socket = connectTo(plan.port);
    client.out = nextRequest(plan, client);
    client.began = Clock::now();
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &client;
    ::epoll_ctl(queue, EPOLL_CTL_ADD, client.socket, &event);
    ::send(client.socket, client.out.data(), client.out.size(), MSG_NOSIGNAL);
    client.sent = client.out.size();
  }
  const auto begin = Clock::now();
  const auto until =
      begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(plan.seconds));
  epoll_event events[256];
  while (Clock::now() < until) {
    const int ready = ::epoll_wait(queue, events, 256, 100);
    for (int i = 0; i < ready; ++i) {
      if (!pump(plan, *static_cast<Client*>(events[i].data.ptr), tally)) {
        std::fprintf(stderr, "a connection ended\n");
        return 1;
      }
    }
  }
  const double wall = std::chrono::duration<double>(Clock::now() - begin).count();
  rusage own{};
  ::getrusage(RUSAGE_SELF, &own);
  const double cpu = static_cast<double>(own.ru_utime.tv_sec + own.ru_stime.tv_sec) +
                     static_cast<double>(own.ru_utime.tv_usec + own.ru_stime.tv_usec) / 1e6;
  std::sort(tally.millis.begin(), tally.millis.end());
  const auto at = [&](double share) {
    return tally.millis.empty()
               ? 0.0
               : tally.millis[static_cast<std::size_t>(share * static_cast<double>(tally.millis.size() - 1))];
  };
  std::printf(
      R"({"mode":"%s","clients":%d,"requests":%zu,"failed":%ld,"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,)"
      R"("load_cpu_share":%.3f})"
      "\n",
      plan.mode.c_str(), plan.clients, tally.millis.size(), tally.failed,
      static_cast<double>(tally.millis.size()) / wall, at(0.5), at(0.99), cpu / wall);
  if (!tally.firstFailure.empty()) {
    std::fprintf(stderr, "%s\n", tally.firstFailure.c_str());
  }
  return tally.failed == 0 ? 0 : 1;
}
