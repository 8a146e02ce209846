import { comparePlaces, placeText, type Place } from "../../lanes/lane.ts";
import { UserError } from "../../text/user-error.ts";
import type { HttpRequest, Reply } from "../http/http.ts";
import type { TrialRedactor } from "../redact/redact.ts";
import { withoutNumbers } from "../secrets/placeholder.ts";
import type { RecordedEnd } from "./recorded-end.ts";
import { asksTheSame, fitsRedacted } from "./fits-redacted.ts";
import { Parts, type PartText } from "./parts.ts";
import { endpointText, readRequest, requestLine, requestLineOfAnyApi } from "./request-line.ts";

/** What a trial read of time and chance: where its clock started (ISO 8601), and what its dice were thrown from. */
export interface TapeClock {
  readonly now: string;
  readonly seed: string;
}

/** Where a tape comes from. */
export interface TapeHeader {
  readonly suite: string;
  readonly case: string;
  readonly trial: number;
  /** The model that all agents had to use; null if each used its own. */
  readonly model: string | null;
  /** The name of the variant that was played, if it had one. */
  readonly variant?: string;
  readonly stream: boolean;
  /** UTC, as YYYY-MM-DD. */
  readonly recorded_at: string;
  readonly answered_by: "provider" | "stand-in";
  /** Who answered, without credentials. */
  readonly hosts: readonly string[];
  /** Name and version of the client that asked. */
  readonly client: string;
  /** The path of the case file from the directory of recordings. Tapes of earlier versions do not name it. */
  readonly case_file?: string;
  /** Undefined if time and chance were real. */
  readonly clock?: TapeClock;
  /** Set if the trial did not finish: the tape replays that, and `record` replaces it as if it were missing. */
  readonly outcome?: "errored";
  /** Set if the trial was ended by the time that something took: a trial that gets here ends in the same way. */
  readonly ended?: RecordedEnd;
}

/** A request and its reply, which is decoded when it is used: reading tapes is most of a run's cost. */
export interface Exchange {
  /** The request's line. */
  readonly request: string;
  /** The lane that it was made in, as text; empty for the trial's own. */
  readonly lane: string;
  readonly reply: () => Reply;
}

/** What a tape holds. */
export interface TapeContent {
  /** 1 if requests may be filed without their host. */
  readonly version: 1 | 2;
  readonly header: TapeHeader;
  /** Canonical texts, by number from 1. */
  readonly parts: readonly string[];
  /** In the order of the requests. */
  readonly exchanges: readonly Exchange[];
}

/** How requests are written, and so compared. */
export interface RequestForm {
  readonly partText: PartText;
  /** What is sent now in place of a part that an earlier version recorded, as canonical JSON. */
  readonly asSentNow?: (text: string) => string;
  readonly redactor: Pick<TrialRedactor, "redact" | "numbers">;
  /** The addresses of the model API, below which its requests are the same wherever it is. */
  readonly apis: readonly string[];
}

/** A request of this run, answered by the tape, or by the network as far as that has come. */
interface OwnRequest {
  readonly place: Place;
  readonly line: string;
  readonly recorded?: Exchange;
  soFar?: (() => Reply) | undefined;
}

/** The recording of one trial while it is played: recorded exchanges are used up, and new ones added, in order. */
export class Tape {
  readonly content: TapeContent | undefined;
  readonly #parts: Parts;
  readonly #form: RequestForm;
  readonly #unused = new Map<string, number[]>();
  readonly #used = new Set<number>();
  readonly #requests: OwnRequest[] = [];

  constructor(content: TapeContent | undefined, form: RequestForm) {
    this.content = content;
    this.#form = form;
    this.#parts = new Parts(form.partText, content?.parts, form.asSentNow);
    content?.exchanges.forEach(({ request }, index) => {
      const indices = this.#unused.get(request);
      if (indices === undefined) this.#unused.set(request, [index]);
      else indices.push(index);
    });
  }

  get version(): 1 | 2 {
    return this.content?.version ?? 2;
  }

