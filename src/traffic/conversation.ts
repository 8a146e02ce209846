import { AsyncLocalStorage } from "node:async_hooks";
import { explainMiss } from "./miss/explain-miss.ts";
import type { AlikeTape, OtherTape } from "./tape/find-tapes.ts";
import { UNANSWERED } from "./http/http.ts";
import type { HttpRequest, Reply } from "./http/http.ts";
import { earlierRefusals, RefusedConnectionError } from "./http/refusals.ts";
import { ReplayMissError } from "./miss/replay-miss.ts";
import type { Miss, MissReason } from "./miss/replay-miss.ts";
import type { Tape } from "./tape/tape.ts";
import { beginningOf } from "./tape/text.ts";

/** `replay` answers from the tape and never from the network; `record` asks the network for what is missing, `update` for everything. */
export type RecordingMode = "replay" | "record" | "update";

/** What answers a trial, and who is told of what it does not answer. */
export interface ConversationOptions {
  readonly mode: RecordingMode;
  readonly tape: Tape;
  /** The tape's file as the user knows it. */
  readonly file: string;
  /** Who is asking just now: `Triage Agent in turn 2`. */
  readonly asker: () => string;
  /** The command that records this case again. */
  readonly command: Miss["command"];
  /** Recordings of the same case that were made otherwise; asked for only when a miss is explained. */
  readonly otherRecordings: () => readonly OtherTape[];
  /** A recording of another case that begins with this text behind its header; asked for as rarely. */
  readonly recordingAlike: (beginning: string) => AlikeTape | undefined;
  /** Ends the trial: what follows a miss, or a refused connection, would be said of a conversation that never was. */
  readonly onMiss: (error: ReplayMissError | RefusedConnectionError) => void;
  /** Told of a request before it goes to the network. May throw, and then it does not. */
  readonly onSend?: ((request: HttpRequest) => void) | undefined;
  /** Replays take as long as the recording did. */
  readonly realTime: boolean;
}

/** What becomes of a request: it is answered from the tape, or the network answers and `record` is told how to see the reply as far as it has come; undefined takes the request off the tape again. */
export type Decision =
  | { readonly type: "replay"; readonly reply: Reply }
  | { readonly type: "record"; record(soFar: (() => Reply) | undefined, standIn: boolean): void };

/** Everything that one trial does over HTTP, whichever way it is sent. */
export class Conversation {
  readonly realTime: boolean;
  /** The signals that replayed requests may be given up by. Nothing else needs to hold them: the caller's own only knows them weakly. */
  readonly awaited = new Set<AbortSignal>();
  readonly #options: ConversationOptions;
  readonly #hosts = new Set<string>();
  readonly #began = performance.now();
  #standIn = false;
  #made = 0;
  #ahead = 0;
  #unanswered: string | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.realTime = options.realTime;
  }

  /** The place of a request among all, to be taken where it is made: its body may be known only later. */
  nextPlace(): number {
    return ++this.#made;
  }

  /** Decides at once, so that equal requests keep the order in which they are made. Throws ReplayMissError. */
  decide(request: HttpRequest, place: number = this.nextPlace()): Decision {
    const { mode, tape } = this.#options;
    const line = tape.lineOf(request);
    const reply = mode === "update" ? undefined : tape.take(line, place);
    if (reply !== undefined) {
      this.#ahead += Math.max(0, reply.at - this.now());
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

  /** Milliseconds since the conversation began, on its own clock: a replay stands where the recording stood, however fast it is played. */
  now(): number {
    const { mode } = this.#options;
    return this.#ahead + (mode === "replay" ? 0 : performance.now() - this.#began);
  }

  /** Ends the trial for a connection that it wanted and did not get. */
  refuse(error: RefusedConnectionError): void {
    this.#options.onMiss(error);
  }

  /** Who answered what was recorded in this run. */
  get answeredBy(): { readonly hosts: readonly string[]; readonly standIn: boolean } {
    return { hosts: [...this.#hosts].sort(), standIn: this.#standIn };
  }

  /** Who is asking just now: `Triage Agent in turn 2`. */
  get asker(): string {
    return this.#options.asker();
  }

  /** For a replay that does not end: what it may be waiting for without ever getting it, and what to do then. */
  get unansweredHint(): string | undefined {
    const hints = earlierRefusals([...refusedTargets], "the trial waits for one");
    if (this.#unanswered !== undefined) {
      const { method, path } = JSON.parse(this.#unanswered) as Record<"method" | "path", string>;
      hints.push(
        `${method} ${path} had no answer by the end of the trial that was recorded, and gets none from the recording: if that is waited for now, record the case again: ${this.#options.command("update")}`,
      );
    }
    return hints.length > 0 ? hints.join("\n") : undefined;
  }

  get mode(): RecordingMode {
    return this.#options.mode;
  }

  #miss(request: HttpRequest, line: string): ReplayMissError {
    const { tape, file, command, onMiss } = this.#options;
    const error = new ReplayMissError({
      ...(JSON.parse(line) as { readonly method: string; readonly path: string }),
      host: new URL(request.url).host,
      asker: this.asker,
      file,
      recorded: tape.content?.exchanges.length ?? 0,
      refused: [...refusedTargets],
      reason: tape.content === undefined ? this.#explainNoTape(line) : explainMiss(line, tape),
      command,
    });
    onMiss(error);
    return error;
  }

  #explainNoTape(line: string): MissReason {
    const { tape, otherRecordings, recordingAlike } = this.#options;
    const others = otherRecordings();
    const alike = others.length > 0 ? undefined : recordingAlike(beginningOf(line, tape.parts()));
    return { type: "no_tape", others, alike };
  }
}

const current = new AsyncLocalStorage<Conversation>();

/** Runs what a trial does; its requests belong to this conversation, however deep they are made. */
export function inConversation<T>(conversation: Conversation, run: () => T): T {
  return current.run(conversation, run);
}

/** The conversation that the caller runs in. To be read where a request is made, not where it is sent: pools send in somebody else's context. */
export function currentConversation(): Conversation | undefined {
  return current.getStore();
}

/** Where connections were refused in this process. Those of a client that trials share are refused to one of them, or to none. */
const refusedTargets = new Set<string>();

/** Refuses a connection, which ends the trial that opened it. */
export function refuseConnection(target: string): RefusedConnectionError {
  const conversation = currentConversation();
  const error = new RefusedConnectionError(target, conversation?.asker);
  refusedTargets.add(target);
  conversation?.refuse(error);
  return error;
}
