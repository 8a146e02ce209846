import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { PlacedCommand } from "../../cases/command.ts";
import { absolute } from "../../text/from-start.ts";
import { cut } from "../../text/printable.ts";
import { shellLine } from "../../text/shell.ts";
import { TrialAbort, UsageError } from "../errors.ts";
import { readTold, type BeginningLine, type ToldLine, type UserLine } from "./told-line.ts";

/** The end of standard error that is told of a program that broke off, in characters. */
const LAST_WORDS = 2_000;

/** How long a program is waited for that has nothing left to read. */
const GRACE_MS = 1_000;

const UNASKED =
  "The program wrote more replies than the user said something. It replies once to each line that has a user.";

interface Waiting {
  readonly isMet: (line: ToldLine) => boolean;
  readonly resolve: (line: ToldLine) => void;
  readonly reject: (error: Error) => void;
}

/** A program that is told what a user says on its standard input, a line of JSON each, and answers on its output. */
export class Program {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #closed: Promise<void>;
  #told: ToldLine = {};
  #waiting: Waiting | undefined;
  #failure: Error | undefined;
  #hasRepliedUnasked = false;
  #lastWords = "";

  /** Starts it, with these variables beside those of this process. */
  constructor({ run, folder }: PlacedCommand, environment: Readonly<Record<string, string>>) {
    const [file = "", ...args] = run;
    this.#name = shellLine(run);
    // With all that it starts, it is a group of its own, which ends with it.
    this.#child = spawn(file, args, {
      cwd: absolute(folder),
      env: { ...process.env, ...environment },
      detached: true,
    });
    const { stdin, stdout, stderr } = this.#child;
    // What a program does not read is lost; that it has ended is told elsewhere.
    stdin?.on("error", () => undefined);
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    if (stdout !== null) createInterface(stdout).on("line", (line) => this.#read(line));
    this.#child.on("error", (error) => this.#fail(this.#unstarted(error)));
    this.#closed = new Promise((resolve) => {
      this.#child.on("close", (code, signal) => {
        this.#fail(this.#brokeOff(code, signal));
        resolve();
      });
      this.#child.on("error", () => resolve());
    });
  }

  /** What it has told so far, the latest of each. */
  get told(): Omit<ToldLine, "reply"> {
    return this.#told;
  }

  /** Says how the conversation begins. */
  begin(line: BeginningLine): void {
    this.#write(line);
  }

  /** Says what the user says. Resolves to the line with the reply. Rejects with UsageError and TrialAbort. */
  answer(line: UserLine): Promise<ToldLine> {
    this.#write(line);
    return this.#next(({ reply }) => reply !== undefined);
  }

  /** Resolves once it has told a state. Rejects as `answer` does. */
  async state(): Promise<unknown> {
    if (!("state" in this.#told)) await this.#next((line) => "state" in line);
    return this.#told.state;
  }

  /**
   * Lets it end by itself, for it has nothing left to read, and ends it if it does not. Throws TrialAbort if it replied
   * once more than it was asked: nobody knows which turn a reply was to.
   */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    const limit = setTimeout(() => this.kill(), GRACE_MS).unref();
    await this.#closed;
    clearTimeout(limit);
    if (this.#hasRepliedUnasked) throw new TrialAbort("agents_module", UNASKED);
  }

  /** Ends it at once, with all that it has started. */
  kill(): void {
    const { pid } = this.#child;
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended, or the system has no groups.
      this.#child.kill("SIGKILL");
    }
  }

  #write(line: object): void {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  #next(isMet: Waiting["isMet"]): Promise<ToldLine> {
    return new Promise((resolve, reject) => {
      if (this.#failure === undefined) this.#waiting = { isMet, resolve, reject };
      else reject(this.#failure);
    });
  }

  #read(text: string): void {
    try {
      const line = readTold(text);
      if (line === undefined) return;
      const { reply: _reply, ...standing } = line;
      this.#told = { ...this.#told, ...standing };
      if (this.#waiting?.isMet(line) === true) {
        this.#waiting.resolve(line);
        this.#waiting = undefined;
      } else if (line.reply !== undefined) this.#hasRepliedUnasked = true;
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** The first failure counts. */
  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
  }

  #unstarted({ message }: Error): UsageError {
    return new UsageError(`The command ${this.#name} could not be started: ${message}.`);
  }

  #brokeOff(code: number | null, signal: NodeJS.Signals | null): TrialAbort {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const words = this.#lastWords.trim();
    const said =
      words === "" ? " It wrote nothing on standard error." : `\n${cut(words, LAST_WORDS)}`;
    return new TrialAbort(
      "agents_module",
      `The program ${this.#name} ended ${how} before it had answered.${said}`,
    );
  }
}
