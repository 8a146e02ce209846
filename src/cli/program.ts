import { Command } from "commander";
import { addChat } from "./chat/command.ts";
import { addCompare } from "./compare/command.ts";
import { addImport } from "./importing/command.ts";
import { addInit } from "./init/commands.ts";
import { addJudge } from "./judge/command.ts";
import { addCheckSaved, asRunOptions, type CheckSavedOptions } from "./options/check-saved.ts";
import { configured } from "./options/configured.ts";
import { EXIT_CODES } from "./options/help-texts.ts";
import { refuseIdleFlags } from "./options/idle-flags.ts";
import { withRunFlags, type RunOptions } from "./options/run-flags.ts";
import { addValidate } from "./play/validate-command.ts";
import { addProxy } from "./proxy/command.ts";
import { addWorker } from "./queue/worker-command.ts";
import { addRecordings } from "./recordings/commands.ts";
import { addResults } from "./results/commands.ts";
import { addFork } from "./what-if/fork-command.ts";
import { addMutate } from "./what-if/mutate-command.ts";
import { addShrink } from "./what-if/shrink-command.ts";

/** The command line. Each command loads what it needs when it is called, and answers with an exit code. */
export function program(exit: (code: number) => void): Command {
  const root = new Command("swarm-eval")
    .description("Evaluate and test multi-agent systems in the style of OpenAI's Swarm.")
    .addHelpText("after", EXIT_CODES)
    .option("-v, --version", "print the version");

  const run = withRunFlags(root.command("run"))
    .description("play scripted conversations and check what the agents did")
    .argument(
      "[cases...]",
      "case files, such as evals/airline.jsonl (default: the suites of the config)",
    )
    .addHelpText("after", EXIT_CODES)
    .action(async (cases: string[], typed: Partial<RunOptions>, command: Command) => {
      if (typed.watch === true) {
        const { watchRuns } = await import("./process/watch.ts");
        exit(await watchRuns(cases, typed));
        return;
      }
      if (typed.watched !== undefined) (await import("./process/import-graph.ts")).recordImports();
      const { files, options } = await configured<RunOptions>(cases, command);
      refuseIdleFlags(command, options);
      const { run } = await import("./play/run.ts");
      exit(await run(files, options));
    });

  addCheckSaved(root, run).action(async (cases: string[], _, command: Command) => {
    const { files, options } = await configured<CheckSavedOptions>(cases, command);
    const { run: play } = await import("./play/run.ts");
    exit(await play(files, asRunOptions(options)));
  });

  addCompare(root, run, exit);
  addJudge(root, run, exit);
  addResults(root, exit);
  addValidate(root, exit);
  addInit(root, exit);
  addChat(root, exit);
  addImport(root, exit);
  addProxy(root, run, exit);
  addWorker(root, run, exit);
  addFork(root, run, exit);
  addMutate(root, run, exit);
  addShrink(root, run, exit);
  addRecordings(root, exit);
  return root;
}
