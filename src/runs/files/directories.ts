import { accessSync, constants, fstatSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import type { TrafficMode } from "../../results/result.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import type { Suite } from "../../runner/suite/suite.ts";
import { onDisk } from "../../text/from-start.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { sweepUnfinished } from "../../traffic/tape/file.ts";
import { fileName } from "../../traffic/tape/path.ts";

/**
 * Makes sure, before anything is paid for, that results and recordings can be written, and removes what runs that were
 * killed had left there. Throws UsageError. So does what it returns, to be called at the end: for a directory that was
 * removed during the run, with what had been written there.
 */
export function prepareDirectories(
  suites: readonly Pick<Suite, "name" | "fixtures" | "output">[],
  traffic: TrafficMode,
): () => void {
  const outputs = new Set(suites.map((suite) => suite.output));
  const fixtures = new Set(suites.map((suite) => suite.fixtures));
  for (const output of outputs) requireWritable(output, "Results");
  const written = [...outputs];
  if (traffic === "record" || traffic === "update") {
    const ofSuites = suites.map((suite) => join(suite.fixtures, fileName(suite.name)));
    for (const directory of [...fixtures, ...ofSuites]) requireWritable(directory, "Recordings");
    written.push(...fixtures, ...ofSuites);
  }
  // An output directory may be any, with anything below it.
  for (const output of outputs) sweepUnfinished(output, { recursive: false });
  for (const { name, fixtures: directory } of suites)
    sweepUnfinished(join(directory, fileName(name)));
  const held = [...new Set(written)].flatMap(hold);
  return () => {
    const gone = held.find(({ isThere }) => !isThere());
    if (gone === undefined) return;
    throw new UsageError(
      `The directory ${gone.directory} was removed during the run, and what had been written there with it. Find out which tool or program removes it, and run again.`,
    );
  };
}

function requireWritable(directory: string, what: string): void {
  attempt(`${what} cannot be written to ${directory}`, () => {
    makeDirectory(directory);
    accessSync(onDisk(directory), constants.W_OK);
  });
}

/** Keeps a directory open: no other is taken for it then. Nothing where a system opens no directories. */
function hold(directory: string) {
  let descriptor: number;
  try {
    descriptor = openSync(onDisk(directory), constants.O_RDONLY);
  } catch {
    return [];
  }
  const isThere = (): boolean => {
    const now = statSync(onDisk(directory), { throwIfNoEntry: false });
    const { ino, dev } = fstatSync(descriptor);
    return now?.ino === ino && now.dev === dev;
  };
  return [{ directory, isThere }];
}
