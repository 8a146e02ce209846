import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { TrafficMode } from "../../results/result.ts";
import { UsageError } from "../../runner/errors.ts";
import { shellLine } from "../../text/shell.ts";
import { hasTapes } from "../../traffic/tape/find-tapes.ts";
import { CONFIG_NAMES } from "../options/configured.ts";

/** What makes a folder a package: recordings of its suites do not mix with those of others. */
const MANIFESTS = ["package.json", ...CONFIG_NAMES];

/** A suite, as far as it says where its recordings live. */
interface NamedSuite {
  readonly name: string;
  readonly caseFile: string;
}

/**
 * The directory of a suite's recordings where no flag and no config names one: `fixtures` of the working directory, or of
 * the package that the case file belongs to if that is another; where recordings are already, they stay. Throws UsageError
 * if new ones could mix with those of another suite of that name.
 */
export function fixturesOf(suite: NamedSuite, traffic: TrafficMode): string {
  const folders = foldersOf(suite.caseFile);
  const found = folders.find((folder) => hasTapes(join(folder, "fixtures"), suite.name));
  const usual = shown(found ?? (folders.at(-1) as string));
  if (found !== undefined || usual === "fixtures" || !hasTapes("fixtures", suite.name))
    return usual;
  // Before each package had its own, everything was recorded in the working directory.
  if (traffic === "record" || traffic === "update") throw new UsageError(mixed(suite, usual));
  return "fixtures";
}

/** The config of the package that a case file belongs to, if that is not the working directory's. */
export function configOfPackage(caseFile: string): string | undefined {
  const others = foldersOf(caseFile).filter((folder) => folder !== resolve("."));
  return others
    .flatMap((folder) => CONFIG_NAMES.map((name) => relative("", join(folder, name))))
    .find((file) => existsSync(file));
}

/** The folders whose fixtures may hold the recordings of a case file, from its own up; new ones go into the last. */
function foldersOf(caseFile: string): string[] {
  const here = resolve(".");
  const folders: string[] = [];
  for (let folder = dirname(resolve(caseFile)); ; folder = dirname(folder)) {
    const home = basename(folder) === "evals" ? dirname(folder) : folder;
    folders.push(folder, home);
    if (isWithin(here, home)) return [...folders, here];
    if (home !== folder || isPackage(folder)) return folders;
  }
}

function isPackage(folder: string): boolean {
  return MANIFESTS.some((name) => existsSync(join(folder, name)));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The fixtures of a folder, as a path from the working directory. */
function shown(folder: string): string {
  return relative("", join(folder, "fixtures"));
}

function mixed({ name, caseFile }: NamedSuite, usual: string): string {
  const [from, to] = [join("fixtures", name), join(usual, name)];
  const move = shellLine(["mv", from, to]);
  return (
    `${from} holds recordings of a suite of that name, and those of ${caseFile} live in ${to}. ` +
    `If they are of this suite, move them: mkdir -p ${usual} && ${move}. If they are of another, say where new ones go: --fixtures ${usual}`
  );
}
