import type { Command } from "commander";
import { UsageError } from "../../runner/errors.ts";
import { listed } from "../../text/count.ts";

/** The flags of each command that act only together with another one, or with any of several. */
const BESIDE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  run: {
    add: ["bless"],
    alpha: ["baseline", "add"],
    drift: ["baseline"],
    maxTrials: ["baseline", "add"],
  },
  chat: { clock: ["save"], fixtures: ["save"], id: ["save"] },
  import: { force: ["output"] },
  report: { port: ["watch"] },
};

/** The flags of each command that change nothing together with another one. */
const UNDONE_BY: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  report: { watch: ["reporter", "verbose", "output"] },
  run: { queue: ["concurrency"] },
};

/** The flags of `compare` that act on results. All others say how cases are played. */
const ACT_ON_RESULTS = new Set<string>([
  "config",
  "alpha",
  "cluster",
  "failOn",
  "noWorse",
  "reporter",
  "open",
  "json",
]);

/**
 * Throws UsageError for typed flags that would change nothing: whoever typed them expects something of them. `options`
 * are the command's, with those of the config.
 */
export function refuseIdleFlags(command: Command, options: object): void {
  const given = new Map(Object.entries(options));
  const typed = command.options.filter(
    (option) => command.getOptionValueSource(option.attributeName()) === "cli",
  );
  for (const [name, others] of Object.entries(BESIDE[command.name()] ?? {})) {
    const flag = typed.find((option) => option.attributeName() === name)?.long;
    if (others.some((other) => given.get(other) !== undefined) || flag === undefined) continue;
    throw new UsageError(
      `${flag} changes nothing without --${others[0]}. Add --${others[0]}, or leave ${flag} out.`,
    );
  }
  for (const [name, undone] of Object.entries(UNDONE_BY[command.name()] ?? {})) {
    const flag = typed.find((option) => undone.includes(option.attributeName()))?.long;
    if (given.get(name) === undefined || flag === undefined) continue;
    throw new UsageError(`${flag} changes nothing with --${name}. Leave one of them out.`);
  }
  const isPlayed = given.get("modelOverride") !== undefined || given.get("variant") !== undefined;
  if (command.name() !== "compare" || isPlayed) return;
  const reporter = given.get("reporter") as readonly string[] | undefined;
  const hasPage = given.get("open") === true || reporter?.includes("html") === true;
  const acts = (name: string): boolean =>
    ACT_ON_RESULTS.has(name) || (hasPage && name === "output");
  const idle = typed.filter((option) => !acts(option.attributeName()));
  if (idle.length === 0) return;
  throw new UsageError(
    `Without --model-override or --variant results are compared as they are, and ${listed(idle.map(({ long }) => long ?? ""))} would change nothing. ` +
      "Leave that out; or name case files and --model-override to play them.",
  );
}
