import type { Command } from "commander";
import { listed } from "../../text/count.ts";
import { UsageError } from "../../runner/errors.ts";

/** The flags of each command that act only beside another one, with that other. */
const BESIDE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  run: { alpha: "baseline" },
  chat: { fixtures: "save", id: "save" },
  import: { force: "output" },
};

/** What acts where `compare` reads results. All other flags of it say how cases are played. */
const ACT_ON_RESULTS = new Set(["config", "alpha", "cluster", "failOn", "json"]);

/**
 * Throws UsageError for flags that were typed, but would change nothing: who typed them expects something of them.
 * `options` are those that the command goes by, with what the config adds.
 */
export function refuseIdleFlags(command: Command, options: object): void {
  const given = new Map(Object.entries(options));
  const typed = command.options.filter(
    (option) => command.getOptionValueSource(option.attributeName()) === "cli",
  );
  const flagOf = (name: string): string =>
    command.options.find((option) => option.attributeName() === name)?.long ?? name;

  for (const [name, other] of Object.entries(BESIDE[command.name()] ?? {})) {
    if (given.get(other) !== undefined || !typed.some((one) => one.attributeName() === name))
      continue;
    throw new UsageError(
      `${flagOf(name)} changes nothing without ${flagOf(other)}. Add that, or leave ${flagOf(name)} out.`,
    );
  }
  if (command.name() !== "compare" || given.get("modelOverride") !== undefined) return;
  const idle = typed.filter((option) => !ACT_ON_RESULTS.has(option.attributeName()));
  if (idle.length === 0) return;
  throw new UsageError(
    `Without --model-override results are compared as they are, and ${listed(idle.map(({ long }) => long ?? ""))} would change nothing. ` +
      "Leave that out; or name case files and --model-override to play them.",
  );
}
