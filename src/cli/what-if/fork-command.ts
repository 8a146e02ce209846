import { InvalidArgumentError, Option, type Command } from "commander";
import type { ForkPoint } from "../../runner/trial/fork.ts";
import { configured } from "../options/configured.ts";
import { addSharedFlags } from "../options/shared-flags.ts";
import { level, list } from "../options/values.ts";
import type { ForkOptions } from "./fork-ways.ts";

const AFTER = `
Trials begin as the case was recorded, for nothing, and go on live: first as it is, then with each
model, variant, agents module or words of the user that is named. They are compared from the same
states. Trial n begins as the n-th recording of the case; if it has fewer, they are taken in turn.
Nothing is recorded. Results: reports/<suite>.fork.<what>.json.`;

/** Adds the command that plays a case from one of its steps on. */
export function addFork(root: Command, run: Command, exit: (code: number) => void): void {
  const fork = root
    .command("fork")
    .description("play a case as recorded up to a step, then live, otherwise")
    .argument("<case>", "the id of a case that is recorded")
    .argument("[cases...]", "its case file (default: the suites of the config)")
    .optionsGroup("Where it leaves its recording:")
    .addOption(
      new Option(
        "--at <turn[.step]>",
        "the turn from which on it is live, or the step of it: 2, or 2.3 for what follows its second step (what the user says is its first)",
      )
        .argParser(forkPoint)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--follow <what>",
        "request: a request that was not recorded so is refused; place: it gets the recorded reply of its place",
      )
        .choices(["request", "place"])
        .default("request"),
    )
    .addOption(source("--model <source>", "what answers for models from there on"))
    .addOption(source("--tools <source>", "what answers what tools ask over HTTP from there on"))
    .optionsGroup("How it goes on:")
    .option("--model-override <models>", "with one of these models, comma-separated", list())
    .option("--variant <names>", "with one of the config's variants, comma-separated", list())
    .option(
      "--agents-override <modules>",
      "with the agents of one of these modules from the start, comma-separated: another prompt, other tools",
      list(),
    )
    .option("--user <text>", "with other words of the user in the turn of --at")
    .optionsGroup("What counts as a difference:")
    .option("--alpha <level>", "the significance level of the tests", level, 0.05)
    .addOption(
      new Option("--fail-on <verdict>", "worse: exit 1 if any is worse than as it is").choices([
        "worse",
      ]),
    )
    .optionsGroup("How it is played:");
  addSharedFlags(fork, run);
  fork
    .addHelpText("after", AFTER)
    .action(async (id: string, cases: string[], _, command: Command) => {
      const { files, options } = await configured<ForkOptions>(cases, command);
      const { fork: act } = await import("./fork.ts");
      exit(await act(id, files, options));
    });
}

function source(flags: string, description: string): Option {
  return new Option(flags, description).choices(["recorded", "live"]).default("live");
}

function forkPoint(text: string): ForkPoint {
  const [, turn, step = "1"] = /^([1-9]\d*)(?:\.([1-9]\d*))?$/.exec(text) ?? [];
  if (turn === undefined)
    throw new InvalidArgumentError("It must be a turn, such as 2, or a step of it, such as 2.3.");
  return { turn: Number(turn), step: Number(step) };
}
