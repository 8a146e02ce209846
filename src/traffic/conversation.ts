import { currentLane, Lane, type Place } from "../lanes/lane.ts";
import { Arrivals } from "./arrivals.ts";
import type { Decision, EarlyReply, MadeRequest, SentRequest } from "./decision.ts";
import {
  ConnectionError,
  fieldOf,
  UNANSWERED,
  type HeaderFields,
  type HttpRequest,
  type Reply,
} from "./http/http.ts";
import type { RefusedConnectionError } from "./http/refusals.ts";
import { MAX_BODY, TOO_LARGE } from "./http/body-limit.ts";
import { OldRedirections } from "./http/old-redirections.ts";
import { Refuser, type RefuserOptions } from "./refuser.ts";
import { differenceOf } from "./miss/difference.ts";
import { isCut, readRequest } from "./tape/request-line.ts";
import type { Tape } from "./tape/tape.ts";
import { Undecided } from "./undecided.ts";

/**
 * `replay` answers from the tape only; `record` asks the network for what is missing; `update` asks it for everything
 * from the first request that is missing.
 */
export type RecordingMode = "replay" | "record" | "update";

/** How far a trial follows a recording that it then leaves. */
export interface Following {
  /** Whether the recording answers this, if it is asked now; the network does if not. */
  follows(url: string): boolean;
  /** Whether the next recording of its kind answers a request where none is of the same. */
  readonly byPlace: boolean;
  /** Called for each request that is answered so; `where` says in what it differs from the recording. */
  readonly onStray: (where: () => string) => void;
}

/** What answers a trial, and what happens if nothing does. */
export interface ConversationOptions extends RefuserOptions {
  readonly mode: RecordingMode;
  readonly tape: Tape;
  /** In place of the mode, says which requests the tape answers, and which the network. */
  readonly following?: Following | undefined;
  /** Called with a request before it goes to the network. If it throws, the request does not go. */
  readonly onSend?: ((request: HttpRequest) => void) | undefined;
  /** Called with a reply from the network when its reader has all of it, before anything else can be asked. */
  readonly onReply?: ((reply: Reply) => void) | undefined;
  /** Replays take as long as the recording did. */
  readonly realTime: boolean;
  /** The names in lower case of response headers that are kept beside the usual ones. */
  readonly keptHeaders?: readonly string[] | undefined;
  /** The names in lower case of request headers by which an API chooses its answer. */
  readonly matchedHeaders?: readonly string[] | undefined;
  /** How many bytes of a reply are read, unpacked; 64 MB by default. */
  readonly maxBody?: number | undefined;
}

