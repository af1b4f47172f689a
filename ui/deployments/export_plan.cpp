#include "ui/deployments/export_plan.h"

#include <QCoreApplication>
#include <QDir>

#include "core/text/json.h"
#include "ui/base/utf8.h"
#include "ui/deployments/internal/words.h"

namespace tatara::ui {
namespace {

using package::Kind;

QString textIn(const text::Json& json, const char* key) {
  const std::string* words = json[key].asString();
  return words ? fromUtf8(*words) : QString();
}

// With their patterns, so that the window tells them in its language.
std::vector<text::Phrase> remarksIn(const text::Json& rows) {
  std::vector<text::Phrase> remarks;
  for (const text::Json& row : rows.items()) {
    const auto phrase = text::Phrase::read(row["phrase"]);
    const std::string* plain = row["text"].asString();
    remarks.push_back(phrase ? *phrase : text::Phrase(plain ? *plain : std::string()));
  }
  return remarks;
}

QStringList textsIn(const text::Json& rows, const char* key) {
  QStringList texts;
  for (const text::Json& row : rows.items()) {
    texts << textIn(row, key);
  }
  return texts;
}

}  // namespace

QString kindTitle(Kind kind) {
  switch (kind) {
    case Kind::Oci:
      return tr("Image, as a folder");
    case Kind::OciArchive:
      return tr("Image, as one file");
    case Kind::Docker:
      return tr("Dockerfile");
    case Kind::Kubernetes:
      return tr("Kubernetes");
    case Kind::Kserve:
      return tr("KServe");
    case Kind::Mlflow:
      return tr("MLflow model");
    case Kind::TensorflowServing:
      return tr("TensorFlow Serving");
    case Kind::SageMaker:
      return tr("Amazon SageMaker");
    case Kind::Lambda:
      return tr("AWS Lambda");
    case Kind::AzureFunctions:
      return tr("Azure Functions");
  }
  return {};
}

QString kindHint(Kind kind) {
  switch (kind) {
    case Kind::Oci:
      return tr("OCI layout, needs no container engine");
    case Kind::OciArchive:
      return tr("OCI archive for podman and docker");
    case Kind::Docker:
      return tr("to build the image yourself");
    case Kind::Kubernetes:
      return tr("manifests that run the image");
    case Kind::Kserve:
      return tr("an InferenceService that runs it");
    case Kind::Mlflow:
      return tr("for mlflow models serve");
    case Kind::TensorflowServing:
      return tr("for SavedModels");
    case Kind::SageMaker:
      return tr("model.tar.gz and its container");
    case Kind::Lambda:
      return tr("a ZIP for the custom runtime");
    case Kind::AzureFunctions:
      return tr("a ZIP with a custom handler");
  }
  return {};
}

QString kindContents(Kind kind) {
  switch (kind) {
    case Kind::Oci:
    case Kind::OciArchive:
      return tr(
          "The model, the model server and its libraries as one image, which runs anywhere as an "
          "ordinary user, with health checks");
    case Kind::Docker:
      return tr("A Dockerfile and the files it copies: the model, the model server and its libraries");
    case Kind::Kubernetes:
      return tr("One YAML file: Deployment, Service and HorizontalPodAutoscaler, with probes");
    case Kind::Kserve:
      return tr("One YAML file: an InferenceService, with a canary where a share is given");
    case Kind::Mlflow:
      return tr("The model's folder as MLflow wrote it, checked against its digest");
    case Kind::TensorflowServing:
      return tr("models.config and the SavedModel under its version");
    case Kind::SageMaker:
      return tr("model.tar.gz, and container.json for CreateModel; the image is another package");
    case Kind::Lambda:
      return tr("bootstrap, the model, the model server and its libraries; 250 MB unpacked at most");
    case Kind::AzureFunctions:
      return tr("host.json, the handler, the model, the model server and its libraries");
  }
  return {};
}

bool scales(Kind kind) {
  return kind == Kind::Kubernetes || kind == Kind::Kserve;
}

QStringList exportArguments(const ExportWish& wish, const QString& workspace) {
  QStringList words{QStringLiteral("deploy"),
                    QStringLiteral("export"),
                    QStringLiteral("models:/%1/%2").arg(wish.model).arg(wish.version),
                    QStringLiteral("--to"),
                    fromUtf8(package::factsOf(wish.kind).word),
                    QStringLiteral("--out"),
                    wish.out,
                    QStringLiteral("--name"),
                    wish.name,
                    QStringLiteral("--format"),
                    QStringLiteral("json"),
                    QStringLiteral("--workspace"),
                    workspace};
  if (!wish.image.isEmpty()) {
    words << QStringLiteral("--image") << wish.image;
  }
  if (scales(wish.kind)) {
    words << QStringLiteral("--replicas") << QString::number(wish.replicas)
          << QStringLiteral("--most-replicas") << QString::number(wish.mostReplicas);
  }
  if (wish.kind == Kind::Kserve && wish.canary > 0) {
    words << QStringLiteral("--canary") << QString::number(wish.canary);
  }
  if (wish.replace) {
    words << QStringLiteral("--replace");
  }
  return words;
}

QString suggestedOut(const ExportWish& wish, const QString& folder) {
  const package::KindFacts& facts = package::factsOf(wish.kind);
  const QString kind =
      facts.ending.empty() ? QLatin1Char('-') + fromUtf8(facts.word) : fromUtf8(facts.ending);
  return QDir(folder).filePath(QStringLiteral("%1-v%2%3")
                                   .arg(fromUtf8(package::plainName(wish.model.toStdString())))
                                   .arg(wish.version)
                                   .arg(kind));
}

Result<ExportReport> readExportReport(const QByteArray& json) {
  const auto parsed = text::parseJson(json.toStdString());
  if (!parsed || !(*parsed)["out"].asString()) {
    return makeError(ErrorKind::Corrupt, tr("The export did not say what it wrote").toStdString(),
                     json.left(2000).toStdString());
  }
  return ExportReport{.name = textIn(*parsed, "name"),
                      .out = textIn(*parsed, "out"),
                      .imageDigest = textIn(*parsed, "image_digest"),
                      .bytes = (*parsed)["bytes"].asInt().value_or(0),
                      .files = textsIn((*parsed)["files"], "path"),
                      .remarks = remarksIn((*parsed)["remarks"])};
}

}  // namespace tatara::ui
