import { UserError } from "../../text/user-error.ts";
import type { HttpRequest, Reply } from "../http/http.ts";
import { Parts, type PartText } from "./parts.ts";
import { requestLine } from "./request-line.ts";

/** Where a tape comes from. */
export interface TapeHeader {
  readonly suite: string;
  readonly case: string;
  readonly trial: number;
  /** The model that all agents had to use; null if each used its own. */
  readonly model: string | null;
  readonly stream: boolean;
  /** UTC, as YYYY-MM-DD. */
  readonly recorded_at: string;
  readonly answered_by: "provider" | "stand-in";
  /** Who answered, without credentials. */
  readonly hosts: readonly string[];
  /** Name and version of the client that asked. */
  readonly client: string;
  /** Set if the trial did not finish: the tape replays that, and `record` replaces it as if it were missing. */
  readonly outcome?: "errored";
}

/** A request and its reply, which is decoded when it is used: reading tapes is most of a run's cost. */
export interface Exchange {
  /** The request's line. */
  readonly request: string;
  readonly reply: () => Reply;
}

/** What a tape holds. */
export interface TapeContent {
  readonly header: TapeHeader;
  /** Canonical texts, by number from 1. */
  readonly parts: readonly string[];
  /** In the order of the requests. */
  readonly exchanges: readonly Exchange[];
}

/** A request of this run, answered by the tape, or by the network as far as that has come. */
interface OwnRequest {
  readonly place: number;
  readonly line: string;
  readonly recorded?: Exchange;
  soFar?: (() => Reply) | undefined;
}

/** The recording of one trial while it is played: recorded exchanges are used up, and new ones added, in order. */
export class Tape {
  readonly content: TapeContent | undefined;
  readonly #parts: Parts;
  readonly #redact: (text: string) => string;
  readonly #unused = new Map<string, number[]>();
  readonly #used = new Set<number>();
  readonly #requests: OwnRequest[] = [];

  constructor(
    content: TapeContent | undefined,
    partText: PartText,
    redact: (text: string) => string,
  ) {
    this.content = content;
    this.#redact = redact;
    this.#parts = new Parts(partText, content?.parts);
    content?.exchanges.forEach(({ request }, index) => {
      const indices = this.#unused.get(request);
      if (indices === undefined) this.#unused.set(request, [index]);
      else indices.push(index);
    });
  }

  /** A request as a line of this tape. */
  lineOf(request: HttpRequest): string {
    return requestLine(request, this.#parts, this.#redact);
  }

  /** Uses up the next recorded reply to a request, which was made at this place; undefined if none is left. */
  take(line: string, place: number): Reply | undefined {
    const index = this.#unused.get(line)?.shift();
    const recorded = index === undefined ? undefined : this.content?.exchanges[index];
    if (index === undefined || recorded === undefined) return undefined;
    this.#used.add(index);
    this.#requests.push({ place, line, recorded });
    return recorded.reply();
  }

  /** Adds a request that goes to the network. The returned function takes a view of its reply as far as it has come. */
  reserve(line: string, place: number): (soFar: (() => Reply) | undefined) => void {
    const request: OwnRequest = { place, line };
    this.#requests.push(request);
    return (soFar) => {
      request.soFar = soFar;
    };
  }

  /** The indices of the recorded exchanges that no request has used. */
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
    return this.#requests.some(({ soFar }) => soFar !== undefined);
  }

  /** The answered requests of this run, in the order in which they were made. */
  exchanges(): Exchange[] {
    return [...this.#requests]
      .sort((a, b) => a.place - b.place)
      .flatMap(({ line, recorded, soFar }) => {
        if (recorded !== undefined) return [recorded];
        return soFar === undefined ? [] : [{ request: line, reply: soFar }];
      });
  }

  /** All parts, those of the recording first. */
  parts(): string[] {
    return this.#parts.texts();
  }
}

/** A tape that cannot be played. `line` counts from 1; undefined if the problem is the whole file. */
export class TapeError extends UserError {
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
