// The walls are for good, so they are raised in a child; the child tells by its code what it could still do.
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <functional>
#include <thread>

#include "core/exec/child.h"
#include "core/exec/walls.h"
#include "tests/support/temp_folder.h"

namespace tatara::exec {
namespace {

class WallsTest : public testing::Test {
 protected:
  void SetUp() override {
    inside = folder.path() / "inside";
    std::filesystem::create_directory(inside);
    listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listener, 16), 0);
    ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  }
  void TearDown() override { ::close(listener); }

  // What `tries` gives behind the walls; 0 for success, 100 where they do not all stand.
  int behindWalls(const std::function<int()>& tries) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      const auto lacking = raiseWalls({.writable = {inside}, .programs = {"/bin/true"}});
      ::_exit(lacking.empty() ? tries() : 100);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  static bool writes(const std::filesystem::path& file) {
    std::ofstream out(file);
    out << "x";
    out.close();
    return static_cast<bool>(out);
  }

  tests::TempFolder folder;
  std::filesystem::path inside;
  int listener = -1;
  sockaddr_in address{};
};

TEST_F(WallsTest, NoConnectionIsBegun) {
  EXPECT_EQ(behindWalls([&] {
              const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
              return ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 ? 1
                     : errno == EPERM                                                              ? 0
                                                                                                   : 2;
            }),
            0);
  EXPECT_EQ(behindWalls([] { return ::socket(AF_INET, SOCK_DGRAM, 0) >= 0 ? 1 : 0; }), 0);
  EXPECT_EQ(behindWalls([] { return ::socket(AF_NETLINK, SOCK_STREAM, 0) >= 0 ? 1 : 0; }), 0);
  // A connection that begins with its first data.
  EXPECT_EQ(behindWalls([&] {
              const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
              return ::sendto(socket, "x", 1, MSG_FASTOPEN, reinterpret_cast<sockaddr*>(&address),
                              sizeof address) >= 0
                         ? 1
                         : 0;
            }),
            0);
  EXPECT_EQ(behindWalls([&] {
              const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
              iovec data{const_cast<char*>("x"), 1};
              msghdr message{};
              message.msg_name = &address;
              message.msg_namelen = sizeof address;
              message.msg_iov = &data;
              message.msg_iovlen = 1;
              return ::sendmsg(socket, &message, MSG_FASTOPEN) >= 0 ? 1 : 0;
            }),
            0);
}

TEST_F(WallsTest, ItStillListensAndAnswers) {
  EXPECT_EQ(behindWalls([] {
              const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
              sockaddr_in any{};
              any.sin_family = AF_INET;
              any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
              return ::bind(socket, reinterpret_cast<sockaddr*>(&any), sizeof any) == 0 &&
                             ::listen(socket, 4) == 0
                         ? 0
                         : 1;
            }),
            0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    raiseWalls({});
    const int peer = ::accept(listener, nullptr, nullptr);
    ::_exit(::send(peer, "hello", 5, 0) == 5 ? 0 : 1);
  }
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  ASSERT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  char word[5] = {};
  EXPECT_EQ(::recv(socket, word, sizeof word, MSG_WAITALL), 5);
  ::close(socket);
  int status = 0;
  ::waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(WallsTest, FilesAreWrittenOnlyInside) {
  EXPECT_TRUE(writes(folder.path() / "there"));
  EXPECT_EQ(behindWalls([&] { return writes(inside / "file") ? 0 : 1; }), 0);
  EXPECT_EQ(behindWalls([&] {
              const bool made = ::mkdir((inside / "sub").c_str(), 0700) == 0 && writes(inside / "sub/file");
              return made && ::rename((inside / "sub/file").c_str(), (inside / "moved").c_str()) == 0 &&
                             ::unlink((inside / "moved").c_str()) == 0
                         ? 0
                         : 1;
            }),
            0);
  EXPECT_EQ(behindWalls([&] { return writes(folder.path() / "file") ? 1 : 0; }), 0);
  EXPECT_EQ(behindWalls([&] { return writes(folder.path() / "there") ? 1 : 0; }), 0);
  EXPECT_EQ(behindWalls([&] { return ::unlink((folder.path() / "there").c_str()) == 0 ? 1 : 0; }), 0);
  EXPECT_EQ(behindWalls([&] { return ::mkdir((folder.path() / "new").c_str(), 0700) == 0 ? 1 : 0; }), 0);
  EXPECT_EQ(behindWalls([&] {
              return ::symlink((folder.path() / "there").c_str(), (inside / "link").c_str()) == 0 &&
                             writes(inside / "link")
                         ? 1
                         : 0;
            }),
            0);
  std::ifstream there(folder.path() / "there");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(there), {}), "x");
}

TEST_F(WallsTest, OnlyTheNamedProgramsAreStarted) {
  const auto runs = [](const char* program) {
    auto child = Child::start({.command = {program}});
    return child && child->waitFor(std::chrono::seconds(10))->sound();
  };
  EXPECT_TRUE(runs("/bin/true"));
  EXPECT_EQ(behindWalls([&] { return runs("/bin/true") ? 0 : 1; }), 0);
  EXPECT_EQ(behindWalls([&] { return runs("/bin/echo") ? 1 : 0; }), 0);
  // Neither is a program of its own making.
  EXPECT_EQ(behindWalls([&] {
              std::filesystem::copy_file("/bin/true", inside / "mine");
              return runs((inside / "mine").c_str()) ? 1 : 0;
            }),
            0);
}

TEST_F(WallsTest, ThreadsAndChildrenAreInsideAndNothingOpensTheWalls) {
  EXPECT_EQ(behindWalls([&] {
              bool wrote = true;
              std::thread([&] { wrote = writes(folder.path() / "file"); }).join();
              return wrote ? 1 : 0;
            }),
            0);
  EXPECT_EQ(behindWalls([&] {
              const pid_t pid = ::fork();
              if (pid == 0) {
                ::_exit(writes(folder.path() / "file") ? 1 : 0);
              }
              int status = 1;
              ::waitpid(pid, &status, 0);
              return WEXITSTATUS(status);
            }),
            0);
  EXPECT_EQ(behindWalls([&] {
              raiseWalls({.writable = {"/"}});
              return writes(folder.path() / "file") ? 1 : 0;
            }),
            0);
  EXPECT_EQ(behindWalls([] { return ::mount("none", "/mnt", "tmpfs", 0, nullptr) == 0 ? 1 : 0; }), 0);
  EXPECT_EQ(behindWalls([] { return ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr) == 0 ? 1 : 0; }),
            0);
}

}  // namespace
}  // namespace tatara::exec