  /** A request as a line of this tape. */
  lineOf(request: HttpRequest): string {
    return requestLine(request, this.#parts, this.#form.redactor.redact, this.#form.apis);
  }

  /** What ends the trial here: all that was recorded was asked for, nothing else, and its trial went no further. */
  get end(): RecordedEnd | undefined {
    const isPlayed = this.#used.size === this.content?.exchanges.length && !this.grew;
    return isPlayed ? this.content.header.ended : undefined;
  }

  /** Whether an unused recording, or the end of the tape, might answer a request, whatever it sends. */
  mayAnswer(request: Pick<HttpRequest, "method" | "url">): boolean {
    if (this.end !== undefined) return true;
    if (this.#unused.size === 0) return false;
    const { redactor, apis } = this.#form;
    const beginning = withoutNumbers(`{${endpointText(request, redactor.redact, apis)}`);
    return this.#unusedLines().some(
      // What was filed without a host may be meant.
      (line) => withoutNumbers(line).startsWith(beginning) || !line.includes('"host":'),
    );
  }

  /** Uses up the recorded reply to a request that was made at this place; undefined if none is left. */
  take(request: HttpRequest, line: string, place: Place): Reply | undefined {
    if (this.#unused.size === 0) return undefined;
    const found =
      this.#find(line) ??
      this.#find(
        requestLineOfAnyApi(request, this.#parts, this.#form.redactor.redact, this.version),
      ) ??
      this.#findRedacted(request, line, place);
    if (found === undefined) return undefined;
    const indices = this.#unused.get(found) ?? [];
    return this.#use(indices.find(this.#isOfLane(place)) ?? indices[0], place);
  }

  /** Uses up a recording for a request that was made at this place; undefined if it is used already. */
  use(recorded: Exchange, place: Place): Reply | undefined {
    return this.#use(this.content?.exchanges.indexOf(recorded), place);
  }

  #use(index = -1, place: Place): Reply | undefined {
    const recorded = this.content?.exchanges[index];
    if (recorded === undefined || this.#used.has(index)) return undefined;
    const line = recorded.request;
    const indices = this.#unused.get(line) ?? [];
    indices.splice(indices.indexOf(index), 1);
    this.#used.add(index);
    this.#requests.push({ place, line, recorded });
    return recorded.reply();
  }

  /** The first unused recording, in the lane of a place, of a request for the same, whatever that sent. */
  next(request: HttpRequest, place: Place): Exchange | undefined {
    const isOwn = this.#isOfLane(place);
    const made = readRequest(this.lineOf(request), []);
    return this.content?.exchanges.find(
      (recorded, index) =>
        isOwn(index) &&
        !this.#used.has(index) &&
        asksTheSame(readRequest(recorded.request, []), made, request),
    );
  }

  /** Whether a recording is of this request. */
  fits({ request: recorded }: Exchange, request: HttpRequest, line: string): boolean {
    return recorded === line || this.#fitting([recorded], request, line) !== undefined;
  }

  #find(line: string | undefined): string | undefined {
    if (line === undefined) return undefined;
    return (this.#unused.get(line)?.length ?? 0) > 0 ? line : undefined;
  }

  /** The line of an unused recording that had a secret where the request has something else. */
  #findRedacted(request: HttpRequest, line: string, place: Place): string | undefined {
    const isOwn = this.#isOfLane(place);
    const unused = this.#unusedLines();
    const candidates = [
      ...unused.filter((candidate) => this.#unused.get(candidate)?.some(isOwn)),
      ...unused.filter((candidate) => this.#unused.get(candidate)?.some(isOwn) === false),
    ];
    return this.#fitting(candidates, request, line);
  }

  /** The first of these lines that a request fits, whatever it has where the line has secrets. They are known then. */
  #fitting(candidates: readonly string[], request: HttpRequest, line: string): string | undefined {
    if (candidates.length === 0) return undefined;
    const { numbers } = this.#form.redactor;
    const parts = this.#parts.texts();
    const made = readRequest(line, parts);
    const isFree = (number: number): boolean => !numbers.isTaken(number);
    // On tapes of earlier versions, all secrets have the first one's number.
    for (const mayBe of [isFree, (number: number): boolean => number === 1 || isFree(number)])
      for (const candidate of candidates) {
        const bindings = fitsRedacted(readRequest(candidate, parts), made, request, mayBe);
        if (bindings === undefined) continue;
        for (const [own, recorded] of bindings) numbers.bind(own, recorded);
        if (bindings.size > 0) this.#parts.forgetObjects();
        return candidate;
      }
    return undefined;
  }

  #isOfLane(place: Place): (index: number) => boolean {
    const lane = placeText(place.slice(0, -1));
    return (index) => this.content?.exchanges[index]?.lane === lane;
  }

  #unusedLines(): string[] {
    return [...this.#unused].flatMap(([line, indices]) => (indices.length > 0 ? [line] : []));
  }

  /** What stands on this tape as it would be written, if nothing came after it. */
  asWritten(text: string): string {
    const { numbers, redact } = this.#form.redactor;
    numbers.settle();
    return redact(text);
  }

  /** Adds a request that goes to the network. The returned function takes a view of its reply as far as it has come. */
  reserve(line: string, place: Place): (soFar: (() => Reply) | undefined) => void {
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

  /** Whether anything of the recording stays: what was used of it, or `kept`. */
  grewFrom(kept: readonly Exchange[]): boolean {
    return this.#used.size > 0 || kept.length > 0;
  }

  /** Whether anything was answered by the network. */
  get grew(): boolean {
    return this.#requests.some(({ soFar }) => soFar !== undefined);
  }

  /** The answered requests of this run, in the order in which they were made. */
  exchanges(): Exchange[] {
    return [...this.#requests]
      .sort((a, b) => comparePlaces(a.place, b.place))
      .flatMap(({ place, line, recorded, soFar }) => {
        if (recorded !== undefined) return [recorded];
        const lane = placeText(place.slice(0, -1));
        return soFar === undefined ? [] : [{ request: line, lane, reply: soFar }];
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
