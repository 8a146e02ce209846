import type { EventEmitter } from "node:events";
import { sep } from "node:path";

/** The parts of vite's and vitest's plugin hooks that are used here. */
export interface WatchHooks {
  configureServer(server: { readonly watcher: EventEmitter }): void;
  configureVitest(context: { readonly vitest: { readonly state: TestState } }): void;
}

interface TestState {
  getFiles(): readonly TestFile[];
}

/** What is known of a test, or of what holds tests, after its latest run. */
interface Task {
  readonly meta: object;
  readonly tasks?: readonly Task[];
}

interface TestFile extends Task {
  readonly filepath: string;
}

/** What a test of a suite tells of itself. */
export interface SuiteMeta {
  /** Absolute paths of the files and folders that it rests on and that vite knows nothing of. */
  readonly swarmEval?: { readonly restsOn: readonly string[] };
}

/** Hooks that make vitest run a test file again when something changes that its suites rest on. */
export function rerunOnChange(): WatchHooks {
  let state: TestState | undefined;
  return {
    configureVitest({ vitest }) {
      ({ state } = vitest);
    },
    configureServer({ watcher }) {
      watcher.on("all", (_event: string, changed: string) => {
        for (const file of state?.getFiles() ?? [])
          if (restsOn(file, changed)) watcher.emit("change", file.filepath);
      });
    },
  };
}

function restsOn({ meta, tasks = [] }: Task, changed: string): boolean {
  const { swarmEval: told } = meta as SuiteMeta;
  const isTold = told?.restsOn.some((path) => changed === path || changed.startsWith(path + sep));
  return isTold === true || tasks.some((task) => restsOn(task, changed));
}
