import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, parse, relative } from "node:path";

// Node reads modules while nothing else can happen, so all this is synchronous. A cache that cannot be used costs time alone.

/** What was kept of a module under this name by `keep`; undefined if nothing was. */
export function kept(name: string, module: string): unknown {
  try {
    return JSON.parse(readFileSync(cacheFile(name, module), "utf8"));
  } catch {
    return undefined;
  }
}

/** The folders that this process has made, or found. */
const made = new Set<string>();

/** Keeps JSON of a module for later processes, in place of what was kept of it under this name. */
export function keep(name: string, module: string, entry: unknown): void {
  try {
    const file = cacheFile(name, module);
    const folder = dirname(file);
    if (!made.has(folder))
      mkdirSync(folder, { recursive: true, mode: cacheOf(dirname(module)).mode });
    made.add(folder);
    // Written aside and renamed, so that the file is never incomplete.
    const draft = `${file}.${process.pid}.${performance.now()}`;
    writeFileSync(draft, JSON.stringify(entry));
    renameSync(draft, file);
  } catch {
    // Without a cache every process begins anew.
  }
}

function cacheFile(name: string, module: string): string {
  const { root, directory } = cacheOf(dirname(module));
  return join(directory, "swarm-eval", name, `${relative(root, module)}.json`);
}

/** Where things are kept of the modules below `root`. */
interface Cache {
  readonly root: string;
  readonly directory: string;
  readonly mode: number | undefined;
}

const caches = new Map<string, Cache>();

/** In the module's package; without one, among this user's temporary files. */
function cacheOf(folder: string): Cache {
  const known = caches.get(folder);
  if (known) return known;
  const cache = existsSync(join(folder, "package.json"))
    ? { root: folder, directory: join(folder, "node_modules", ".cache"), mode: undefined }
    : dirname(folder) === folder
      ? { root: parse(folder).root, directory: temporaryFolder(), mode: 0o700 }
      : cacheOf(dirname(folder));
  caches.set(folder, cache);
  return cache;
}

function temporaryFolder(): string {
  const { tmpdir } = process.getBuiltinModule("node:os");
  return join(tmpdir(), `swarm-eval-${process.getuid?.() ?? "user"}`);
}
