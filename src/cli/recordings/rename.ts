import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { attempt, UsageError } from "../../runner/errors.ts";
import { listed, plural } from "../../text/count.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { nearest } from "../../text/nearest.ts";
import { oneLine } from "../../text/printable.ts";
import { tapePath } from "../../traffic/tape/path.ts";
import { renamedTape } from "../../traffic/tape/rename.ts";
import { EXIT } from "../process/exit-code.ts";
import { playable, tapesOfCase, type KeptTape } from "./kept-tape.ts";
import { tapedSuites, usualFixtures, type PlaceOptions, type TapedSuite } from "./suites.ts";

/** A tape under its old name and its new one. */
interface Move {
  readonly from: string;
  readonly to: string;
  /** What it holds then. */
  readonly text: string;
}

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
  const moves = tapes.map((tape) => moveOf(tape, newId, suite));
  const taken = moves.find(({ from, to }) => existsSync(to) && !isSameFile(from, to));
  if (taken !== undefined) {
    throw new UsageError(
      `${taken.to} exists already. Remove it if it is of no use; nothing was renamed.`,
    );
  }
  for (const move of moves)
    attempt(`${move.from} could not be renamed to ${move.to}`, () => carryOut(move));
  const lines = [
    `Renamed ${plural(moves.length, "recording")} of ${JSON.stringify(oldId)} to ${JSON.stringify(newId)}:`,
    ...moves.map(({ to }) => `  ${to}`),
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

function moveOf(tape: KeptTape, id: string, { fixtures, name }: TapedSuite): Move {
  const { header } = playable(tape);
  const to = tapePath(fixtures, { ...header, suite: name, case: id });
  return { from: tape.file, to, text: renamedTape(tape.text, tape.file, id) };
}

/** Whether two paths are one file: some file systems tell neither case nor the encoding of accents apart. */
function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}

/** Writes the tape under its old name first: whenever this is cut short, a whole tape is left. */
function carryOut({ from, to, text }: Move): void {
  const unfinished = join(dirname(from), `.${basename(from)}.${process.pid}.unfinished`);
  makeDirectory(dirname(to));
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, from);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  renameSync(from, to);
}
