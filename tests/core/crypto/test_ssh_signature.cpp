#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/crypto/internal/ssh_wire.h"
#include "core/crypto/ssh_signature.h"
#include "tests/support/temp_folder.h"

namespace tatara::crypto {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSpace = "tatara-act";

// Runs a command of the shell and gives what it said when it ended well.
std::optional<std::string> shell(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::string output;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    output.append(buffer, got);
  }
  return ::pclose(pipe) == 0 ? std::optional(output) : std::nullopt;
}

void write(const fs::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

class SshSignatureTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(shell("ssh-keygen -q -t ed25519 -N '' -C mika@example.org -f " + key().string()));
  }
  fs::path key() const { return m_folder.path() / "id"; }
  fs::path file(const char* name) const { return m_folder.path() / name; }

  // Whether OpenSSH takes the signature for mika's.
  bool opensshAccepts(const std::string& signature, std::string_view message) {
    const auto publicKey = loadSshPublicKey(key());
    write(file("signers"), "mika " + publicKey->text() + "\n");
    write(file("message"), message);
    write(file("sig"), armoured(signature));
    return shell("ssh-keygen -Y verify -f " + file("signers").string() + " -I mika -n " +
                 std::string(kSpace) + " -s " + file("sig").string() + " < " + file("message").string())
        .has_value();
  }
  tests::TempFolder m_folder;
};

TEST_F(SshSignatureTest, OpensshAcceptsWhatWeSignAndNothingElse) {
  const auto signature = sshSign(key(), "set champion to 7\n", kSpace);
  ASSERT_TRUE(signature) << signature.error().message;
  EXPECT_TRUE(opensshAccepts(*signature, "set champion to 7\n"));
  EXPECT_FALSE(opensshAccepts(*signature, "set champion to 8\n"));
}

TEST_F(SshSignatureTest, WhatOpensshSignsIsAcceptedHere) {
  write(file("message"), "hello");
  ASSERT_TRUE(
      shell("ssh-keygen -Y sign -f " + key().string() + " -n tatara-act " + file("message").string()));
  std::ifstream made(file("message.sig"));
  std::string line;
  std::string signature;
  while (std::getline(made, line)) {
    signature += line.starts_with("-----") ? "" : line;
  }
  const auto signer = sshVerify(signature, "hello", kSpace);
  ASSERT_TRUE(signer) << signer.error().message;
  EXPECT_EQ(*signer, *loadSshPublicKey(key().string() + ".pub"));
  EXPECT_FALSE(sshVerify(signature, "hello", "file"));
}

TEST_F(SshSignatureTest, EveryChangedOrMissingCharacterIsNoticed) {
  const std::string signature = sshSign(key(), "message", kSpace).value();
  ASSERT_TRUE(sshVerify(signature, "message", kSpace));
  for (std::size_t at = 0; at < signature.size(); ++at) {
    std::string changed = signature;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(sshVerify(changed, "message", kSpace)) << at;
    EXPECT_FALSE(sshVerify(signature.substr(0, at), "message", kSpace)) << at;
  }
  EXPECT_FALSE(sshVerify(signature + "AAAA", "message", kSpace));
  EXPECT_FALSE(sshVerify(signature, "messagf", kSpace));
}

TEST_F(SshSignatureTest, AnAgentSignsForAPublicKeyAlone) {
  const std::string socket = file("agent").string();
  const auto started = shell("ssh-agent -a " + socket + " -s");
  ASSERT_TRUE(started);
  const std::size_t at = started->find("SSH_AGENT_PID=") + 14;
  const std::string process = started->substr(at, started->find(';', at) - at);
  ::setenv("SSH_AUTH_SOCK", socket.c_str(), 1);
  const fs::path lone = file("lone.pub");
  fs::copy_file(key().string() + ".pub", lone);
  EXPECT_EQ(sshSign(lone, "message", kSpace).error().kind, ErrorKind::PermissionDenied);
  ASSERT_TRUE(shell("ssh-add -q " + key().string()));
  const auto signature = sshSign(lone, "message", kSpace);
  EXPECT_TRUE(signature) << signature.error().message;
  EXPECT_TRUE(signature && opensshAccepts(*signature, "message"));
  shell("kill " + process);
  ::unsetenv("SSH_AUTH_SOCK");
  EXPECT_EQ(sshSign(lone, "message", kSpace).error().kind, ErrorKind::NotFound);
}

