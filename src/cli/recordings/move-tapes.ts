import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { attempt, UsageError } from "../../runner/errors.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { tapePath } from "../../traffic/tape/path.ts";
import { renamedTape } from "../../traffic/tape/rename.ts";
import type { TapeHeader } from "../../traffic/tape/tape.ts";
import { playable, type KeptTape } from "./kept-tape.ts";
import { removeEmptied } from "./remove-emptied.ts";

/** A tape under its old name and its new one. */
interface Move {
  readonly from: string;
  readonly to: string;
  /** What it holds then. */
  readonly text: string;
}

/**
 * Gives tapes to another suite or case, with their trials, models and ways of streaming. Returns their new files. Throws
 * UsageError and TapeError before anything is written.
 */
export function moveTapes(
  tapes: readonly KeptTape[],
  fixtures: string,
  names: Partial<Pick<TapeHeader, "suite" | "case">>,
): string[] {
  const moves = tapes.map((tape) => moveOf(tape, fixtures, names));
  const taken = moves.find(({ from, to }) => existsSync(to) && !isSameFile(from, to));
  if (taken !== undefined) {
    throw new UsageError(
      `${taken.to} exists already. Remove it if it is of no use; nothing was renamed.`,
    );
  }
  for (const move of moves)
    attempt(`${move.from} could not be renamed to ${move.to}`, () => carryOut(move));
  for (const { from } of moves) removeEmptied(dirname(from), fixtures);
  return moves.map(({ to }) => to);
}

function moveOf(
  tape: KeptTape,
  fixtures: string,
  names: Partial<Pick<TapeHeader, "suite" | "case">>,
): Move {
  const address = { ...playable(tape).header, ...names };
  const { suite, case: id } = address;
  const text = renamedTape(tape.text, tape.file, { suite, case: id });
  return { from: tape.file, to: tapePath(fixtures, address), text };
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
