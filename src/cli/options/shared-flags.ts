import type { Command } from "commander";
import type { RunOptions } from "./run-flags.ts";

type Flag = keyof RunOptions;

/** The flags that `compare` does not share. Its own `--model-override` and `--variant` take several. */
const OF_RUN_ALONE: ReadonlySet<string> = new Set<Flag>([
  "modelOverride",
  "variant",
  "lastFailed",
  "watch",
  "watched",
  "queue",
  "bail",
  "strict",
  "threshold",
  "failOnErrors",
  "baseline",
  "bless",
  "add",
  "drift",
  "alpha",
  "until",
  "maxTrials",
  "coverage",
  "coverageCases",
  "minCoverage",
  "reporter",
  "verbose",
  "unexpected",
  "history",
]);

/** The flags that say how a conversation is played, and what it may cost. */
const OF_CONVERSATIONS: readonly Flag[] = [
  "config",
  "agents",
  "judgeModel",
  "concurrency",
  "timeout",
  "maxTurns",
  "maxCost",
  "maxTokens",
  "fixtures",
  "clock",
];

/** The flags of `run` that other commands have as well. */
const SHARED: Readonly<Record<string, ReadonlySet<string>>> = {
  judge: new Set<Flag>([
    "config",
    "judgeModel",
    "concurrency",
    "timeout",
    "maxCost",
    "maxTokens",
    "traffic",
    "fixtures",
    "output",
    "json",
  ]),
  proxy: new Set<Flag>(["traffic", "fixtures", "realTime"]),
  worker: new Set<Flag>(["concurrency"]),
  fork: new Set<Flag>([...OF_CONVERSATIONS, "trials", "output", "json"]),
  mutate: new Set<Flag>([
    "config",
    "agents",
    "modelOverride",
    "variant",
    "stream",
    "testNamePattern",
    "tag",
    "trials",
    "timeout",
    "maxTurns",
    "fixtures",
    "clock",
    "output",
    "json",
  ]),
  shrink: new Set<Flag>([...OF_CONVERSATIONS, "modelOverride", "variant"]),
};

/** Gives a command the flags that it shares with `run`, in the order in which that has them. */
export function addSharedFlags(command: Command, run: Command): void {
  const name = command.name();
  const isShared = (flag: string): boolean =>
    name === "compare" ? !OF_RUN_ALONE.has(flag) : SHARED[name]?.has(flag) === true;
  for (const option of run.options) if (isShared(option.attributeName())) command.addOption(option);
}