TEST_F(SshSignatureTest, AnAgentThatAnswersTooSlowlyIsNotWaitedForByteByByte) {
  const std::string path = file("slow").string();
  sockaddr_un address{AF_UNIX, {}};
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  ::setenv("SSH_AUTH_SOCK", path.c_str(), 1);
  std::thread agent([&] {
    const int peer = ::accept(listener, nullptr, nullptr);
    while (::send(peer, "\0", 1, MSG_NOSIGNAL) == 1) {
      std::this_thread::sleep_for(std::chrono::milliseconds(60));
    }
    ::close(peer);
  });
  const auto started = std::chrono::steady_clock::now();
  const auto signature = internal::signWithAgent("key", "message", std::chrono::milliseconds(100));
  EXPECT_EQ(signature.error().kind, ErrorKind::Io);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(2));
  agent.join();
  ::close(listener);
  ::unsetenv("SSH_AUTH_SOCK");
}

TEST_F(SshSignatureTest, KeysThatCannotSignAreNamed) {
  ::unsetenv("SSH_AUTH_SOCK");
  EXPECT_EQ(sshSign(file("none"), "m", kSpace).error().kind, ErrorKind::NotFound);
  write(file("text"), "nonsense");
  EXPECT_EQ(sshSign(file("text"), "m", kSpace).error().kind, ErrorKind::Corrupt);
  ASSERT_TRUE(shell("ssh-keygen -q -t ecdsa -N '' -f " + file("ecdsa").string()));
  EXPECT_FALSE(sshSign(file("ecdsa"), "m", kSpace));
  EXPECT_EQ(loadSshPublicKey(file("ecdsa.pub")).error().kind, ErrorKind::Unsupported);
  ASSERT_TRUE(shell("ssh-keygen -q -t ed25519 -N secret -f " + file("locked").string()));
  EXPECT_FALSE(sshSign(file("locked"), "m", kSpace));
  EXPECT_TRUE(loadSshPublicKey(file("locked")));
  ::chmod(key().c_str(), 0644);
  EXPECT_EQ(sshSign(key(), "m", kSpace).error().kind, ErrorKind::PermissionDenied);
}

TEST_F(SshSignatureTest, ADamagedKeyFileNeverSigns) {
  std::ifstream in(key(), std::ios::binary);
  std::stringstream whole;
  whole << in.rdbuf();
  const std::string text = whole.str();
  for (std::size_t at = 0; at < text.size(); at += 7) {
    std::string changed = text;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    write(file("bad"), changed);
    ::chmod(file("bad").c_str(), 0600);
    const auto signature = sshSign(file("bad"), "m", kSpace);
    // A changed comment harms nothing; a signature that was made holds for the key it names.
    EXPECT_TRUE(!signature || sshVerify(*signature, "m", kSpace)) << at;
  }
}

TEST_F(SshSignatureTest, AFingerprintIsTheOneThatSshKeygenPrints) {
  const auto printed = shell("ssh-keygen -l -f " + key().string());
  EXPECT_NE(printed->find(loadSshPublicKey(key())->fingerprint() + " "), std::string::npos);
  EXPECT_FALSE(parseSshPublicKey(""));
  EXPECT_FALSE(parseSshPublicKey("ssh-ed25519"));
  EXPECT_FALSE(parseSshPublicKey("ssh-ed25519 AAAA"));
  EXPECT_FALSE(parseSshPublicKey("ssh-rsa AAAA"));
}

}  // namespace
}  // namespace tatara::crypto
