import { existsSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { TrafficMode } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import { onDisk, shown } from "../../text/from-start.ts";
import { shellLine } from "../../text/shell.ts";
import { hasTapes, someHeader } from "../../traffic/tape/find-tapes.ts";
import type { PlayOptions } from "../settings/options.ts";
import { foldersOf, workingPackage } from "../settings/folders.ts";

/** A suite, as far as it says where its recordings live. */
interface PlacedSuite {
  readonly name: string;
  readonly caseFile: string;
  /** The folder that it belongs to. */
  readonly home: string;
}

/** The directory that is looked into if no case file says where its recordings are. */
export function usualFixtures({
  fixtures,
  root = workingPackage(),
}: Pick<PlayOptions, "fixtures" | "root">): string {
  return fixtures ?? join(root, "fixtures");
}

/**
 * The directory of a suite's recordings where no flag and no config names one: `fixtures` of the folder that it belongs
 * to; where recordings are already, they stay. Throws UsageError if new ones could mix with those of another suite of
 * that name.
 */
export function fixturesOf(suite: PlacedSuite, traffic: TrafficMode): string {
  const { name, caseFile, home } = suite;
  const places = foldersOf(caseFile, home).map((folder) => join(folder, "fixtures"));
  const found = places.find((place) => hasTapes(place, name));
  const usual = found ?? join(home, "fixtures");
  if (found !== undefined || usual === "fixtures" || !hasTapes("fixtures", name)) return usual;
  // Before each package had its own, everything was recorded in the working directory.
  if (traffic === "record" || traffic === "update") throw new UsageError(mixed(suite, usual));
  return "fixtures";
}

/**
 * Throws UsageError if the recordings that a directory has of a suite are those of another case file of that name: its
 * new ones would be added to them, or take their place.
 */
export function requireOwnTapes({ name, caseFile }: PlacedSuite, fixtures: string): void {
  const recorded: unknown = someHeader(fixtures, name)?.case_file;
  // Whatever else stands there, the tape itself is refused when it is read.
  if (typeof recorded !== "string") return;
  const other = join(fixtures, recorded);
  // A case file may have been moved since.
  if (!existsSync(onDisk(other)) || !existsSync(onDisk(caseFile)) || isSameFile(other, caseFile))
    return;
  throw new UsageError(
    `${join(fixtures, name)} holds recordings of ${shown(other)}, which ${caseFile} would mix with its own. ` +
      "Rename one of the two, or give each another directory by --fixtures.",
  );
}

function isSameFile(one: string, other: string): boolean {
  return realpathSync(onDisk(one)) === realpathSync(onDisk(other));
}

/** The path of a case file from the directory of its recordings: the same wherever a repository is. */
export function caseFileFrom(fixtures: string, caseFile: string): string {
  return relative(fixtures, caseFile).replaceAll(sep, "/");
}

function mixed({ name, caseFile }: PlacedSuite, usual: string): string {
  const [from, to] = [join("fixtures", name), join(usual, name)];
  const move = shellLine(["mv", from, to]);
  return (
    `${from} holds recordings of a suite of that name, and those of ${caseFile} live in ${to}. ` +
    `If they are of this suite, move them: mkdir -p ${usual} && ${move}. If they are of another, say where new ones go: --fixtures ${usual}`
  );
}
