#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/store/shared_workspace.h"
#include "core/text/json.h"

namespace tatara::cli {

Verb initVerb() {
  struct Options {
    std::string folder;
    std::string group;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "init",
      .summary = "Make a workspace",
      .details =
          "A workspace is a folder with tatara.yaml (settings, made for version control) and .tatara "
          "(runs, metrics, models and artifacts). Without DIR it is made in the current folder. It is yours "
          "alone; with --group the members of that group work in it too.",
      .examples = {"tatara init", "tatara init ~/projects/bikes",
                   "tatara init /srv/bikes --group forecasting"}};
  verb.positional("DIR", options->folder, "Where to make it; made if absent")
      .optional()
      .offers(Offer::Folders);
  verb.option("--group", options->group, "NAME", "Share it with a group that you belong to");
  verb.run = [options](Session& session) -> Result<int> {
    std::filesystem::path folder = options->folder;
    if (folder.empty()) {
      folder = session.workspaceNamed() ? session.namedFolder() : ".";
    }
    TATARA_ASSIGN(const store::Workspace workspace,
                  options->group.empty() ? store::createWorkspace(folder)
                                         : store::createSharedWorkspace(folder, options->group));
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
