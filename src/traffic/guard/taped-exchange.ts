import type { Conversation } from "../conversation.ts";
import type { Decision, MadeRequest } from "../decision.ts";
import { STAND_IN_HEADER } from "../exchange.ts";
import { requestBody, type HeaderFields, fieldOf, type IncomingReply } from "../http/http.ts";
import { keptHeaders } from "../http/kept-headers.ts";
import { replayReply } from "../http/replayed-reply.ts";
import { failureOf, ReplyRecorder } from "../http/reply-recorder.ts";

/** A request of somebody's client and its reply, from the first byte to the last, whoever answers it. */
export class TapedExchange {
  readonly #conversation: Conversation;
  readonly #made: MadeRequest;
  readonly #headers: () => HeaderFields;
  readonly #sent: Uint8Array[] = [];
  readonly #recorder: ReplyRecorder;
  #decided: Promise<Decision> | undefined;
  #decision: Decision | undefined;
  /** Whether anything of it was sent, or would have been in the next moment. */
  #isUnderWay = false;
  #begunAt: number | undefined;
  #isStandIn = false;
  #isGivenUp = false;
  #isOver = false;

  /** `headers` are those of the request, when they are known; their names may be spelled in any way. */
  constructor(
    conversation: Conversation,
    { method, url }: { readonly method: string; readonly url: string },
    headers: () => HeaderFields,
  ) {
    this.#conversation = conversation;
    this.#made = conversation.make(method, url);
    this.#headers = headers;
    this.#recorder = new ReplyRecorder({
      now: () => conversation.now(),
      arrival: () => conversation.arrival(),
      keepGaps: conversation.realTime,
    });
  }

  /** Whether the request goes out whatever its body is. */
  get goesOut(): boolean {
    return this.#made.goesOut;
  }

  /** Lets the request go out, though a recording might be like it. */
  letOut(): void {
    this.#made.letOut();
  }

  /** Says that the request will be sent, even if it is given up before it is. */
  start(): void {
    this.#isUnderWay = true;
  }

  /** A piece of the request's body. */
  sent(bytes: Uint8Array): void {
    this.start();
    this.#sent.push(Uint8Array.from(bytes));
  }

  /** Whether its reply comes from the network, as far as that is known. */
  get isRecorded(): boolean {
    return this.goesOut || this.#decision?.type === "record";
  }

  /** Decides, once the whole body was sent. Rejects as `MadeRequest.decide` does. */
  decide(): Promise<Decision> {
    this.start();
    this.#decided ??= this.#made.decide(this.#request()).then((decision) => this.#take(decision));
    return this.#decided;
  }

  /** Decides at once. Throws as `decide` rejects. */
  decideNow(): Decision {
    const decision = this.#made.decideNow(this.#request());
    this.#decided = Promise.resolve(this.#take(decision));
    return decision;
  }

  /** Says that the client gets a recorded reply now, or what it fails with. */
  begin(): void {
    if (this.#decision?.type === "replay") this.#decision.begun();
  }

  /** A recorded reply. `signal` is aborted if the client gives it up. */
  async replay(
    { reply, ended }: Extract<Decision, { type: "replay" }>,
    signal: AbortSignal,
  ): Promise<IncomingReply> {
    const { realTime, awaited } = this.#conversation;
    await this.#conversation.turnOf(reply);
    return replayReply(reply, { realTime, awaited, ended, signal });
  }

  /** A reply before the reply, such as early hints. Returns the headers that its client is to see. */
  informed(status: number, headers: HeaderFields): HeaderFields {
    const kept = keptHeaders(headers, this.#conversation.keptHeaders);
    this.#recorder.informed({ status, headers: kept });
    return kept;
  }

  /** The beginning of the reply. Returns the headers that its client is to see: a replay has no others. */
  replied(
    status: number,
    statusText: string | undefined,
    headers: HeaderFields,
    httpVersion?: string,
  ): HeaderFields {
    const kept = keptHeaders(headers, this.#conversation.keptHeaders);
    this.#isStandIn = fieldOf(headers, STAND_IN_HEADER) !== undefined;
    this.#recorder.start(status, statusText, kept, httpVersion);
    this.#begin(this.#recorder.begin());
    this.#record();
    return kept;
  }

  /** A piece of the reply's body. Its client may change it. */
  received(bytes: Uint8Array): void {
    this.#recorder.chunk(Uint8Array.from(bytes));
  }

  /** The client has the reply, or all that it wants of it. */
  end(trailers?: HeaderFields): void {
    this.#over(() => this.#recorder.end(trailers));
  }

  /** The client gives up what it is waiting for. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#made.giveUp();
  }

  fail(error: unknown): void {
    this.#over(() => {
      const at = this.#recorder.fail(failureOf(error, this.#isGivenUp));
      this.#begin(at);
      return at;
    });
  }

  #request(): { body: ReturnType<typeof requestBody>; headers: HeaderFields } {
    const headers = this.#headers();
    const field = (name: string): string => fieldOf(headers, name) ?? "";
    const bytes = Buffer.concat(this.#sent);
    return { headers, body: requestBody(bytes, field("content-type"), field("content-encoding")) };
  }

  /** A reply may begin before the whole request was sent. */
  #begin(at: number): void {
    if (this.#decision?.type === "record") this.#decision.begun(at);
    else this.#begunAt = at;
  }

  #take(decision: Decision): Decision {
    this.#decision = decision;
    if (this.#begunAt !== undefined) this.#begin(this.#begunAt);
    this.#record();
    return decision;
  }

  #record(): void {
    if (this.#decision?.type === "record")
      this.#decision.record(() => this.#recorder.soFar(), this.#isStandIn);
  }

  /** What was sent until then is the request, even if it was given up in the middle of it. */
  #over(end: () => number): void {
    if (this.#isOver || !this.#isUnderWay) return;
    this.#isOver = true;
    void this.#close(this.isRecorded ? end() : 0);
  }

  async #close(at: number): Promise<void> {
    try {
      const decision = await this.decide();
      if (decision.type === "record") decision.ended(at);
    } catch {
      // Whoever waits for the reply gets the error.
    }
  }
}
