import { UsageError } from "../../runner/errors.ts";
import { listed, plural } from "../../text/count.ts";
import { nearest } from "../../text/nearest.ts";
import { oneLine } from "../../text/printable.ts";
import { usualFixtures } from "../../runs/files/fixtures.ts";
import { EXIT } from "../process/exit-code.ts";
import { tapesOfCase, type KeptTape } from "./kept-tape.ts";
import { moveTapes } from "./move-tapes.ts";
import { tapedSuites, type PlaceOptions, type TapedSuite } from "./suites.ts";

/**
 * Gives the recordings of a case, all of its trials, models and ways of streaming, to a case of another id. Returns the
 * exit code. Throws UsageError, CaseFileError and TapeError before anything is written.
 */
export async function rename(
  oldId: string,
  newId: string,
  caseFiles: readonly string[],
  options: PlaceOptions,
): Promise<number> {
  if (oldId === newId)
    throw new UsageError(`Both ids are ${JSON.stringify(oldId)}. Name the old id and the new one.`);
  const { suite, tapes } = withTapesOf(oldId, await tapedSuites(caseFiles, options), options);
  const { caseFile, ids } = suite;
  if (ids.has(oldId) && ids.has(newId)) {
    throw new UsageError(
      `${caseFile} has both cases, ${JSON.stringify(oldId)} and ${JSON.stringify(newId)}: each needs recordings of its own.`,
    );
  }
  const moved = moveTapes(tapes, suite.fixtures, { suite: suite.name, case: newId });
  const lines = [
    `Renamed ${plural(moved.length, "recording")} of ${JSON.stringify(oldId)} to ${JSON.stringify(newId)}:`,
    ...moved.map((file) => `  ${file}`),
    ...(ids.has(oldId) ? [`Now give the case its new id in ${caseFile}.`] : []),
  ];
  process.stdout.write(`${lines.map((line) => oneLine(line)).join("\n")}\n`);
  return EXIT.passed;
}

/** The one suite that has tapes of a case. */
function withTapesOf(
  id: string,
  suites: readonly TapedSuite[],
  options: PlaceOptions,
): { readonly suite: TapedSuite; readonly tapes: readonly KeptTape[] } {
  const read = suites.map((suite) => ({ suite, ...tapesOfCase(suite.tapes, id) }));
  const found = read.filter(({ tapes }) => tapes.length > 0);
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  if (one !== undefined) {
    const names = found.map(({ suite }) => suite.caseFile ?? suite.name);
    throw new UsageError(
      `${listed(names)} have recordings of a case ${JSON.stringify(id)} each. Say which is meant: --cases ${names[0]}`,
    );
  }
  const near = nearest(
    id,
    read.flatMap(({ ids }) => [...ids]),
  );
  const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
  const where = suites.length === 1 ? suites[0]?.fixtures : usualFixtures(options);
  throw new UsageError(`There is no recording of a case ${JSON.stringify(id)} in ${where}.${hint}`);
}
