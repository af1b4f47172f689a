// Dockerfile, Kubernetes (apps/v1, v1, autoscaling/v2), KServe (serving.kserve.io/v1beta1).
//
// Manifests are built as values and written by the one YAML writer, which quotes whatever another reader
// could take for something else.
#include "core/package/internal/kinds.h"
#include "core/text/json.h"
#include "core/text/yaml.h"

namespace tatara::package {
namespace {

using text::Json;

Json listOf(Json item) {
  Json list = Json::array();
  list.append(std::move(item));
  return list;
}

// Exec form: a JSON array of JSON strings. Docker's parser takes neither line breaks nor other control
// characters otherwise than escaped, which JSON does.
std::string execForm(const std::vector<std::string>& words) {
  Json list = Json::array();
  for (const std::string& word : words) {
    list.append(word);
  }
  return text::toJson(list);
}

// A quoted value of ENV and LABEL, in which Docker expands $NAME and takes \ for an escape.
std::string dockerValue(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\' || c == '$') {
      out.push_back('\\');
    }
    // A line of a Dockerfile is a line; control characters cannot be written in it.
    out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c);
  }
  return out + "\"";
}

Json labels(const Plan& plan) {
  return Json::object()
      .set("app.kubernetes.io/name", plan.name)
      .set("app.kubernetes.io/version", std::to_string(plan.subject.version))
      .set("app.kubernetes.io/managed-by", "tatara");
}

Json annotations(const Plan& plan) {
  return Json::object().set("tatara/model", plan.subject.model).set("tatara/digest", plan.subject.digest);
}

Json metadata(const Plan& plan) {
  return Json::object()
      .set("name", plan.name)
      .set("labels", labels(plan))
      .set("annotations", annotations(plan));
}

Json probe(int period, int failures) {
  return Json::object()
      .set("httpGet", Json::object().set("path", "/ping").set("port", kPort))
      .set("periodSeconds", period)
      .set("timeoutSeconds", 5)
      .set("failureThreshold", failures);
}

Json container(const Plan& plan, const char* name) {
  Json environment = Json::array();
  for (const auto& [key, value] : environmentOf(plan)) {
    environment.append(Json::object().set("name", key).set("value", value));
  }
  return Json::object()
      .set("name", name)
      .set("image", plan.image)
      .set("ports", listOf(Json::object().set("containerPort", kPort).set("protocol", "TCP")))
      .set("env", std::move(environment))
      .set("startupProbe", probe(1, 60))
      .set("readinessProbe", probe(5, 3))
      .set("livenessProbe", probe(10, 3))
      .set("resources", Json::object()
                            .set("requests", Json::object().set("cpu", "250m").set("memory", "256Mi"))
                            .set("limits", Json::object().set("memory", "1Gi")))
      .set("securityContext", Json::object()
                                  .set("runAsNonRoot", true)
                                  .set("runAsUser", kUser)
                                  .set("runAsGroup", kUser)
                                  .set("allowPrivilegeEscalation", false)
                                  .set("readOnlyRootFilesystem", true)
                                  .set("capabilities", Json::object().set("drop", listOf("ALL")))
                                  .set("seccompProfile", Json::object().set("type", "RuntimeDefault")))
      .set("volumeMounts", listOf(Json::object().set("name", "scratch").set("mountPath", "/tmp")));
}

Json podSpec(const Plan& plan, const char* containerName) {
  return Json::object()
      .set("automountServiceAccountToken", false)
      .set("terminationGracePeriodSeconds", 30)
      .set("containers", listOf(container(plan, containerName)))
      .set(
          "volumes",
          listOf(
              Json::object().set("name", "scratch").set("emptyDir", Json::object().set("sizeLimit", "2Gi"))));
}

Json selector(const Plan& plan) {
  return Json::object().set("app.kubernetes.io/name", plan.name);
}

}  // namespace

