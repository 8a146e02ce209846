import type { HeaderFields, Reply, RequestBody } from "./http/http.ts";

/**
 * What answers a request: the tape, or the network. `record` is called with a view of the reply as far as it has come;
 * undefined takes the request off the tape again. `begun` says that the caller gets a reply or an error, `ended` that
 * it has all of that.
 */
export type Decision =
  | {
      readonly type: "replay";
      readonly reply: Reply;
      readonly begun: () => void;
      readonly ended: () => void;
    }
  | {
      readonly type: "record";
      record(soFar: (() => Reply) | undefined, standIn: boolean): void;
      readonly begun: (at: number) => void;
      readonly ended: (at: number) => void;
    };

/** A request that was made, and whose body may be known only later. */
export interface MadeRequest {
  /** Whether it goes out whatever its body is, because no recording is like it. */
  readonly goesOut: boolean;
  /** Lets it go out, though a recording might be like it. */
  letOut(): void;
  /**
   * Decides, now that all is known. Of equal requests, the one that was made first is decided first. Rejects with
   * ReplayMissError, and with what `onSend` throws.
   */
  decide(sent: SentRequest): Promise<Decision>;
  /** Decides at once, whatever else is undecided. Throws as `decide` rejects. */
  decideNow(sent: SentRequest): Decision;
  /** The recording that answers it before its body has ended, if that is how it was recorded. */
  early(headers: HeaderFields): Promise<EarlyReply | undefined>;
  /** Says that the network answers it. */
  begun(at: number): void;
  /** It was given up before it could be decided. */
  giveUp(): void;
}

/** A recorded reply that began before the body of its request had ended. */
export interface EarlyReply {
  /** How many bytes of the body had been sent when it began. */
  readonly after: number;
  /** Whether the rest of the body never came: its beginning is all that is recorded. */
  readonly isCut: boolean;
  /** Answers by it. Undefined if it has answered something else meanwhile. */
  take(): Decision | undefined;
  /** Throws ReplayMissError for a body that is not the recorded one. */
  compare(sent: SentRequest): void;
}

/** What a request sends, its headers spelled in any way. */
export interface SentRequest {
  readonly body: RequestBody;
  readonly headers: HeaderFields;
}
