import type { Command } from "commander";
import { settingsOf, configured } from "../options/configured.ts";
import { CONFIG, FIXTURES } from "../options/run-flags.ts";
import type { ListOptions } from "./list.ts";
import type { PruneOptions } from "./prune.ts";
import type { PlaceOptions } from "./suites.ts";

const CASES = "case files (JSONL) (default: the suites of the config)";
const CASES_OR_ALL = "case files (JSONL) (default: the suites of the config, else all recordings)";

interface CaseOptions extends PlaceOptions {
  readonly cases?: string;
}

/** Adds the commands that look after recordings, offline. Each answers with an exit code. */
export function addRecordings(root: Command, exit: (code: number) => void): void {
  const recordings = root
    .command("recordings")
    .description("list, show, prune and rename recordings, without a key or the network");

  withPlace(recordings.command("list", { isDefault: true }))
    .description("list recordings; those that belong to no case are marked (the default)")
    .argument("[cases...]", CASES_OR_ALL)
    .option("--json", "print JSON, a line for each suite")
    .action(async (cases: string[], _, command: Command) => {
      const { files, options } = await settingsOf<ListOptions>(cases, command);
      const { list } = await import("./list.ts");
      exit(await list(files, options));
    });

  withPlace(recordings.command("show"))
    .description("show a recording as a conversation")
    .argument("<recording>", "the id of a case, or the file of a recording")
    .option("--cases <file>", "the case file of that id (default: any)")
    .action(async (target: string, { cases }: CaseOptions, command: Command) => {
      const named = cases === undefined ? [] : [cases];
      const { files, options } = await settingsOf<CaseOptions>(named, command);
      const { show } = await import("./show.ts");
      exit(await show(target, files, options));
    });

  withPlace(recordings.command("prune"))
    .description("remove recordings of cases that are gone, and what nothing asks for in a replay")
    .argument("[cases...]", CASES)
    .option("--agents <module>", "the agents module (default: the case file's neighbour)")
    .option("--dry-run", "only say what would be removed")
    .action(async (cases: string[], _, command: Command) => {
      const { files, options } = await configured<PruneOptions>(cases, command);
      const { prune } = await import("./prune.ts");
      exit(await prune(files, options));
    });

  withPlace(recordings.command("rename"))
    .description("give the recordings of a case to its new id")
    .argument("<old id>", "the id under which it was recorded")
    .argument("<new id>", "its id from now on")
    .option("--cases <file>", "the case file (default: the one that has such recordings)")
    .action(async (oldId: string, newId: string, { cases }: CaseOptions, command: Command) => {
      const named = cases === undefined ? [] : [cases];
      const { files, options } = await settingsOf<CaseOptions>(named, command);
      const { rename } = await import("./rename.ts");
      exit(await rename(oldId, newId, files, options));
    });

  withPlace(recordings.command("rename-suite"))
    .description("give the recordings of a suite to its new name")
    .argument("<old name>", "the name under which it was recorded")
    .argument("<new name>", "its name from now on: that of its case file, or that in the config")
    .action(async (oldName: string, newName: string, _, command: Command) => {
      const { options } = await settingsOf<PlaceOptions>([], command);
      const { renameSuite } = await import("./rename-suite.ts");
      exit(renameSuite(oldName, newName, options));
    });
}

function withPlace(command: Command): Command {
  return command.option("--config <file>", CONFIG).option("--fixtures <dir>", FIXTURES);
}