std::string kubernetesManifests(const Plan& plan) {
  const Json deployment =
      Json::object()
          .set("apiVersion", "apps/v1")
          .set("kind", "Deployment")
          .set("metadata", metadata(plan))
          .set("spec",
               Json::object()
                   .set("replicas", plan.options.replicas)
                   .set("selector", Json::object().set("matchLabels", selector(plan)))
                   .set("strategy",
                        Json::object()
                            .set("type", "RollingUpdate")
                            .set("rollingUpdate", Json::object().set("maxUnavailable", 0).set("maxSurge", 1)))
                   .set("template", Json::object()
                                        .set("metadata", Json::object()
                                                             .set("labels", labels(plan))
                                                             .set("annotations", annotations(plan)))
                                        .set("spec", podSpec(plan, "server"))));
  const Json service = Json::object()
                           .set("apiVersion", "v1")
                           .set("kind", "Service")
                           .set("metadata", metadata(plan))
                           .set("spec", Json::object()
                                            .set("type", "ClusterIP")
                                            .set("selector", selector(plan))
                                            .set("ports", listOf(Json::object()
                                                                     .set("name", "http")
                                                                     .set("port", 80)
                                                                     .set("targetPort", kPort)
                                                                     .set("protocol", "TCP"))));
  const Json scaler =
      Json::object()
          .set("apiVersion", "autoscaling/v2")
          .set("kind", "HorizontalPodAutoscaler")
          .set("metadata", metadata(plan))
          .set("spec", Json::object()
                           .set("scaleTargetRef", Json::object()
                                                      .set("apiVersion", "apps/v1")
                                                      .set("kind", "Deployment")
                                                      .set("name", plan.name))
                           .set("minReplicas", plan.options.replicas)
                           .set("maxReplicas", plan.options.mostReplicas)
                           .set("metrics",
                                listOf(Json::object()
                                           .set("type", "Resource")
                                           .set("resource", Json::object()
                                                                .set("name", "cpu")
                                                                .set("target",
                                                                     Json::object()
                                                                         .set("type", "Utilization")
                                                                         .set("averageUtilization", 70))))));
  return text::toYaml(deployment) + "---\n" + text::toYaml(service) + "---\n" + text::toYaml(scaler);
}

std::string kserveManifest(const Plan& plan) {
  Json predictor = Json::object();
  if (plan.options.canary > 0) {
    predictor.set("canaryTrafficPercent", plan.options.canary);
  }
  predictor.set("minReplicas", plan.options.replicas).set("maxReplicas", plan.options.mostReplicas);
  const Json pod = podSpec(plan, "kserve-container");
  for (const text::JsonMember& member : pod.members()) {
    predictor.set(member.key, member.value);
  }
  return text::toYaml(Json::object()
                          .set("apiVersion", "serving.kserve.io/v1beta1")
                          .set("kind", "InferenceService")
                          .set("metadata", metadata(plan))
                          .set("spec", Json::object().set("predictor", std::move(predictor))));
}

Result<FileTree> dockerContext(const Plan& plan) {
  FileTree tree;
  TATARA_ASSIGN(const FileTree root, imageRoot(plan.server, plan.subject.flavor));
  TATARA_ASSIGN(const FileTree model, modelFiles(plan.subject));
  FileTree folders;
  for (const auto& [path, file] : root.files()) {
    if (const auto* bytes = std::get_if<std::string>(&file.content)) {
      TATARA_TRY(folders.add(path, *bytes, file.mode));
    } else {
      TATARA_TRY(folders.addFile(path, std::get<std::filesystem::path>(file.content), file.mode));
    }
  }
  TATARA_TRY(tree.addTree("root", folders));
  TATARA_TRY(tree.addTree("model", model));
  // A folder that everybody may write to: COPY would give it the rights that it has here, and there is no
  // shell in the image that could change them, but of an archive they are kept.
  FileTree open;
  TATARA_TRY(open.addOpenFolder("tmp"));
  std::string archive;
  TATARA_TRY(writeTar(open, {}, [&archive](std::string_view bytes) -> Status {
    archive += bytes;
    return {};
  }));
  TATARA_TRY(tree.add("tmp.tar", std::move(archive)));
  std::string lines = "FROM scratch\n";
  lines += "COPY --chown=0:0 root/ /\n";
  lines += "ADD tmp.tar /\n";
  lines += "COPY --chown=0:0 model/ /" + std::string(kModelFolder) + "/\n";
  for (const auto& [name, value] : labelsOf(plan)) {
    lines += "LABEL " + name + "=" + dockerValue(value) + "\n";
  }
  lines += "ENV PATH=\"/usr/bin\"\n";
  for (const auto& [name, value] : environmentOf(plan)) {
    lines += "ENV " + name + "=" + dockerValue(value) + "\n";
  }
  const std::string user = std::to_string(kUser);
  lines += "WORKDIR /tmp\n";
  lines += "USER " + user + ":" + user + "\n";
  lines += "EXPOSE " + std::to_string(kPort) + "\n";
  lines += "STOPSIGNAL SIGTERM\n";
  lines += "HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD " +
           execForm(healthCommand()) + "\n";
  lines += "ENTRYPOINT " + execForm(entrypoint()) + "\n";
  lines += "CMD " + execForm({std::string("/") + kModelFolder}) + "\n";
  TATARA_TRY(tree.add("Dockerfile", std::move(lines)));
  return tree;
}

}  // namespace tatara::package
