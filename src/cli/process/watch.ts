import { spawn, type ChildProcess } from "node:child_process";
import { relative } from "node:path";
import { listed, plural } from "../../text/count.ts";
import { UsageError } from "../../runner/errors.ts";
import { EXIT } from "./exit-code.ts";
import { nearestConfig } from "../../runs/settings/folders.ts";
import { KEYS, readKeys, type Wish } from "./watch-keys.ts";
import { WatchedFiles } from "./watched-files.ts";
import type { LoadedFiles, WatchedRun } from "./watched-run.ts";
import { printable } from "../../text/printable.ts";

/** A run that does not end although it was asked to is ended after this. */
const PATIENCE_MS = 5000;
const MOST_NAMED = 5;

/**
 * Runs a command, and runs it again whenever a file changes that it loaded, for the suites that loaded it. Each run is a
 * process of its own, since modules stay as they were loaded. A change during a run ends it, and begins it anew. Returns
 * the exit code: that of the last run, or `interrupted`. Throws UsageError.
 */
export async function watchRuns(
  cases: readonly string[],
  { bless = false, config = nearestConfig(), agents }: WatchOptions,
): Promise<number> {
  if (bless)
    throw new UsageError(
      "--bless with --watch would bless whatever a change leads to. Leave one out.",
    );
  const known = [...cases, config, agents, ".env"].filter((file) => file !== undefined);
  const args = process.argv.slice(2).filter((word) => word !== "--watch");
  const watching = new Watching(args, known);
  const interrupt = (): void => watching.quit(EXIT.interrupted);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  // Before the first run: at its end, Node puts a terminal back into the mode in which it found it.
  const stopReading = readKeys((wish) => watching.wish(wish));
  try {
    watching.begin();
    return await watching.ended;
  } finally {
    stopReading();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupt);
  }
}

interface WatchOptions {
  readonly bless?: boolean;
  readonly config?: string;
  readonly agents?: string;
}

class Watching {
  readonly #args: readonly string[];
  readonly #files = new WatchedFiles((changed) => this.#changed(changed));
  /** What each suite loaded, by case file. */
  readonly #suites = new Map<string, ReadonlySet<string>>();
  readonly #end = Promise.withResolvers<number>();
  #latest: WatchedRun = {};
  #pattern: string | undefined;
  #child: ChildProcess | undefined;
  /** What follows when the run under way has ended. */
  #next: WatchedRun | { readonly quit: number } | undefined;
  #isStopping = false;
  #code: number = EXIT.passed;

  constructor(args: readonly string[], files: readonly string[]) {
    this.#args = args;
    this.#files.add(files);
  }

  begin(): void {
    this.#start({});
  }

  /** The exit code. */
  get ended(): Promise<number> {
    return this.#end.promise;
  }

  quit(code: number): void {
    this.#follow({ quit: code });
  }

  wish(wish: Wish): void {
    const { what } = wish;
    if (what === "quit")
      return this.quit(this.#child === undefined ? this.#code : EXIT.interrupted);
    if (what === "interrupt") return this.quit(EXIT.interrupted);
    if (what === "again") return this.#follow(this.#latest);
    if (what === "all") this.#pattern = undefined;
    if (what === "filter") this.#pattern = wish.pattern;
    this.#follow(what === "failed" ? { lastFailed: true } : { pattern: this.#pattern });
  }

  #changed(files: readonly string[]): void {
    const suitesOf = files.map((file) =>
      [...this.#suites].flatMap(([caseFile, loaded]) => (loaded.has(file) ? [caseFile] : [])),
    );
    // What no suite has loaded is of all of them, as the config is.
    const isShared = suitesOf.some(({ length }) => length === 0);
    const suites = isShared ? undefined : [...new Set(suitesOf.flat())];
    const names = files.map((file) => relative("", file));
    say(`Changed: ${listed(names, MOST_NAMED)}.`);
    const run = { suites, pattern: this.#pattern };
    const next = this.#next ?? this.#latest;
    this.#follow(this.#child === undefined || "quit" in next ? run : both(next, run));
  }

  /** Ends what is under way, and goes on with this. */
  #follow(next: WatchedRun | { readonly quit: number }): void {
    if (this.#next === undefined || !("quit" in this.#next)) this.#next = next;
    if (this.#child === undefined) return this.#goOn();
    // A second signal would not let it keep what had finished.
    if (!this.#isStopping) stop(this.#child);
    this.#isStopping = true;
  }

  #goOn(): void {
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) this.#wait();
    else if (!("quit" in next)) this.#start(next);
    else {
      this.#files.close();
      this.#end.resolve(next.quit);
    }
  }

  #start(run: WatchedRun): void {
    this.#latest = run;
    this.#isStopping = false;
    const [program = ""] = process.argv.slice(1);
    const args = [...process.execArgv, program, ...this.#args, "--watched", JSON.stringify(run)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#child = child;
    child.on("message", (message) => this.#loaded(message as LoadedFiles));
    child.once("close", (code) => {
      this.#child = undefined;
      this.#code = code ?? EXIT.interrupted;
      // It did not come to any suite, so no change could mend it.
      if (this.#suites.size === 0) this.#next ??= { quit: this.#code };
      this.#goOn();
    });
  }

  #loaded({ suites, shared }: LoadedFiles): void {
    if (this.#latest.suites === undefined) this.#suites.clear();
    for (const [caseFile, files] of Object.entries(suites)) {
      this.#suites.set(caseFile, new Set(files));
      this.#files.add(files);
    }
    this.#files.add(shared);
  }

  #wait(): void {
    const keys = process.stdin.isTTY === true ? ` ${KEYS}` : "";
    say(`\nWatching ${plural(this.#files.add([]), "file")}.${keys}`);
  }
}

/** What two runs play together. */
function both(one: WatchedRun, other: WatchedRun): WatchedRun {
  const suites =
    one.suites && other.suites ? [...new Set([...one.suites, ...other.suites])] : undefined;
  return { ...other, suites };
}

function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** What had finished is kept, as if somebody had interrupted the run. */
function stop(child: ChildProcess): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS).unref();
}
