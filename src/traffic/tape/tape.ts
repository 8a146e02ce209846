import type { HttpRequest, Reply } from "../http/http.ts";
import { Parts } from "./parts.ts";
import type { PartText } from "./parts.ts";
import { requestLine } from "./request-line.ts";

/** Where a tape comes from. */
export interface TapeHeader {
  readonly suite: string;
  readonly case: string;
  readonly trial: number;
  /** The model that every agent was made to use; null where each used its own. */
  readonly model: string | null;
  readonly stream: boolean;
  /** UTC, as YYYY-MM-DD. */
  readonly recorded_at: string;
  readonly answered_by: "provider" | "stand-in";
  /** Who answered, without credentials. */
  readonly hosts: readonly string[];
  /** Name and version of the client that asked. */
  readonly client: string;
  /** Where the trial could not be played to its end: the tape replays that, and is recorded anew as if it were missing. */
  readonly outcome?: "errored";
}

/** A request and what answered it. The reply is decoded when it is asked for: most of a run's cost is reading tapes. */
export interface Exchange {
  /** The line that the tape knows the request by. */
  readonly request: string;
  readonly reply: () => Reply;
}

/** What a tape holds. */
export interface TapeContent {
  readonly header: TapeHeader;
  /** Canonical texts, by number from 1. */
  readonly parts: readonly string[];
  /** In the order in which they were asked for. */
  readonly exchanges: readonly Exchange[];
}

/** What was asked for in this run: answered by the tape, or by the network as far as that has come. */
interface Made {
  readonly place: number;
  readonly request: string;
  readonly recorded?: Exchange;
  soFar?: (() => Reply) | undefined;
}

/** The recording of one trial while it is played: recorded exchanges are used up in order, new ones take their place when they are asked for. */
export class Tape {
  readonly content: TapeContent | undefined;
  readonly #parts: Parts;
  readonly #redact: (text: string) => string;
  readonly #waiting = new Map<string, number[]>();
  readonly #used = new Set<number>();
  readonly #made: Made[] = [];

  constructor(
    content: TapeContent | undefined,
    partText: PartText,
    redact: (text: string) => string,
  ) {
    this.content = content;
    this.#redact = redact;
    this.#parts = new Parts(partText, content?.parts);
    content?.exchanges.forEach(({ request }, index) => {
      const waiting = this.#waiting.get(request);
      if (waiting === undefined) this.#waiting.set(request, [index]);
      else waiting.push(index);
    });
  }

  /** The line that this tape knows a request by. */
  lineOf(request: HttpRequest): string {
    return requestLine(request, this.#parts, this.#redact);
  }

  /** The next recorded reply to the request that was made at this place, used up by this; undefined where none is left. */
  take(line: string, place: number): Reply | undefined {
    const index = this.#waiting.get(line)?.shift();
    const recorded = index === undefined ? undefined : this.content?.exchanges[index];
    if (index === undefined || recorded === undefined) return undefined;
    this.#used.add(index);
    this.#made.push({ place, request: line, recorded });
    return recorded.reply();
  }

  /** Keeps a place for a request that goes to the network; the function is told how to see its reply as far as it has come. */
  reserve(line: string, place: number): (soFar: (() => Reply) | undefined) => void {
    const made: Made = { place, request: line };
    this.#made.push(made);
    return (soFar) => {
      made.soFar = soFar;
    };
  }

  /** The indices of the recorded exchanges that nothing has asked for. */
  leftovers(): number[] {
    return (this.content?.exchanges ?? [])
      .map((_, index) => index)
      .filter((index) => !this.#used.has(index));
  }

  isUsed(index: number): boolean {
    return this.#used.has(index);
  }

  /** Whether anything was answered by the network. */
  get grew(): boolean {
    return this.#made.some(({ soFar }) => soFar !== undefined);
  }

  /** What was asked for and answered, in the order in which the requests were made. */
  exchanges(): Exchange[] {
    return [...this.#made]
      .sort((a, b) => a.place - b.place)
      .flatMap(({ request, recorded, soFar }) => {
        if (recorded !== undefined) return [recorded];
        return soFar === undefined ? [] : [{ request, reply: soFar }];
      });
  }

  /** All parts, those of the recording first. */
  parts(): string[] {
    return this.#parts.texts();
  }
}

/** A tape that cannot be played. `line` counts from 1; undefined where it is the whole file. */
export class TapeError extends Error {
  override readonly name = "TapeError";
  readonly file: string;
  readonly line: number | undefined;
  readonly problem: string;

  constructor(file: string, line: number | undefined, problem: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? "" : `:${line}`}: ${problem}`, options);
    this.file = file;
    this.line = line;
    this.problem = problem;
  }
}
