import { AsyncLocalStorage } from "node:async_hooks";
import type { ClientRequest, IncomingMessage, InformationEvent } from "node:http";
import type { Socket } from "node:net";
import type { Conversation } from "../conversation.ts";
import { fieldOf, type HeaderFields } from "../http/http.ts";
import { fieldsOf, keptHeaders, keptRawHeaders } from "../http/kept-headers.ts";
import { refusalReply } from "../http/refusals.ts";
import { observeWrites } from "./observe-writes.ts";
import { TapSocket } from "./tap-socket.ts";
import { TapedExchange } from "./taped-exchange.ts";

type Connect = (request: ClientRequest) => void;
type Write = (chunk?: unknown, encoding?: unknown, callback?: unknown) => unknown;

/** A request of `node:http` in a conversation. */
export class TapedRequest {
  readonly #conversation: Conversation;
  readonly #request: ClientRequest;
  readonly #url: string;
  readonly #exchange: TapedExchange;
  /** A pooled connection runs in the context of whoever opened it, which may be another trial. */
  readonly #inContext = AsyncLocalStorage.snapshot();

  constructor(conversation: Conversation, request: ClientRequest, url: string) {
    this.#conversation = conversation;
    this.#request = request;
    this.#url = url;
    const { method } = request;
    this.#exchange = new TapedExchange(conversation, { method, url }, () => headersOf(request));
  }

