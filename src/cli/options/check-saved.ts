import type { Command } from "commander";
import type { RunOptions } from "./run-flags.ts";

/** The hidden command by which `chat --save` replays its case. */
export const CHECK_SAVED = "check-saved";

/** The flags of `run` that it has. What it lacks, the config cannot set: a new case is in no baseline and no report. */
const FLAGS: ReadonlySet<string> = new Set<keyof RunOptions>([
  "agents",
  "clock",
  "fixtures",
  "maxTurns",
  "output",
  "testNamePattern",
  "timeout",
  "traffic",
]);

const ONE_PLAIN_TRIAL = {
  trials: 1,
  threshold: 1,
  concurrency: 1,
  alpha: 0.05,
  reporter: ["table"],
};

/** The command, without its action. */
export function addCheckSaved(root: Command, run: Command): Command {
  const command = root.command(CHECK_SAVED, { hidden: true }).argument("<cases...>");
  for (const option of run.options)
    if (FLAGS.has(option.attributeName())) command.addOption(option);
  return command;
}

export type CheckSavedOptions = Omit<RunOptions, keyof typeof ONE_PLAIN_TRIAL>;

/** The options of `run` that its options stand for. */
export function asRunOptions(options: CheckSavedOptions): RunOptions {
  return { ...options, ...ONE_PLAIN_TRIAL };
}
