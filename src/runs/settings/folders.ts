import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, sep } from "node:path";
import { MODULE_ENDINGS } from "../../runner/agents/load-module.ts";
import { absolute, onDisk, shown } from "../../text/from-start.ts";

const CONFIG_NAMES = MODULE_ENDINGS.map((ending) => `swarm-eval.config${ending}`);

/** What makes a folder a package. */
const MANIFESTS = ["package.json", ...CONFIG_NAMES];

/** The config of a folder, or of the nearest above it in its repository. */
export function nearestConfig(folder = "."): string | undefined {
  return upward(folder)
    .flatMap((above) => CONFIG_NAMES.map((name) => join(above, name)))
    .map(shown)
    .find((file) => existsSync(onDisk(file)));
}

/** The folder that paths in results are relative to if there is no config: that of the working directory's package. */
export function workingPackage(): string {
  const folders = upward(".");
  const found =
    folders.find(isPackage) ?? folders.map(aroundEvals).find((home) => home !== undefined);
  return shown(found ?? absolute("."));
}

/**
 * The folder in which a case file has its `fixtures` and `reports`: without a config that around its `evals` or its
 * package, else the root of the config, or a package below that. `root` is that of the config.
 */
export function homeOf(caseFile: string, root: string | undefined): string {
  const own = dirname(absolute(caseFile));
  if (root !== undefined) {
    const top = absolute(root);
    const below = upward(own).filter((folder) => folder !== top && isWithin(folder, top));
    return shown(below.find((folder) => isPackage(folder)) ?? top);
  }
  for (const folder of upward(own)) {
    const home = aroundEvals(folder) ?? (isPackage(folder) ? folder : undefined);
    if (home !== undefined) return shown(home);
  }
  return shown(isWithin(own, absolute(".")) ? absolute(".") : own);
}

/** The folders that may hold what belongs to a case file: from its own up to its home. */
export function foldersOf(caseFile: string, home: string): string[] {
  const here = absolute(".");
  const top = absolute(home);
  const folders = upward(dirname(absolute(caseFile))).filter((folder) => isWithin(folder, top));
  return [...folders, ...(isWithin(here, top) ? [here] : []), top].map(shown);
}

/** A folder and those above it, up to the root of its repository or of the file system. */
function upward(folder: string): string[] {
  const folders: string[] = [];
  for (let above = absolute(folder); ; above = dirname(above)) {
    folders.push(above);
    if (isRepository(above) || above === dirname(above)) return folders;
  }
}

function isPackage(folder: string): boolean {
  return isRepository(folder) || MANIFESTS.some((name) => existsSync(join(folder, name)));
}

function isRepository(folder: string): boolean {
  return existsSync(join(folder, ".git"));
}

function aroundEvals(folder: string): string | undefined {
  return basename(folder) === "evals" ? dirname(folder) : undefined;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** A sentence if a file that is missing is in the folder in which npm was called: npm may start a command in another. */
export function whereNpmWasCalled(file: string): string | undefined {
  const called = process.env["INIT_CWD"];
  if (!called || isAbsolute(file) || !existsSync(join(called, file))) return undefined;
  return `npm started this command there, and not in ${called}, which has one: name it ${shown(join(called, file))}.`;
}
