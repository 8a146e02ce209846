import { AsyncLocalStorage } from "node:async_hooks";
import { currentLane, inLane, Lane, type Place } from "../lanes/lane.ts";
import { Arrivals } from "./arrivals.ts";
import {
  fieldOf,
  UNANSWERED,
  type HeaderFields,
  type HttpRequest,
  type Reply,
} from "./http/http.ts";
import { earlierRefusals, RefusedConnectionError, type RefusalError } from "./http/refusals.ts";
import type { Decision, MadeRequest, SentRequest } from "./decision.ts";
import { explainMiss } from "./miss/explain-miss.ts";
import { ReplayMissError, type Miss, type MissReason } from "./miss/replay-miss.ts";
import { OldRedirections } from "./old-redirections.ts";
import type { OtherTape, SimilarTape } from "./tape/find-tapes.ts";
import { UNNUMBERED } from "./redact/trial-numbers.ts";
import { rewritePlaceholders } from "./secrets/spellings.ts";
import type { Tape } from "./tape/tape.ts";
import { Undecided } from "./undecided.ts";
import { beginningOf } from "./tape/text.ts";

/**
 * `replay` answers from the tape only; `record` asks the network for what is missing; `update` asks it for everything
 * from the first request that is missing.
 */
export type RecordingMode = "replay" | "record" | "update";

/** What answers a trial, and what happens if nothing does. */
export interface ConversationOptions {
  readonly mode: RecordingMode;
  readonly tape: Tape;
  /** The tape's file as the user knows it. */
  readonly file: string;
  /** Who makes requests at the moment: `Triage Agent in turn 2`. */
  readonly requester: () => string;
  /** The command that records this case again. */
  readonly command: Miss["command"];
  readonly renameCommand: Miss["renameCommand"];
  /** Recordings of the same case under another trial, model or way of streaming. Called only to explain a miss. */
  readonly otherRecordings: () => readonly OtherTape[];
  /** A recording of another case that begins with this text after its header. Called as rarely. */
  readonly similarRecording: (beginning: string) => SimilarTape | undefined;
  /** Ends the trial, because from here on it would differ from any that was recorded. */
  readonly abortTrial: (error: RefusalError) => void;
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
}

