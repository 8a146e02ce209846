import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type * as GetTsconfig from "get-tsconfig";

type CompilerOptions = NonNullable<GetTsconfig.TsConfigJsonResolved["compilerOptions"]>;

/** The tsconfig.json that a module is written for. */
export interface Tsconfig {
  /** Its absolute path. */
  readonly path: string;
  /** With those of the configs that it extends; paths are relative to its folder. */
  readonly options: CompilerOptions;
  /** The absolute paths that `paths` and `baseUrl` give a specifier, the best first; none if they do not concern it. */
  candidates(specifier: string): readonly string[];
}

const require = createRequire(import.meta.url);
const byFolder = new Map<string, string | undefined>();
const byPath = new Map<string, Project>();

/** A tsconfig.json with the projects that it refers to. */
interface Project extends Tsconfig {
  readonly references: readonly Project[];
  includes(file: string): boolean;
}

/**
 * The tsconfig.json of a module: the nearest above it or, if that refers to other projects, the one of them that includes
 * the module. Undefined if there is none, and for modules in node_modules. Throws if one cannot be read.
 */
export function tsconfigOf(file: string): Tsconfig | undefined {
  if (/[\\/]node_modules[\\/]/.test(file)) return undefined;
  const nearest = nearestConfig(dirname(file));
  if (nearest === undefined) return undefined;
  const project = projectAt(nearest);
  return including(project, file, new Set()) ?? project;
}

/** The first project that includes the file, of those that a project refers to. */
function including({ references }: Project, file: string, seen: Set<Project>): Project | undefined {
  for (const reference of references) {
    if (seen.has(reference)) continue;
    seen.add(reference);
    const found = reference.includes(file) ? reference : including(reference, file, seen);
    if (found) return found;
  }
  return undefined;
}

function nearestConfig(folder: string): string | undefined {
  if (byFolder.has(folder)) return byFolder.get(folder);
  const path = join(folder, "tsconfig.json");
  const parent = dirname(folder);
  const found = existsSync(path) ? path : parent === folder ? undefined : nearestConfig(parent);
  byFolder.set(folder, found);
  return found;
}

function projectAt(path: string): Project {
  const known = byPath.get(path);
  if (known) return known;
  const project = readProject(path);
  byPath.set(path, project);
  return project;
}

/** What a config must say for its paths or its options to matter when modules are loaded. */
const SAYS_PATHS = /"(?:extends|references|paths|baseUrl)"/;
const SAYS_OPTIONS =
  /"(?:extends|references|target|module|jsx\w*|experimentalDecorators|verbatimModuleSyntax|preserveValueImports|isolatedModules|customConditions|useDefineForClassFields)"/;

function readProject(path: string): Project {
  const text = readFileSync(path, "utf8");
  let config: GetTsconfig.TsConfigJsonResolved | undefined;
  let options: CompilerOptions | undefined;
  let paths: GetTsconfig.PathsMatcher | null | undefined;
  let files: GetTsconfig.FileMatcher | undefined;
  const read = () => {
    const reader = require("get-tsconfig") as typeof GetTsconfig;
    config ??= parsed(reader, path);
    return { reader, config };
  };
  return {
    path,
    get options() {
      return (options ??= SAYS_OPTIONS.test(text)
        ? ((plain(text) ?? read().config).compilerOptions ?? {})
        : {});
    },
    candidates(specifier) {
      if (paths === undefined) {
        if (!SAYS_PATHS.test(text)) return [];
        const { reader, config } = read();
        paths = reader.createPathsMatcher({ path, config });
      }
      return paths?.(specifier) ?? [];
    },
    get references() {
      if (!text.includes('"references"')) return [];
      return (read().config.references ?? []).map((reference) =>
        projectAt(configIn(resolve(dirname(path), reference.path))),
      );
    },
    includes(file) {
      const { reader, config } = read();
      files ??= reader.createFilesMatcher({ path, config });
      return files(file) !== undefined;
    },
  };
}

/** A config that is all there is of it, and JSON without comments: that saves to load the reader of configs. */
function plain(text: string): GetTsconfig.TsConfigJsonResolved | undefined {
  if (/"(?:extends|references)"/.test(text)) return undefined;
  try {
    return JSON.parse(text) as GetTsconfig.TsConfigJsonResolved;
  } catch {
    return undefined;
  }
}

function parsed(reader: typeof GetTsconfig, path: string): GetTsconfig.TsConfigJsonResolved {
  try {
    return reader.parseTsconfig(path);
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** A reference names a config, or its folder. */
function configIn(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? join(path, "tsconfig.json")
    : path;
}
