// Programs that ask an endpoint, to be copied: Python, curl, C++. They run as they stand, with a row of the
// model's own columns; where the server or the endpoint wants a token, they take it from the environment, so
// that none stands in a program. Threads: pure functions.
#pragma once

#include <QJsonObject>
#include <QString>

#include "core/infer/signature.h"
#include "ui/deployments/deployments_data.h"

namespace tatara::ui {

enum class ClientLanguage { Python, Curl, Cpp };

// "http://127.0.0.1:8080/endpoints/bikes/invocations"
QString endpointUrl(const QString& server, const std::string& endpoint);
QString clientCode(ClientLanguage language, const QString& url, const QJsonObject& row,
                   bool withToken = false);
// Where the programs take the token from, as the server itself does.
inline constexpr const char* kTokenVariable = "TATARA_ENDPOINTS_TOKEN";
// The newest logged request's first row; else a row of zeros and blanks by the signature.
QJsonObject exampleRow(const EndpointFacts& facts);
// The first row of a logged request; masked columns are left out.
QJsonObject rowOf(const deploy::Prediction& prediction);

}  // namespace tatara::ui
