import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tsconfigOf } from "../../loading/tsconfig.ts";
import { nearest } from "../../text/nearest.ts";
import { placeText } from "../place-of.ts";
import { absolute, shown } from "../../text/from-start.ts";

/** Why a module could not be loaded, with the place in the user's own code if there is one, and what to do. */
export function describeLoadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ""] = error.message.split("\n");
  const remedy = remedyFor(error, line);
  const message = line.replaceAll(`${absolute(".")}/`, "");
  const said = remedy === undefined ? message : message.replace(/\.$/, "");
  const text = `${error.name === "Error" ? "" : `${error.name}: `}${said}${placeText(error)}`;
  return remedy === undefined ? text : `${text}. ${remedy}`;
}

/** What Node says when it cannot load a module, and what to do about it. */
const REMEDIES: readonly (readonly [
  said: RegExp,
  remedy: (found: readonly string[], error: LoadError) => string,
])[] = [
  [
    /^Cannot find package '(.+?)' imported from (.+)$/,
    ([name, importer]) => install(name, importer),
  ],
  [
    /^Cannot find module '(.+?)' imported from (.+)$/,
    ([missing, importer]) => write(missing, importer),
  ],
  [
    /^Cannot find module '(.+?)'$/,
    ([specifier = ""], { requireStack: [importer = ""] = [] }) =>
      /^[./]/.test(specifier)
        ? `${write(join(dirname(importer), specifier), importer)} It is required by ${shown(importer)}.`
        : install(specifier, importer),
  ],
  [
    /^Package import specifier "(.+?)" is not defined/,
    ([specifier]) => `Name its file there: "imports": { "${specifier}": "./src/….ts" }.`,
  ],
  [
    /^(?:Package subpath '.+?' is not defined|No "exports" main defined)/,
    () => 'Import a path that "exports" of that package.json names, or name it there.',
  ],
  [
    /^The requested module '.+?' does not provide an export named 'default'/,
    () => "Import it by name, in braces, or export a default there.",
  ],
  [
    // With source maps, Node does not say when that module is CommonJS.
    /^The requested module '(.+?)' does not provide an export named '(.+?)'/,
    ([specifier = "", name]) =>
      /^\.(?!.*\.cjs$)/.test(specifier)
        ? `Export it there. If it is a type, import it as one: { type ${name} }.`
        : `${asWhole(specifier, name)} If it is a type, import it as one: { type ${name} }.`,
  ],
  [
    /^Named export '(.+?)' not found. The requested module '(.+?)' is a CommonJS module/,
    ([name, specifier]) => asWhole(specifier, name),
  ],
  [
    /^Unknown file extension "(.+?)"/,
    () => "Only JavaScript, TypeScript, JSX and JSON can be imported: read it with node:fs.",
  ],
  [
    /not supported in strip-only mode$/,
    () =>
      'Threads load as Node does: give the Worker execArgv: ["--import", "swarm-eval/register"].',
  ],
  [
    /^__(dir|file)name is not defined in ES module scope/,
    ([what]) => `Write import.meta.${what}name.`,
  ],
  [
    /^Cannot access '(.+?)' before initialization$/,
    ([name]) =>
      `If another module exports ${name}, the two import each other, and this one runs first: read ${name} within a function, or move it to a module that both import.`,
  ],
];

interface LoadError extends Error {
  /** The modules that wanted it, the nearest first, if it was required. */
  readonly requireStack?: readonly string[];
}

function remedyFor(error: LoadError, message: string): string | undefined {
  for (const [said, remedy] of REMEDIES) {
    const found = said.exec(message);
    if (found !== null) return remedy(found.slice(1), error);
  }
  return undefined;
}

function asWhole(specifier = "", name = ""): string {
  return `Import it as a whole: import all from "${specifier}"; const { ${name} } = all;`;
}

/** For a package that is missing, or a name of `paths` that no config gives. */
function install(specifier = "", importer = ""): string {
  const name = /^(?:@[^/]+\/)?[^/]*/.exec(specifier)?.[0] ?? specifier;
  const tsconfig = tsconfigOf(pathOf(importer));
  const [candidate] = tsconfig?.candidates(specifier) ?? [];
  if (tsconfig === undefined) return `Install it: npm install ${name}`;
  const config = shown(tsconfig.path);
  return candidate === undefined
    ? `Install it with npm install ${name}, or give it a file by "paths" of ${config}.`
    : `${config} takes it for ${shown(candidate)}, which is missing too.`;
}

/** For a file that is missing. */
function write(missing = "", importer = ""): string {
  const folder = packageOf(missing);
  if (folder !== undefined && folder !== packageOf(pathOf(importer)))
    return `Build that package, or let ${shown(join(folder, "package.json"))} name its sources.`;
  const files = existsSync(dirname(missing)) ? readdirSync(dirname(missing)) : [];
  const stems = files.map((file) => file.slice(0, -extname(file).length || undefined));
  const wanted = basename(missing, extname(missing));
  const meant = files[stems.indexOf(nearest(wanted, stems) ?? "")];
  return meant === undefined ? "Correct the path, or make that file." : `Did you mean ${meant}?`;
}

function packageOf(path: string): string | undefined {
  const folder = dirname(path);
  if (folder === path) return undefined;
  return existsSync(join(folder, "package.json")) ? folder : packageOf(folder);
}

function pathOf(importer: string): string {
  return importer.startsWith("file:") ? fileURLToPath(importer) : importer;
}
