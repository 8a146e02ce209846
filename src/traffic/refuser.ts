import type { Lane } from "../lanes/lane.ts";
import type { HttpRequest } from "./http/http.ts";
import { earlierRefusals, RefusedConnectionError } from "./http/refusals.ts";
import { explainMiss } from "./miss/explain-miss.ts";
import { ReplayMissError, type Miss, type MissReason } from "./miss/replay-miss.ts";
import { UNNUMBERED } from "./redact/trial-numbers.ts";
import { rewritePlaceholders } from "./secrets/spellings.ts";
import type { OtherTape, SimilarTape } from "./tape/find-tapes.ts";
import { RecordedEndError, type RecordedEnd } from "./tape/recorded-end.ts";
import type { Tape } from "./tape/tape.ts";
import { beginningOf } from "./tape/text.ts";

/** What is said of a conversation that cannot go on, and how it ends. */
export interface RefuserOptions {
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
  readonly abortTrial: (error: Error) => void;
}

/** Where connections were refused in this process. Of trials that share a client, at most one sees its refusal. */
export const refusedTargets = new Set<string>();

/** Refuses what a conversation cannot answer, which ends its trial. */
export class Refuser {
  readonly #options: RefuserOptions;
  /** The line of the first request that had no answer when it was recorded. */
  #unanswered: string | undefined;

  constructor(options: RefuserOptions) {
    this.#options = options;
  }

  /** Refuses a request that no recording answers. */
  miss(request: HttpRequest, line: string, lane: Lane): ReplayMissError {
    const { tape } = this.#options;
    const reason = tape.content === undefined ? this.#explainNoTape(line) : explainMiss(line, tape);
    return this.#end(request, line, lane, reason);
  }

  /** Refuses a request that went on differently after its reply had begun. */
  strayed(request: HttpRequest, line: string, lane: Lane): ReplayMissError {
    return this.#end(request, line, lane, { type: "strayed" });
  }

  /** Refuses what is asked beyond the end of a recording. */
  atEnd(end: RecordedEnd): RecordedEndError {
    const error = new RecordedEndError(end);
    this.#options.abortTrial(error);
    return error;
  }

  /** Refuses a connection. */
  connection(target: string, lane: Lane): RefusedConnectionError {
    const error = new RefusedConnectionError(target, this.#requester(lane));
    this.#options.abortTrial(error);
    return error;
  }

  /** Notes a request that gets no answer. */
  leaveUnanswered(line: string): void {
    this.#unanswered ??= line;
  }

  /** If a replay does not end: what it may be waiting for without ever getting it, and what to do then. */
  get unansweredHint(): string | undefined {
    const { file, command } = this.#options;
    const hints = earlierRefusals([...refusedTargets], "the trial waits for one");
    if (this.#unanswered !== undefined) {
      const { method, path } = JSON.parse(this.#unanswered) as Record<"method" | "path", string>;
      hints.push(
        `${method} ${path} had no answer by the end of the trial that was recorded, and gets none from the recording: if that is waited for now, delete ${file}, and record the case anew: ${command("record")}`,
      );
    }
    return hints.length === 0 ? undefined : hints.join("\n");
  }

  #end(request: HttpRequest, line: string, lane: Lane, reason: MissReason): ReplayMissError {
    const { tape, file, command, renameCommand, abortTrial } = this.#options;
    const error = new ReplayMissError({
      ...(JSON.parse(rewritePlaceholders(line, UNNUMBERED)) as Record<"method" | "path", string>),
      host: new URL(request.url).host,
      requester: this.#requester(lane),
      file,
      recorded: tape.content?.exchanges.length ?? 0,
      refused: [...refusedTargets],
      hasClock: tape.content?.header.clock !== undefined,
      reason,
      command,
      renameCommand,
    });
    abortTrial(error);
    return error;
  }

  #requester({ path, atWork }: Lane): string {
    const requester = this.#options.requester();
    return path.length === 0 || atWork === undefined
      ? requester
      : `${atWork}, in a run of its own that ${requester} began`;
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
