import { AsyncLocalStorage } from "node:async_hooks";
import { hash } from "node:crypto";
import type { Directory } from "./directory.ts";
import type { CodeExecutor } from "./executor.ts";
import type { LeftFile } from "./left-files.ts";

/** What the programs of one conversation share: how they are run, and what they leave. */
export class Workspace implements AsyncDisposable {
  readonly #wrap: (executor: CodeExecutor) => CodeExecutor;
  readonly #directories = new Map<string, LazyDirectory>();
  readonly #files = new Map<string, readonly LeftFile[]>();

  /** `wrap` may take what is kept of a program, so that it does not run. */
  constructor(wrap: (executor: CodeExecutor) => CodeExecutor = (executor) => executor) {
    this.#wrap = wrap;
  }

  executor(executor: CodeExecutor): CodeExecutor {
    return this.#wrap({
      name: executor.name,
      run: async (request, signal) => {
        const { directory } = request;
        const opened = directory instanceof LazyDirectory ? await directory.open() : directory;
        return executor.run({ ...request, directory: opened }, signal);
      },
    });
  }

  /** The directory of a member, which is made when its first program runs. */
  directory(member: string, files: Readonly<Record<string, string | Uint8Array>> = {}): Directory {
    let directory = this.#directories.get(member);
    if (directory === undefined)
      this.#directories.set(member, (directory = new LazyDirectory(files)));
    return directory;
  }

  /** Notes what is in the directory of a member after its last program. */
  left(member: string, files: readonly LeftFile[]): void {
    this.#files.set(member, files);
  }

  /** Whether any program has run, or was to. */
  get isUsed(): boolean {
    return this.#files.size > 0;
  }

  /** By name, the files that programs left: a short text as it is, anything else as its hash. */
  get files(): Record<string, string> {
    const all = [...this.#files.values()].flat();
    return Object.fromEntries(all.map((file) => [file.name, contentOf(file)]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const directory of this.#directories.values()) await directory[Symbol.asyncDispose]();
  }
}

const LONGEST_TEXT = 4000;

function contentOf({ bytes, sha256, size }: LeftFile): string {
  if (bytes !== undefined && bytes.length <= LONGEST_TEXT) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      // A picture, say.
    }
  }
  return sha256 === undefined ? `${size} bytes` : `sha256:${sha256}`;
}

class LazyDirectory implements Directory {
  readonly given: Readonly<Record<string, string>>;
  readonly #files: Readonly<Record<string, string | Uint8Array>>;
  #opened: Promise<Directory> | undefined;

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    this.#files = files;
    this.given = Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name, hash("sha256", content)]),
    );
  }

  get path(): string {
    throw new Error("The directory is not made yet.");
  }

  /** Most conversations run no program, and need not load what that takes. */
  open(): Promise<Directory> {
    return (this.#opened ??= import("./directory.ts").then(({ openDirectory }) =>
      openDirectory(this.#files),
    ));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#opened)?.[Symbol.asyncDispose]();
  }
}

const current = new AsyncLocalStorage<Workspace>();

/** Runs something whose programs share this workspace. */
export function inWorkspace<T>(workspace: Workspace, run: () => T): T {
  return current.run(workspace, run);
}

let ofProcess: Workspace | undefined;

/** The workspace of the caller; outside of any trial, one for the process. */
export function currentWorkspace(): Workspace {
  return current.getStore() ?? (ofProcess ??= new Workspace());
}