  /** Sends the request out by `connect`, or answers it. */
  begin(connect: Connect): void {
    const request = this.#request;
    if (this.#exchange.goesOut) {
      this.#observeBody(() => {
        this.#exchange.decide().catch((error: unknown) => request.destroy(error as Error));
      });
      return connect(request);
    }
    const tap = new TapSocket(this.#url, timeoutOf(request), () => {
      void this.#headed(tap);
    });
    this.#observeBody(() => void this.#exchange.decide());
    void this.#answer(tap, connect);
    (request as unknown as { onSocket(socket: Socket): void }).onSocket(tap);
  }

  /** Called with the reply before the client gets it, without the headers that a replay does not have. */
  replied(response: IncomingMessage): void {
    const emit = response.emit.bind(response) as Write;
    Object.assign(response, {
      emit: (...args: unknown[]) => this.#inContext(() => emit(...args)),
    });
    const { statusCode = 0, statusMessage, headers, headersDistinct, rawHeaders } = response;
    const version = versionOf(response);
    const more = this.#visible;
    response.rawHeaders = keptRawHeaders(rawHeaders, more);
    response.headers = keptHeaders(headers as HeaderFields, more) as typeof headers;
    response.headersDistinct = keptHeaders(headersDistinct as HeaderFields, more) as never;
    if (!this.#exchange.isRecorded) return;
    this.#exchange.replied(statusCode, statusMessage, fieldsOf(rawHeaders), version);
    this.#observeReply(response);
  }

  /** A tape need not say that a body comes in chunks: in a replay it does so, too. */
  get #visible(): ReadonlySet<string> {
    return new Set([...this.#conversation.keptHeaders, "transfer-encoding"]);
  }

  /** The connection failed. */
  broke(error: Error): void {
    this.#exchange.fail(error);
  }

  /** Takes in what is written, whatever else is done with it. */
  #observeBody(onEnd: () => void): void {
    const request = this.#request;
    const destroy = request.destroy.bind(request);
    const emit = request.emit.bind(request) as Write;
    observeWrites(request, (bytes) => this.#exchange.sent(bytes), onEnd);
    Object.assign(request, {
      destroy: (error?: Error) => {
        if (!request.destroyed) this.#exchange.giveUp();
        return destroy(error);
      },
      emit: (event: string, ...args: unknown[]) => {
        const [first, ...more] = args;
        const isInformation = event === "information";
        const seen = isInformation ? [this.#informed(first as InformationEvent), ...more] : args;
        return this.#inContext(() => emit(event, ...seen));
      },
    });
    request.once("close", () => this.#exchange.close());
  }

  /** Its headers were sent, and it may wait to be told to go on. */
  async #headed(tap: TapSocket): Promise<void> {
    const needed = await this.#exchange.headed();
    // If the reply comes before any of the body, its recording knows whether its server said so.
    if (needed !== 0 && /^100-continue$/i.test(fieldOf(headersOf(this.#request), "expect") ?? ""))
      tap.goOn();
  }

  #informed(event: InformationEvent): InformationEvent {
    const { statusCode, headers, rawHeaders } = event;
    if (!this.#exchange.isRecorded) return event;
    this.#exchange.informed(statusCode, fieldsOf(rawHeaders));
    const more = this.#visible;
    const kept = keptHeaders(headers as HeaderFields, more) as typeof headers;
    return { ...event, headers: kept, rawHeaders: keptRawHeaders(rawHeaders, more) };
  }

  async #answer(tap: TapSocket, connect: Connect): Promise<void> {
    const request = this.#request;
    try {
      const decision = await this.#exchange.decision;
      if (decision.type === "record") return connect(joining(request, tap));
      const aborted = new AbortController();
      tap.once("close", () => aborted.abort());
      const reply = this.#exchange.replay(decision, aborted.signal);
      await tap.play(request, reply, () => this.#exchange.begin());
      // Its server would not read on.
      if (this.#exchange.isCut) tap.push(null);
    } catch (error) {
      const refusal = refusalReply(error, headersOf(request));
      if (refusal === undefined) tap.destroy(error as Error);
      else await tap.play(request, Promise.resolve(refusal));
    }
  }

  #observeReply(response: IncomingMessage): void {
    const exchange = this.#exchange;
    const push = response.push.bind(response);
    const destroy = response.destroy.bind(response);
    Object.assign(response, {
      push: (chunk: unknown, encoding?: BufferEncoding) => {
        const tooLarge = chunk instanceof Uint8Array ? exchange.received(chunk) : undefined;
        if (tooLarge !== undefined) {
          destroy(tooLarge);
          return false;
        }
        if (chunk === null && response.complete) exchange.end(fieldsOf(response.rawTrailers));
        return push(chunk, encoding);
      },
      destroy: (error?: Error) => {
        // Node does so itself if the connection broke.
        const isBroken = response.socket?.destroyed === true && error !== undefined;
        if (isBroken) exchange.fail(error);
        else exchange.end();
        return destroy(error);
      },
    });
  }
}

/** The version of HTTP where a replay must know it: of a body that ends with its connection, and of old servers. */
function versionOf({ httpVersion, headers }: IncomingMessage): string | undefined {
  const isFramed = "content-length" in headers || "transfer-encoding" in headers;
  return isFramed && httpVersion !== "1.0" ? undefined : httpVersion;
}

/** Milliseconds; 0 for none. */
function timeoutOf(request: ClientRequest): number {
  const { timeout, agent } = request as unknown as {
    readonly timeout?: number;
    readonly agent?: { readonly options?: { readonly timeout?: number } };
  };
  return timeout ?? agent?.options?.timeout ?? 0;
}

/** The headers of a request. If they were given as a list, they are written at once, and stand nowhere else. */
export function headersOf(request: ClientRequest): HeaderFields {
  const written = (request as unknown as { readonly _header: string | null })._header;
  if (written === null) return request.getHeaders() as HeaderFields;
  const lines = written
    .split("\r\n")
    .slice(1)
    .filter((line) => line.includes(":"));
  return fieldsOf(lines.flatMap((line) => line.split(/: ?(.*)/s).slice(0, 2)));
}

/** A request's stand-in with an agent: the connection that it gets is joined to the request's own. */
function joining(request: ClientRequest, tap: TapSocket): ClientRequest {
  const onSocket = (socket: Socket | null, error?: Error): void => {
    if (socket === null || error !== undefined) tap.destroy(error);
    else tap.join(socket);
  };
  return Object.create(request, { onSocket: { value: onSocket, writable: true } }) as ClientRequest;
}
