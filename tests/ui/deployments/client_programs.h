// The programs that the panel offers to copy, run as they stand.
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include "ui/deployments/client_code.h"

namespace tatara::ui::test {

// What is copied to a client, run as it stands; what went wrong, or nothing.
inline QString askByPrograms(const QString& url, const QJsonObject& row, bool withToken) {
  QTemporaryDir folder;
  QFile source(folder.filePath(QStringLiteral("ask.cpp")));
  if (!source.open(QIODevice::WriteOnly)) {
    return source.errorString();
  }
  source.write(clientCode(ClientLanguage::Cpp, url, row, withToken).toUtf8());
  source.close();
  std::vector<std::pair<QString, QStringList>> programs{
      {QStringLiteral("/usr/bin/python3"),
       {QStringLiteral("-c"), clientCode(ClientLanguage::Python, url, row, withToken)}},
      {QStringLiteral("/bin/sh"),
       {QStringLiteral("-c"), clientCode(ClientLanguage::Curl, url, row, withToken)}}};
  QProcess headers;  // libcurl4-openssl-dev of packaging/deps/apt.txt
  headers.start(
      QStringLiteral("/bin/sh"),
      {QStringLiteral("-c"), QStringLiteral("echo '#include <curl/curl.h>' | c++ -E -x c++ - > /dev/null")});
  if (headers.waitForFinished(60'000) && headers.exitCode() == 0) {
    programs.push_back(
        {QStringLiteral("/bin/sh"),
         {QStringLiteral("-c"),
          QStringLiteral("cd '%1' && c++ -Wall -Werror ask.cpp -lcurl && ./a.out").arg(folder.path())}});
  } else {
    qWarning("libcurl's headers are not here; the program in C++ is not run");
  }
  for (const auto& [program, arguments] : programs) {
    QProcess client;
    client.start(program, arguments);
    const bool ended = client.waitForFinished(60'000);
    const QByteArray said = client.readAllStandardOutput();
    if (!ended || client.exitCode() != 0 || !said.contains("[")) {
      return QString::fromUtf8(said + client.readAllStandardError()) + QLatin1Char(' ') + arguments.back();
    }
  }
  return {};
}

}  // namespace tatara::ui::test
