import type { Conversation } from "../conversation.ts";
import type { Decision, EarlyReply, MadeRequest, SentRequest } from "../decision.ts";
import { STAND_IN_HEADER } from "../exchange.ts";
import { BodyTooLargeError } from "../http/body-limit.ts";
import { fieldOf, type HeaderFields, type IncomingReply } from "../http/http.ts";
import { keptHeaders } from "../http/kept-headers.ts";
import { replayReply } from "../http/replayed-reply.ts";
import { failureOf, ReplyRecorder } from "../http/reply-recorder.ts";
import { Upload } from "./upload.ts";

/** A request of somebody's client and its reply, from the first byte to the last, whoever answers it. */
export class TapedExchange {
  readonly #conversation: Conversation;
  readonly #url: string;
  readonly #made: MadeRequest;
  readonly #headers: () => HeaderFields;
  readonly #upload = new Upload();
  readonly #recorder: ReplyRecorder;
  readonly #outcome = Promise.withResolvers<Decision>();
  #isDeciding = false;
  #decision: Decision | undefined;
  /** The recording that might answer it before its body has ended. */
  #next: Promise<EarlyReply | undefined> | undefined;
  /** The one that does. */
  #early: EarlyReply | undefined;
  /** Whether anything of it was sent, or would have been in the next moment. */
  #isUnderWay = false;
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
    this.#url = url;
    this.#made = conversation.make(method, url);
    this.#headers = headers;
    this.#recorder = new ReplyRecorder({
      now: () => conversation.now(),
      arrival: () => conversation.arrival(),
      keepGaps: conversation.realTime,
      maxBody: conversation.maxBody,
      upload: this.#upload,
    });
    // Not everybody waits for it.
    this.#outcome.promise.catch(() => undefined);
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
    this.#upload.add(bytes);
  }

  /** Whether its reply comes from the network, as far as that is known. */
  get isRecorded(): boolean {
    return this.goesOut || this.#decision?.type === "record";
  }

  /** What answers it, when that is decided. Rejects as `MadeRequest.decide` does. */
  get decision(): Promise<Decision> {
    return this.#outcome.promise;
  }

  /**
   * Says that the headers were sent: a recording whose reply began before the body of its request had ended may answer
   * from now on. Resolves to how many bytes of the body that takes; undefined if all of it.
   */
  async headed(): Promise<number | undefined> {
    this.start();
    if (!this.#upload.isOpen) return undefined;
    this.#next = this.#made.early(this.#headers());
    const early = await this.#next;
    if (early !== undefined) void this.#decideEarly(early);
    return early?.after;
  }

  /** Says that the whole body was sent, and decides. Rejects as `MadeRequest.decide` does. */
  decide(): Promise<Decision> {
    this.start();
    this.#upload.end();
    this.#decideAtLast();
    return this.decision;
  }

  /** Decides at once. Throws as `decide` rejects. */
  decideNow(): Decision {
    this.#upload.end();
    return this.#decideAtOnce();
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
    const sent = (bytes: number): Promise<void> => this.#upload.reaches(bytes);
    await this.#conversation.turnOf(reply);
    return replayReply(reply, { realTime, awaited, ended, signal, sent });
  }

  /** Whether the rest of the body never came, when it was recorded: the reply ends the request. */
  get isCut(): boolean {
    return this.#early?.isCut === true;
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
    this.start();
    const kept = keptHeaders(headers, this.#conversation.keptHeaders);
    this.#isStandIn = fieldOf(headers, STAND_IN_HEADER) !== undefined;
    this.#recorder.start(status, statusText, kept, httpVersion);
    this.#made.begun(this.#recorder.begin());
    this.#record();
    return kept;
  }

  /**
   * A piece of the reply's body. Its client may change it. Returns what the client must fail with, if the body is too
   * large: that has ended the trial.
   */
  received(bytes: Uint8Array): BodyTooLargeError | undefined {
    if (this.#isOver) return undefined;
    this.#recorder.chunk(Uint8Array.from(bytes));
    return this.#refuseIfTooLarge();
  }

  #refuseIfTooLarge(isWhole = false): BodyTooLargeError | undefined {
    if (!this.isRecorded || !this.#recorder.isTooLarge(isWhole)) return undefined;
    const error = new BodyTooLargeError(this.#url, this.#conversation.maxBody);
    this.fail(error);
    this.#conversation.endBy(error);
    return error;
  }

  /** The body of the reply has ended; its trailers may come. */
  receivedAll(): void {
    this.#recorder.endBody();
  }

  /** The client has the reply, or all that it wants of it. */
  end(trailers?: HeaderFields): void {
    if (!this.#isOver) this.#refuseIfTooLarge(true);
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
      this.#made.begun(at);
      return at;
    });
  }

  /** Says that nothing more comes, of the request or of its reply. */
  close(): void {
    this.end();
    this.#upload.abandon();
    if (!this.#isUnderWay) return;
    if (this.goesOut && !this.#isDeciding) this.#decideAtOnce();
    else this.#decideAtLast();
  }

  #whole(): SentRequest {
    const headers = this.#headers();
    return { headers, body: this.#upload.whole(headers) };
  }

  /** Of a body that was cut short by its reply, as much as had been sent before that; else all that was sent. */
  #request(): SentRequest {
    const { sentBefore } = this.#recorder;
    if (!this.#upload.isOpen || sentBefore === undefined) return this.#whole();
    return { headers: this.#headers(), body: this.#upload.beginning(sentBefore) };
  }

  #decideAtOnce(): Decision {
    this.#isDeciding = true;
    const decision = this.#made.decideNow(this.#request());
    this.#take(decision);
    return decision;
  }

  async #decideEarly(early: EarlyReply): Promise<void> {
    await this.#upload.reaches(early.after);
    if (this.#isDeciding) return;
    const decision = early.take();
    if (decision === undefined) return;
    this.#isDeciding = true;
    this.#early = early;
    this.#take(decision);
  }

  #decideAtLast(): void {
    if (this.#isDeciding) return this.#compare();
    this.#isDeciding = true;
    this.#decideByAll().then(
      (decision) => this.#take(decision),
      (error: unknown) => this.#outcome.reject(error),
    );
  }

  async #decideByAll(): Promise<Decision> {
    const early = await this.#next;
    const decision = early?.isCut === true ? early.take() : undefined;
    if (decision === undefined) return this.#made.decide(this.#request());
    this.#early = early;
    this.#compare();
    return decision;
  }

  /** An early reply was chosen before all was known that the request sends. */
  #compare(): void {
    const early = this.#early;
    this.#early = undefined;
    const upload = this.#upload;
    try {
      if (early?.isCut === true)
        early.compare({ headers: this.#headers(), body: upload.beginning(upload.bytes) });
      else if (!upload.isOpen) early?.compare(this.#whole());
    } catch {
      // It has ended the trial.
    }
  }

  #take(decision: Decision): void {
    this.#decision = decision;
    this.#conversation.open.delete(this);
    this.#record();
    this.#outcome.resolve(decision);
  }

  #record(): void {
    if (this.#decision?.type === "record")
      this.#decision.record(() => this.#recorder.soFar(), this.#isStandIn);
    else if (this.#upload.isOpen) this.#conversation.open.add(this);
  }

  #over(end: () => number): void {
    if (this.#isOver || !this.#isUnderWay) return;
    this.#isOver = true;
    void this.#finish(this.isRecorded ? end() : 0);
  }

  async #finish(at: number): Promise<void> {
    try {
      const decision = await this.decision;
      if (decision.type === "record") decision.ended(at);
    } catch {
      // Whoever waits for the reply gets the error.
    }
  }
}
