import { AsyncLocalStorage } from "node:async_hooks";
import { UNANSWERED, type HttpRequest, type Reply } from "./http/http.ts";
import { earlierRefusals, RefusedConnectionError, type RefusalError } from "./http/refusals.ts";
import { explainMiss } from "./miss/explain-miss.ts";
import { ReplayMissError, type Miss, type MissReason } from "./miss/replay-miss.ts";
import type { OtherTape, SimilarTape } from "./tape/find-tapes.ts";
import type { Tape } from "./tape/tape.ts";
import { beginningOf } from "./tape/text.ts";

/** `replay` answers from the tape only; `record` asks the network for what is missing, `update` for everything. */
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
  /** Recordings of the same case under another trial, model or way of streaming. Called only to explain a miss. */
  readonly otherRecordings: () => readonly OtherTape[];
  /** A recording of another case that begins with this text after its header. Called as rarely. */
  readonly similarRecording: (beginning: string) => SimilarTape | undefined;
  /** Ends the trial, because from here on it would differ from any that was recorded. */
  readonly abortTrial: (error: RefusalError) => void;
  /** Called with a request before it goes to the network. If it throws, the request does not go. */
  readonly onSend?: ((request: HttpRequest) => void) | undefined;
  /** Replays take as long as the recording did. */
  readonly realTime: boolean;
}

/**
 * What answers a request: the tape, or the network. `record` is called with a view of the reply as far as it has come;
 * undefined takes the request off the tape again.
 */
export type Decision =
  | { readonly type: "replay"; readonly reply: Reply }
  | { readonly type: "record"; record(soFar: (() => Reply) | undefined, standIn: boolean): void };

/** Everything that one trial does over HTTP, whatever sends it. */
export class Conversation {
  readonly realTime: boolean;
  /** The signals that may abort a replayed request. Nothing else may hold them: the caller's own knows them weakly. */
  readonly awaitedSignals = new Set<AbortSignal>();
  readonly #options: ConversationOptions;
  readonly #hosts = new Set<string>();
  readonly #startedAt = performance.now();
  #standIn = false;
  #requests = 0;
  #skippedMs = 0;
  /** The first request that the recording has no answer to. */
  #unanswered: string | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.realTime = options.realTime;
  }

  /** The place of a request among all, to be taken when it is made: its body may be known only later. */
  nextPlace(): number {
    return ++this.#requests;
  }

  /** Synchronous, so that equal requests keep the order in which they are made. Throws ReplayMissError. */
  decide(request: HttpRequest, place: number = this.nextPlace()): Decision {
    const { mode, tape } = this.#options;
    const line = tape.lineOf(request);
    const reply = mode === "update" ? undefined : tape.take(line, place);
    if (reply !== undefined) {
      this.#skippedMs += Math.max(0, reply.at - this.now());
      if (reply.failure?.code === UNANSWERED) this.#unanswered ??= line;
      return { type: "replay", reply };
    }
    if (mode === "replay") throw this.#miss(request, line);
    this.#options.onSend?.(request);
    const put = tape.reserve(line, place);
    return {
      type: "record",
      record: (soFar, standIn) => {
        put(soFar);
        this.#hosts.add(new URL(request.url).host);
        this.#standIn ||= standIn;
      },
    };
  }

  /** Milliseconds on the conversation's clock: a replay is where the recording was, however fast it is played. */
  now(): number {
    const { mode } = this.#options;
    return this.#skippedMs + (mode === "replay" ? 0 : performance.now() - this.#startedAt);
  }

  /** Refuses a connection that the trial opens, and ends the trial. */
  refuse(target: string): RefusedConnectionError {
    const error = new RefusedConnectionError(target, this.#options.requester());
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
        `${method} ${path} had no answer by the end of the trial that was recorded, and gets none from the recording: if that is waited for now, record the case again: ${this.#options.command("update")}`,
      );
    }
    return hints.length === 0 ? undefined : hints.join("\n");
  }

  get mode(): RecordingMode {
    return this.#options.mode;
  }

  #miss(request: HttpRequest, line: string): ReplayMissError {
    const { tape, file, requester, command, abortTrial } = this.#options;
    const error = new ReplayMissError({
      ...(JSON.parse(line) as { readonly method: string; readonly path: string }),
      host: new URL(request.url).host,
      requester: requester(),
      file,
      recorded: tape.content?.exchanges.length ?? 0,
      refused: [...refusedTargets],
      reason: tape.content === undefined ? this.#explainNoTape(line) : explainMiss(line, tape),
      command,
    });
    abortTrial(error);
    return error;
  }

  #explainNoTape(line: string): MissReason {
    const { tape, otherRecordings, similarRecording } = this.#options;
    const others = otherRecordings();
    const similar =
      others.length > 0 ? undefined : similarRecording(beginningOf(line, tape.parts()));
    return { type: "no_tape", others, similar };
  }
}

const current = new AsyncLocalStorage<Conversation>();

/** Runs what a trial does: its requests belong to this conversation, however deep they are made. */
export function inConversation<T>(conversation: Conversation, run: () => T): T {
  return current.run(conversation, run);
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
