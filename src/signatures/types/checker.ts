import { API, type Checker, type Project, type Snapshot } from "typescript/unstable/sync";
import type { SourceFile } from "typescript/unstable/ast";
import { typeScriptProgram } from "../../loading/typescript-program.ts";
import { stateOf } from "./file-state.ts";
import { declarationsOf } from "./package-types.ts";
import { configOf, withoutBaseUrl, type Config } from "./tsconfig.ts";

/** A module as TypeScript's checker knows it. */
export interface CheckedModule {
  readonly checker: Checker;
  readonly project: Project;
  readonly source: SourceFile;
  /** The files that were read to check it, libraries of TypeScript included. */
  readonly files: readonly string[];
}

/** TypeScript's own checker, in a process of its own that ends with this one. */
class TypeScript {
  readonly #api: API;
  /** What the checker is told instead of what is on the disk. */
  readonly #texts = new Map<string, string>();
  /** What was read so far, as it was then. */
  readonly #states = new Map<string, string>();
  /** Which files a configuration is made of: they are read once. */
  readonly #configurations = new Map<string | undefined, Set<string>>();
  readonly #reads = new Set<string>();
  #snapshot: Snapshot | undefined;
  #open: string | undefined;

  /** Throws if TypeScript's program cannot be started. */
  constructor() {
    this.#api = new API({
      tsserverPath: typeScriptProgram(),
      fs: {
        readFile: (file) => {
          if (/(?<!\/package)\.json$/.test(file)) this.#reads.add(file);
          return this.#texts.get(file) ?? declarationsOf(file);
        },
        fileExists: (file) =>
          this.#texts.has(file) || declarationsOf(file) !== undefined ? true : undefined,
      },
    });
  }

  /** Whether it would answer for this module by what it read before a change: it keeps what it reads. */
  isOutdated(path: string): boolean {
    if (this.#texts.has(path)) return true;
    return [...this.#states].some(([file, state]) => stateOf(file) !== state);
  }

  check(path: string, text: string): CheckedModule {
    const config = configOf(path);
    this.#texts.set(path, text);
    this.#reads.clear();
    let project = this.#project(config);
    const translated = withoutBaseUrl(config, { ...project.compilerOptions });
    if (translated) project = this.#project(translated);
    const source = project.program.getSourceFile(path);
    if (!source) throw new Error(`TypeScript does not read ${path}`);
    const read = this.#configurations.get(config.extends) ?? new Set();
    for (const file of this.#reads) if (!this.#texts.has(file)) read.add(file);
    this.#configurations.set(config.extends, read);
    const sources = project.program.getSourceFileNames();
    const files = [...sources.filter((file) => declarationsOf(file) === undefined), ...read];
    for (const file of files) if (!this.#states.has(file)) this.#states.set(file, stateOf(file));
    return { checker: project.checker, project, source, files };
  }

  #project(config: Config): Project {
    this.#texts.set(config.file, JSON.stringify(config.content));
    const old = this.#snapshot;
    this.#snapshot = this.#api.updateSnapshot({
      openProjects: [config.file],
      // What this module shares with the one before it is not read again.
      ...(this.#open !== undefined && { closeProjects: [this.#open] }),
    });
    old?.dispose();
    this.#open = config.file;
    const project = this.#snapshot.getProject(config.file);
    if (!project) throw new Error(`TypeScript does not read ${config.file}`);
    return project;
  }

  close(): void {
    this.#api.close();
  }
}

let running: TypeScript | undefined;

/** Has TypeScript read a module and what it imports. Throws if TypeScript's program cannot be started. */
export function check(path: string, text: string): CheckedModule {
  if (running?.isOutdated(path)) {
    running.close();
    running = undefined;
  }
  running ??= new TypeScript();
  try {
    return running.check(path, text);
  } catch (error) {
    running.close();
    running = undefined;
    throw error;
  }
}
