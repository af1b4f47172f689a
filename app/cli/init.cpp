#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/text/json.h"

namespace tatara::cli {

Verb initVerb() {
  struct Options {
    std::string folder;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "init",
            .summary = "Make a workspace",
            .details =
                "A workspace is a folder with tatara.yaml (settings, made for version control) and .tatara "
                "(runs, metrics, models and artifacts). Without DIR it is made in the current folder.",
            .examples = {"tatara init", "tatara init ~/projects/bikes"}};
  verb.positional("DIR", options->folder, "Where to make it; made if absent")
      .optional()
      .offers(Offer::Folders);
  verb.run = [options](Session& session) -> Result<int> {
    std::filesystem::path folder = options->folder;
    if (folder.empty()) {
      folder = session.workspaceNamed() ? session.namedFolder() : ".";
    }
    TATARA_ASSIGN(const store::Workspace workspace, store::createWorkspace(folder));
    if (session.format() == Format::Json) {
      text::Json made;
      made.set("workspace", workspace.root.string());
      session.print(text::toPrettyJson(made) + "\n");
    } else {
      session.print(workspace.root.string() + "\n");
    }
    session.remark("Made a workspace; \"tatara server\" in it takes runs from MLflow's clients");
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
