import { accessSync, constants } from "node:fs";
import type { TrafficMode } from "../../results/result.ts";
import { attempt } from "../../runner/errors.ts";
import type { Suite } from "../../runner/suite/suite.ts";
import { readTypesOnLoad } from "../../signatures/loading/hooks.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { guardNetwork } from "../../traffic/guard/guard.ts";
import { sweepUnfinished } from "../../traffic/tape/file.ts";
import type { PlayOptions } from "../options/run-flags.ts";
import { fillInKey, readDotEnv } from "../process/environment.ts";
import { hideExperimentalWarnings } from "../process/quiet-node.ts";

/**
 * Makes the process ready for agents modules, before the first is loaded: `.env` is read, the network is guarded if
 * requests are recorded or replayed, and the types of functions are read as modules are loaded.
 * Returns a set that fills with the targets of connections that no recording can hold.
 */
export function prepare(traffic: TrafficMode): ReadonlySet<string> {
  readDotEnv();
  hideExperimentalWarnings();
  fillInKey(traffic);
  const unrecordable = new Set<string>();
  if (traffic !== "live")
    guardNetwork({ mode: traffic, onUnrecordable: (target) => unrecordable.add(target) });
  readTypesOnLoad();
  return unrecordable;
}

/** Makes sure, before anything is paid for, that results and recordings can be written. Throws UsageError. */
export function prepareDirectories(
  suites: readonly Pick<Suite, "fixtures">[],
  { output, traffic }: Pick<PlayOptions, "output" | "traffic">,
): void {
  requireWritable(output, "Results");
  if (traffic !== "record" && traffic !== "update") return;
  for (const fixtures of new Set(suites.map((suite) => suite.fixtures))) {
    requireWritable(fixtures, "Recordings");
    sweepUnfinished(fixtures);
  }
}

function requireWritable(directory: string, what: string): void {
  attempt(`${what} cannot be written to ${directory}`, () => {
    makeDirectory(directory);
    accessSync(directory, constants.W_OK);
  });
}
