#include "ui/deployments/client_code.h"

#include <QJsonDocument>

#include "core/text/json.h"

namespace tatara::ui {
namespace {

// One row as JSON, broken between two of its members where a line would get too long to read; `indent` begins
// the lines that follow.
QString rowJson(const QJsonObject& row, const QString& indent) {
  constexpr qsizetype kLine = 76;
  QString text;
  qsizetype begin = 0;
  for (auto member = row.begin(); member != row.end(); ++member) {
    const QByteArray one =
        QJsonDocument(QJsonObject{{member.key(), member.value()}}).toJson(QJsonDocument::Compact);
    const QString words = QString::fromUtf8(one.mid(1, one.size() - 2));
    if (!text.isEmpty()) {
      text += QLatin1Char(',');
      if (text.size() - begin + words.size() > kLine) {
        begin = text.size();
        text += QLatin1Char('\n') + indent;
      }
    }
    text += words;
  }
  return QLatin1Char('{') + text + QLatin1Char('}');
}

// {"dataframe_records": [row]}
QString bodyJson(const QJsonObject& row, const QString& indent) {
  return QStringLiteral("{\"dataframe_records\":[%1]}").arg(rowJson(row, indent));
}

// Between single quotes of a shell.
QString shellQuoted(QString text) {
  return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

// Python's words for JSON's: the text is parsed by json.loads, so that nothing needs to be turned.
QString pythonCode(const QString& url, const QJsonObject& row, bool withToken) {
  return QStringLiteral(
             "import json\n"
             "%3import urllib.request\n"
             "\n"
             "rows = json.loads(r\"\"\"[%1]\"\"\")\n"
             "request = urllib.request.Request(\n"
             "    \"%2\",\n"
             "    json.dumps({\"dataframe_records\": rows}).encode(),\n"
             "    {\"Content-Type\": \"application/json\"%4},\n"
             ")\n"
             "with urllib.request.urlopen(request) as answer:\n"
             "    print(json.load(answer)[\"predictions\"])\n")
      .arg(rowJson(row, QStringLiteral("    ")), url, withToken ? QStringLiteral("import os\n") : QString(),
           withToken ? QStringLiteral(",\n     \"Authorization\": \"Bearer \" + os.environ[\"%1\"]")
                           .arg(QLatin1String(kTokenVariable))
                     : QString());
}

QString curlCode(const QString& url, const QJsonObject& row, bool withToken) {
  return QStringLiteral("curl -s -H 'Content-Type: application/json' \\\n%3  -d %1 \\\n  %2\n")
      .arg(shellQuoted(bodyJson(row, QStringLiteral("    "))), url,
           withToken
               ? QStringLiteral("  -H \"Authorization: Bearer $%1\" \\\n").arg(QLatin1String(kTokenVariable))
               : QString());
}

QString cppCode(const QString& url, const QJsonObject& row, bool withToken) {
  const QString includes = QStringLiteral("\n#include <cstdio>\n#include <cstdlib>\n#include <string>\n");
  const QString reading = QStringLiteral(
                              "  const char* token = std::getenv(\"%1\");\n"
                              "  if (!token) {\n"
                              "    std::fputs(\"%1 is not set\\n\", stderr);\n"
                              "    return 1;\n"
                              "  }\n")
                              .arg(QLatin1String(kTokenVariable));
  const QString showing = QStringLiteral(
      "  fields = curl_slist_append(fields, (std::string(\"Authorization: Bearer \") + token).c_str());\n");
  return QStringLiteral(
             "// c++ ask.cpp -lcurl\n"
             "#include <curl/curl.h>\n"
             "%3\n"
             "int main() {\n%4"
             "  const char* body = R\"json(%1)json\";\n"
             "  CURL* curl = curl_easy_init();\n"
             "  curl_slist* fields = curl_slist_append(nullptr, \"Content-Type: application/json\");\n%5"
             "  curl_easy_setopt(curl, CURLOPT_URL, \"%2\");\n"
             "  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);\n"
             "  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);\n"
             "  const CURLcode code = curl_easy_perform(curl);  // prints {\"predictions\": ...}\n"
             "  curl_slist_free_all(fields);\n"
             "  curl_easy_cleanup(curl);\n"
             "  return code;\n"
             "}\n")
      .arg(bodyJson(row, QStringLiteral("    ")), url, withToken ? includes : QString(),
           withToken ? reading : QString(), withToken ? showing : QString());
}

QJsonValue qtValue(const text::Json& value) {
  if (const auto flag = value.asBool()) {
    return *flag;
  }
  if (const auto number = value.asInt()) {
    return static_cast<qint64>(*number);
  }
  if (value.isDouble()) {
    return *value.asNumber();
  }
  if (const std::string* words = value.asString()) {
    return QString::fromStdString(*words);
  }
  return QJsonValue::Null;
}

}  // namespace

QString endpointUrl(const QString& server, const std::string& endpoint) {
  return QStringLiteral("%1/endpoints/%2/invocations").arg(server, QString::fromStdString(endpoint));
}

QString clientCode(ClientLanguage language, const QString& url, const QJsonObject& row, bool withToken) {
  return language == ClientLanguage::Python ? pythonCode(url, row, withToken)
         : language == ClientLanguage::Curl ? curlCode(url, row, withToken)
                                            : cppCode(url, row, withToken);
}

QJsonObject rowOf(const deploy::Prediction& prediction) {
  QJsonObject row;
  for (const text::JsonMember& column : prediction.inputs.members()) {
    if (!column.value.items().empty()) {
      row.insert(QString::fromStdString(column.key), qtValue(column.value.items().front()));
    }
  }
  return row;
}

// What was asked last, as far as it is known of the columns that are taken: one may be masked, and another
// version may have taken others.
QJsonObject exampleRow(const EndpointFacts& facts) {
  const QJsonObject asked = facts.logged.empty() ? QJsonObject() : rowOf(facts.logged.front());
  if (!facts.signature || facts.signature->tensors) {
    return asked;
  }
  QJsonObject row;
  for (const infer::Field& field : facts.signature->inputs) {
    const QString name = QString::fromStdString(field.name);
    if (const auto known = asked.constFind(name); known != asked.constEnd()) {
      row.insert(name, *known);
    } else if (field.type == infer::ElementType::String) {
      row.insert(name, field.datetime ? QStringLiteral("2026-01-01T00:00:00") : QString());
    } else if (field.type == infer::ElementType::Boolean) {
      row.insert(name, false);
    } else {
      row.insert(name, 0);
    }
  }
  return row;
}

}  // namespace tatara::ui