/** Everything that one trial does over HTTP, whatever sends it. */
export class Conversation {
  readonly realTime: boolean;
  /** What only a replayed request may wake up. Nothing else may hold it: the caller's own clocks know it weakly. */
  readonly awaited = new Set<object>();
  /** Requests whose replies have begun, and whose bodies may never end. */
  readonly open = new Set<{ close(): void }>();
  readonly lane = new Lane();
  /** Response headers that are kept beside the usual ones. */
  readonly keptHeaders: ReadonlySet<string>;
  /** How many bytes of a reply are read, unpacked. */
  readonly maxBody: number;
  readonly #options: ConversationOptions;
  readonly #refuser: Refuser;
  readonly #arrivals = new Arrivals();
  readonly #hosts = new Set<string>();
  readonly #startedAt = performance.now();
  readonly #undecided = new Undecided();
  readonly #redirections = new OldRedirections();
  #standIn = false;
  #skippedMs = 0;
  #latestArrival = 0;
  #diverged = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#refuser = new Refuser(options);
    this.realTime = options.realTime;
    this.keptHeaders = new Set(options.keptHeaders);
    this.maxBody = options.maxBody ?? MAX_BODY;
  }

  /** The place of a request among all that the caller makes, to be taken when it is made. */
  nextPlace(): Place {
    return this.#callersLane.next();
  }

  /** Says that a request is being made. Its place is taken now, whenever its body is known. */
  make(method: string, url: string): MadeRequest {
    const place = this.nextPlace();
    const { mode, tape, onSend, following } = this.#options;
    const lane = this.#callersLane;
    // Who has to be asked first has to know the body first.
    let goesOut =
      mode !== "replay" &&
      onSend === undefined &&
      following === undefined &&
      (this.#diverged || !tape.mayAnswer({ method, url }));
    const { earlier, settle } = this.#undecided.queue(`${method} ${url}`);
    const requestOf = ({ body, headers }: SentRequest): HttpRequest => {
      return { method, url, body, chosenBy: this.#chosenBy(headers) };
    };
    const decideNow = (sent: SentRequest): Decision => {
      try {
        return this.decide(requestOf(sent), place, lane, goesOut);
      } finally {
        settle();
      }
    };
    return {
      get goesOut() {
        return goesOut;
      },
      letOut: () => (goesOut = true),
      decide: async (sent) => {
        if (earlier !== undefined) await earlier;
        return decideNow(sent);
      },
      decideNow,
      early: async (headers) => {
        if (earlier !== undefined) await earlier;
        const request = requestOf({ body: { kind: "none" }, headers });
        return this.#early(request, requestOf, { place, lane, settle });
      },
      begun: (at) => lane.answerAt(at),
      giveUp: settle,
    };
  }

  /** Decides at once. Synchronous, so that equal requests keep the order in which they are made. Throws ReplayMissError, and ConnectionError for a reply that was too large. */
  decide(
    request: HttpRequest,
    place: Place = this.nextPlace(),
    lane: Lane = this.#callersLane,
    goesOut = this.#diverged,
  ): Decision {
    const { mode, tape, following } = this.#options;
    const line = tape.lineOf(request);
    const follows = !goesOut && (following?.follows(request.url) ?? true);
    const reply = follows
      ? (this.#redirections.take(request.url) ??
        this.#redirections.first(
          tape.take(request, line, place) ?? this.#byPlace(request, line, place),
        ))
      : undefined;
    if (reply !== undefined) return this.#replayed(reply, line, lane);
    const isBound = following === undefined ? mode === "replay" : follows;
    const mayEnd = following === undefined ? mode !== "update" : follows;
    if (tape.end !== undefined && mayEnd) throw this.#refuser.atEnd(tape.end);
    if (isBound) throw this.#refuser.miss(request, line, lane);
    this.#diverged = mode === "update";
    this.#options.onSend?.(request);
    const put = tape.reserve(line, place);
    let latest: (() => Reply) | undefined;
    return {
      type: "record",
      record: (soFar, standIn) => {
        put((latest = soFar));
        this.#hosts.add(new URL(request.url).host);
        this.#standIn ||= standIn;
      },
      begun: (at) => lane.answerAt(at),
      ended: (at) => {
        lane.arriveAt(at);
        if (latest === undefined) return;
        // Nothing more of it comes, so that its body is read once.
        const reply = latest();
        put(() => reply);
        this.#options.onReply?.(reply);
      },
    };
  }

  /** The reply of the next recording of its kind, whatever that was asked, where places are followed. */
  #byPlace(request: HttpRequest, line: string, place: Place): Reply | undefined {
    const { tape, following } = this.#options;
    const next = following?.byPlace === true ? tape.next(request, place) : undefined;
    if (next === undefined) return undefined;
    following?.onStray(() => {
      const [recorded, made] = [next.request, line].map((each) => readRequest(each, tape.parts()));
      return differenceOf(recorded?.body, made?.body)?.place ?? "the address";
    });
    return tape.use(next, place);
  }

  #replayed(reply: Reply, line: string, lane: Lane): Decision {
    this.#skippedMs += Math.max(0, reply.at - this.#elapsed(lane));
    const { failure } = reply;
    if (failure?.code === UNANSWERED) this.#refuser.leaveUnanswered(line);
    if (failure?.code === TOO_LARGE) throw this.endBy(new ConnectionError(failure));
    return {
      type: "replay",
      reply,
      begun: () => lane.answerAt(reply.begunAt ?? reply.at),
      ended: () => lane.arriveAt(reply.at),
    };
  }

  /** What it sends may only be compared when it has ended, so the recording is the next of its kind. */
  #early(
    request: HttpRequest,
    requestOf: (sent: SentRequest) => HttpRequest,
    { place, lane, settle }: { place: Place; lane: Lane; settle: () => void },
  ): EarlyReply | undefined {
    const { tape, following } = this.#options;
    const next = (following?.follows(request.url) ?? true) ? tape.next(request, place) : undefined;
    const [after] = next?.reply().sent ?? [];
    if (next === undefined || typeof after !== "number" || this.#diverged) return undefined;
    return {
      after,
      isCut: isCut(next.request),
      take: () => {
        const reply = tape.use(next, place);
        settle();
        return reply && this.#replayed(reply, next.request, lane);
      },
      compare: (sent) => {
        const whole = requestOf(sent);
        const line = tape.lineOf(whole);
        if (!tape.fits(next, whole, line)) throw this.#refuser.strayed(whole, line, lane);
      },
    };
  }

  /** Resolves when a recorded reply has its turn among those that are waited for. */
  async turnOf({ at, begunAt = at, body }: Reply): Promise<void> {
    if (this.realTime) return;
    await this.#arrivals.turnOf(begunAt, body.kind === "chunks" ? body.chunks.length : 1);
  }

  /** Whether the caller runs beside others in its trial. */
  get isBranch(): boolean {
    return this.#callersLane.path.length > 0;
  }

  /** Milliseconds on the conversation's clock: a replay is where the recording was, however fast it is played. */
  now(): number {
    return this.#elapsed(this.#callersLane);
  }

  #elapsed(lane: Lane): number {
    return this.#options.mode === "replay"
      ? lane.at
      : this.#skippedMs + performance.now() - this.#startedAt;
  }

  /** The headers by which an API chooses its answer, of those of a request. */
  #chosenBy(headers: HeaderFields): Record<string, string> {
    const chosen: Record<string, string> = {};
    for (const name of this.#options.matchedHeaders ?? []) {
      const value = fieldOf(headers, name);
      if (value !== undefined) chosen[name] = value;
    }
    return chosen;
  }

  /** The time of a reply that has just come from the network, in whole milliseconds, later than those before it. */
  arrival(): number {
    this.#latestArrival = Math.max(this.#latestArrival + 1, Math.round(this.now()));
    return this.#latestArrival;
  }

  /** Ends the trial, because a reply is too large. Returns the error. */
  endBy(error: ConnectionError): ConnectionError {
    this.#options.abortTrial(error);
    return error;
  }

  /** Refuses a connection that the trial opens, and ends the trial. */
  refuse(target: string): RefusedConnectionError {
    return this.#refuser.connection(target, this.#callersLane);
  }

  /** Who answered what was recorded in this run. */
  get answeredBy(): { readonly hosts: readonly string[]; readonly standIn: boolean } {
    return { hosts: [...this.#hosts].sort(), standIn: this.#standIn };
  }

  /** If a replay does not end: what it may be waiting for without ever getting it, and what to do then. */
  get unansweredHint(): string | undefined {
    return this.#refuser.unansweredHint;
  }

  /** Whether the network is not asked for this, whatever is sent there now. */
  isReplayed(url: string): boolean {
    const { following, mode } = this.#options;
    return following?.follows(url) ?? mode === "replay";
  }

  get mode(): RecordingMode {
    return this.#options.mode;
  }

  /** A conversation that is asked outside its own lanes, such as by its own client, is in its first one. */
  get #callersLane(): Lane {
    return currentLane() ?? this.lane;
  }
}
