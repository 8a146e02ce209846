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
  /** It was given up before it could be decided. */
  giveUp(): void;
}

/** What a request sends, its headers spelled in any way. */
export interface SentRequest {
  readonly body: RequestBody;
  readonly headers: HeaderFields;
}