/** Everything that one trial does over HTTP, whatever sends it. */
export class Conversation {
  readonly realTime: boolean;
  /** What only a replayed request may wake up. Nothing else may hold it: the caller's own clocks know it weakly. */
  readonly awaited = new Set<object>();
  readonly lane = new Lane();
  /** Response headers that are kept beside the usual ones. */
  readonly keptHeaders: ReadonlySet<string>;
  readonly #options: ConversationOptions;
  readonly #arrivals = new Arrivals();
  readonly #hosts = new Set<string>();
  readonly #startedAt = performance.now();
  readonly #undecided = new Undecided();
  readonly #redirections = new OldRedirections();
  #standIn = false;
  #skippedMs = 0;
  #latestArrival = 0;
  #diverged = false;
  /** The first request that the recording has no answer to. */
  #unanswered: string | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.realTime = options.realTime;
    this.keptHeaders = new Set(options.keptHeaders);
  }

  /** The place of a request among all that the caller makes, to be taken when it is made. */
  nextPlace(): Place {
    return this.#callersLane.next();
  }

  /** Says that a request is being made. Its place is taken now, whenever its body is known. */
  make(method: string, url: string): MadeRequest {
    const place = this.nextPlace();
    const { mode, tape, onSend } = this.#options;
    const lane = this.#callersLane;
    // Who has to be asked first has to know the body first.
    let goesOut =
      mode !== "replay" &&
      onSend === undefined &&
      (this.#diverged || !tape.mayAnswer({ method, url }));
    const { earlier, settle } = this.#undecided.queue(`${method} ${url}`);
    const decideNow = ({ body, headers }: SentRequest): Decision => {
      try {
        const chosenBy = this.#chosenBy(headers);
        return this.decide({ method, url, body, chosenBy }, place, lane, goesOut);
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
      giveUp: settle,
    };
  }

  /** Decides at once. Synchronous, so that equal requests keep the order in which they are made. Throws ReplayMissError. */
  decide(
    request: HttpRequest,
    place: Place = this.nextPlace(),
    lane: Lane = this.#callersLane,
    goesOut = this.#diverged,
  ): Decision {
    const { mode, tape } = this.#options;
    const line = tape.lineOf(request);
    const reply = goesOut
      ? undefined
      : (this.#redirections.take(request.url) ??
        this.#redirections.first(tape.take(request, line, place)));
    if (reply !== undefined) {
      this.#skippedMs += Math.max(0, reply.at - this.#elapsed(lane));
      if (reply.failure?.code === UNANSWERED) this.#unanswered ??= line;
      return {
        type: "replay",
        reply,
        begun: () => lane.answerAt(reply.begunAt ?? reply.at),
        ended: () => lane.arriveAt(reply.at),
      };
    }
    if (mode === "replay") throw this.#miss(request, line, lane);
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

  /** Refuses a connection that the trial opens, and ends the trial. */
  refuse(target: string): RefusedConnectionError {
    const error = new RefusedConnectionError(target, this.#requester(this.#callersLane));
    this.#options.abortTrial(error);
    return error;
  }

  /** Who answered what was recorded in this run. */
  get answeredBy(): { readonly hosts: readonly string[]; readonly standIn: boolean } {
    return { hosts: [...this.#hosts].sort(), standIn: this.#standIn };
  }

  /** If a replay does not end: what it may be waiting for without ever getting it, and what to do then. */
  get unansweredHint(): string | undefined {
    const hints = earlierRefusals([...refusedTargets], "the trial waits for one");
    if (this.#unanswered !== undefined) {
      const { method, path } = JSON.parse(this.#unanswered) as Record<"method" | "path", string>;
      hints.push(
        `${method} ${path} had no answer by the end of the trial that was recorded, and gets none from the recording: if that is waited for now, delete ${this.#options.file}, and record the case anew: ${this.#options.command("record")}`,
      );
    }
    return hints.length === 0 ? undefined : hints.join("\n");
  }

  get mode(): RecordingMode {
    return this.#options.mode;
  }

  /** A conversation that is asked outside its own lanes, such as by its own client, is in its first one. */
  get #callersLane(): Lane {
    return currentLane() ?? this.lane;
  }

  #requester({ path, atWork }: Lane): string {
    const requester = this.#options.requester();
    return path.length === 0 || atWork === undefined
      ? requester
      : `${atWork}, in a run of its own that ${requester} began`;
  }

  #miss(request: HttpRequest, line: string, lane: Lane): ReplayMissError {
    const { tape, file, command, renameCommand, abortTrial } = this.#options;
    const error = new ReplayMissError({
      ...(JSON.parse(rewritePlaceholders(line, UNNUMBERED)) as Record<"method" | "path", string>),
      host: new URL(request.url).host,
      requester: this.#requester(lane),
      file,
      recorded: tape.content?.exchanges.length ?? 0,
      refused: [...refusedTargets],
      hasClock: tape.content?.header.clock !== undefined,
      reason: tape.content === undefined ? this.#explainNoTape(line) : explainMiss(line, tape),
      command,
      renameCommand,
    });
    abortTrial(error);
    return error;
  }

  #explainNoTape(line: string): MissReason {
    const { tape, otherRecordings, similarRecording } = this.#options;
    const others = otherRecordings();
    const similar =
      others.length > 0
        ? undefined
        : similarRecording(tape.asWritten(beginningOf(line, tape.parts())));
    return { type: "no_tape", others, similar };
  }
}

const current = new AsyncLocalStorage<Conversation>();

/** Runs what a trial does: its requests belong to this conversation, however deep they are made. */
export async function inConversation<T>(
  conversation: Conversation,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await current.run(conversation, () => inLane(conversation.lane, run));
  } finally {
    // Nobody is left to be woken up.
    conversation.awaited.clear();
  }
}

/** The conversation of the caller. To be read when a request is made: pools may send it in another context. */
export function currentConversation(): Conversation | undefined {
  return current.getStore();
}

/** Where connections were refused in this process. Of trials that share a client, at most one sees its refusal. */
const refusedTargets = new Set<string>();

/** Refuses a connection, which ends the trial that opens it, if any. */
export function refuseConnection(target: string): RefusedConnectionError {
  refusedTargets.add(target);
  return currentConversation()?.refuse(target) ?? new RefusedConnectionError(target, undefined);
}
