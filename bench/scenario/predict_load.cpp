// predict_load PORT PATH CLIENTS SECONDS RATE BODYFILE: single requests to a model server.
//
// RATE > 0: an open loop, so many requests a second in all over CLIENTS connections; a request's time runs
// from the moment it was due, not from when a connection was free, so that a server that stalls is not
// flattered (G. Tene, "How not to measure latency"). RATE 0: each client asks again as soon as it was
// answered. One thread over epoll. Prints one line of JSON.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Client {
  int socket = -1;
  bool busy = false;
  Clock::time_point due;
  std::string in;
};

struct Load {
  std::uint16_t port = 0;
  int poll = -1;
  std::string request;
  std::vector<Client> clients;
  std::deque<Clock::time_point> waiting;  // due, and no client free
  std::vector<double> micros;
  long failed = 0;
};

int connectTo(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

void send(Load& load, Client& client, Clock::time_point due) {
  client.busy = true;
  client.due = due;
  client.in.clear();
  if (::write(client.socket, load.request.data(), load.request.size()) !=
      static_cast<ssize_t>(load.request.size())) {
    std::perror("write");
    std::exit(1);
  }
}

void watch(const Load& load, const Client& client) {
  epoll_event event{EPOLLIN, {.u64 = static_cast<std::uint64_t>(&client - load.clients.data())}};
  ::epoll_ctl(load.poll, EPOLL_CTL_ADD, client.socket, &event);
}

// Whether the whole answer is there; its status is counted. A server that says that it closes is connected to
// anew, as any client does.
bool take(Load& load, Client& client) {
  char buffer[65536];
  const ssize_t count = ::read(client.socket, buffer, sizeof buffer);
  if (count <= 0) {
    std::fprintf(stderr, "the server closed the connection\n");
    std::exit(1);
  }
  client.in.append(buffer, static_cast<std::size_t>(count));
  const std::size_t head = client.in.find("\r\n\r\n");
  if (head == std::string::npos) {
    return false;
  }
  std::string lower = client.in.substr(0, head);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::size_t length = lower.find("content-length: ");
  if (length == std::string::npos ||
      client.in.size() < head + 4 + std::strtoul(&lower[length + 16], nullptr, 10)) {
    return false;
  }
  if (client.in.compare(9, 3, "200") != 0) {
    ++load.failed;
  }
  if (lower.find("connection: close") != std::string::npos) {
    ::close(client.socket);
    client.socket = connectTo(load.port);
    watch(load, client);
  }
  load.micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - client.due).count());
  client.busy = false;
  return true;
}

void run(Load& load, double seconds, double rate) {
  load.poll = ::epoll_create1(0);
  for (const Client& client : load.clients) {
    watch(load, client);
  }
  const auto began = Clock::now();
  const auto end =
      began + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  long issued = 0;
  if (rate <= 0) {
    for (Client& client : load.clients) {
      send(load, client, Clock::now());
    }
  }
  while (Clock::now() < end) {
    if (rate > 0) {
      const auto now = Clock::now();
      while (true) {
        const auto due = began + std::chrono::duration_cast<Clock::duration>(
                                     std::chrono::duration<double>(static_cast<double>(issued) / rate));
        if (due > now) {
          break;
        }
        load.waiting.push_back(due);
        ++issued;
      }
      for (Client& client : load.clients) {
        if (!client.busy && !load.waiting.empty()) {
          send(load, client, load.waiting.front());
          load.waiting.pop_front();
        }
      }
    }
    // Until the next request is due: spinning would take a core away from the server.
    timespec pause{0, 100'000'000};
    if (rate > 0) {
      const auto due = began + std::chrono::duration_cast<Clock::duration>(
                                   std::chrono::duration<double>(static_cast<double>(issued) / rate));
      const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(due - Clock::now()).count();
      pause.tv_nsec = std::clamp<long>(left, 0, pause.tv_nsec);
    }
    epoll_event events[64];
    const int count = ::epoll_pwait2(load.poll, events, 64, &pause, nullptr);
    for (int i = 0; i < count; ++i) {
      Client& client = load.clients[events[i].data.u64];
      if (take(load, client) && rate <= 0) {
        send(load, client, Clock::now());
      }
    }
  }
}

double quantile(std::vector<double>& values, double q) {
  if (values.empty()) {
    return 0;
  }
  const auto place = static_cast<std::size_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
  return values[place];
}

}  // namespace

int main(int count, char** words) {
  if (count != 7) {
    std::fprintf(stderr, "predict_load PORT PATH CLIENTS SECONDS RATE BODYFILE\n");
    return 2;
  }
  std::ifstream file(words[6]);
  std::stringstream body;
  body << file.rdbuf();
  const std::string text = body.str();
  Load load;
  load.request = std::string("POST ") + words[2] + " HTTP/1.1\r\nHost: 127.0.0.1:" + words[1] +
                 "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(text.size()) +
                 "\r\n\r\n" + text;
  load.port = static_cast<std::uint16_t>(std::atoi(words[1]));
  for (int i = 0; i < std::atoi(words[3]); ++i) {
    Client client;
    client.socket = connectTo(load.port);
    load.clients.push_back(std::move(client));
  }
  const double seconds = std::atof(words[4]);
  run(load, seconds, std::atof(words[5]));
  std::printf(
      "{\"rate\": %.0f, \"p50_us\": %.0f, \"p99_us\": %.0f, \"p999_us\": %.0f, \"failed\": %ld, \"waiting\": "
      "%zu}\n",
      static_cast<double>(load.micros.size()) / seconds, quantile(load.micros, 0.5),
      quantile(load.micros, 0.99), quantile(load.micros, 0.999), load.failed, load.waiting.size());
  return 0;
}
