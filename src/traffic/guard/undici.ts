import type { Patches } from "../../patches/patches.ts";
import type { Conversation, RecordingMode } from "../conversation.ts";
import { currentConversation, refuseConnection } from "../current.ts";
import { OutsideRequestError, refusalReply } from "../http/refusals.ts";
import type { IncomingReply } from "../http/http.ts";
import { fieldsOf } from "../http/kept-headers.ts";
import type { Decision } from "../decision.ts";
import { TapedExchange } from "./taped-exchange.ts";
import { bodyPieces, isKnown, isStream } from "./undici-body.ts";
import { inItsContext, watchPools } from "../http/undici-pools.ts";
import { observeReply, takeOver, urlOf, type UndiciRequest } from "./undici-request.ts";

/** Whether a request was refused just now. Its client, which does not know yet, may connect for it. */
let isRefusing = false;

/**
 * Answers and records the requests of undici, whichever copy of it makes them: npm's, or the one in Node behind `fetch`.
 * What goes out does so by its own dispatcher. `letsThrough` names the hosts that are not recorded.
 */
export function tapeUndici(
  patches: Patches,
  modeNow: () => RecordingMode | undefined,
  letsThrough: (host: string) => boolean,
): { isRefusing(): boolean } {
  watchPools(patches);
  patches.listen("undici:request:create", (message) => {
    const { request } = message as { request: UndiciRequest };
    // A tunnel is a proxy's, on the way of a request that was seen before.
    if (request.method === "CONNECT") return;
    const url = urlOf(request);
    if (letsThrough(new URL(url).host)) return;
    inItsContext(request, () => {
      if (modeNow() !== undefined) intercept(request, url);
    });
  });
  return { isRefusing: () => isRefusing };
}

function intercept(request: UndiciRequest, url: string): void {
  const conversation = currentConversation();
  if (request.upgrade) return refuse(request, refuseConnection(new URL(url).host));
  if (conversation === undefined)
    return refuse(request, new OutsideRequestError(request.method, url));
  const { method } = request;
  const exchange = new TapedExchange(conversation, { method, url }, () => headersOf(request));
  exchange.start();
  if (conversation.isReplayed(url)) return void answer(request, exchange, conversation);
  if (isKnown(request.body)) return decideNow(request, exchange, conversation);
  if (exchange.goesOut) return observe(request, exchange);
  if (isStream(request.body)) return decideWhenRead(request, exchange, conversation);
  // undici itself writes a form or a blob, and the headers that describe it.
  exchange.letOut();
  observe(request, exchange);
}

/** Records a request that goes out, as it does. */
function observe(request: UndiciRequest, exchange: TapedExchange): void {
  const { onBodySent, onRequestSent } = request;
  Object.assign(request, {
    onBodySent(chunk: Uint8Array | string) {
      exchange.sent(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      return Reflect.apply(onBodySent, request, [chunk]) as unknown;
    },
    onRequestSent() {
      exchange.decide().catch((error: unknown) => request.abort?.(error as Error));
      return Reflect.apply(onRequestSent, request, []) as unknown;
    },
  });
  observeReply(request, exchange);
}

/** Answers a request from the tape. The client still has it in its queue, and drops it. */
async function answer(
  request: UndiciRequest,
  exchange: TapedExchange,
  conversation: Conversation,
): Promise<void> {
  const driver = takeOver(request);
  const aborted = new AbortController();
  driver.begin((reason) => {
    if (aborted.signal.aborted) return;
    exchange.giveUp();
    exchange.close();
    conversation.awaited.delete(driver);
    aborted.abort();
    driver.error(reason ?? new Error("Request aborted"));
  });
  // Only a timer may hold the signal that ends it.
  conversation.awaited.add(driver);
  const body = bodyPieces(request.body);
  try {
    const decision = await Promise.race([exchange.decision, upload(body, exchange)]);
    if (decision.type === "record" || aborted.signal.aborted) return;
    const reply = await exchange.replay(decision, aborted.signal);
    exchange.begin();
    await driver.play(reply);
  } catch (error) {
    exchange.begin();
    if (!aborted.signal.aborted) await refuseWith(driver, error, request);
  } finally {
    conversation.awaited.delete(driver);
    exchange.close();
    // A client reads no more of a body when it has the reply.
    void body.return(undefined);
  }
}

/** Reads what a request sends, and decides when that has ended. */
async function upload(body: AsyncIterable<Uint8Array>, exchange: TapedExchange): Promise<Decision> {
  void exchange.headed();
  for await (const piece of body) exchange.sent(piece);
  return exchange.decide();
}

type Driver = ReturnType<typeof takeOver>;

function refuse(request: UndiciRequest, error: unknown): void {
  isRefusing = true;
  // A client with a body to read connects a step later.
  queueMicrotask(() => queueMicrotask(() => (isRefusing = false)));
  const driver = takeOver(request);
  driver.begin((reason) => driver.error(reason ?? new Error("Request aborted")));
  void refuseWith(driver, error, request);
}

/** A client that asks again gets an answer that says not to. */
async function refuseWith(driver: Driver, error: unknown, request: UndiciRequest): Promise<void> {
  const refusal: IncomingReply | undefined = refusalReply(error, headersOf(request));
  if (refusal === undefined) driver.error(error);
  else await driver.play(refusal);
}

/** A body that is there at once is not read by way of a stream, so the request need not wait. */
function decideNow(
  request: UndiciRequest,
  exchange: TapedExchange,
  conversation: Conversation,
): void {
  const { body } = request;
  if (body !== null) exchange.sent(body as Uint8Array);
  try {
    const decision = exchange.decideNow();
    if (decision.type === "replay") void answer(request, exchange, conversation);
    else observeReply(request, exchange);
  } catch (error) {
    refuse(request, error);
  }
}

/**
 * Holds a body back until all of it is known: then it goes out in its own pieces, or the request is answered from the
 * tape, and the client drops the connection that it has opened for it.
 */
function decideWhenRead(
  request: UndiciRequest,
  exchange: TapedExchange,
  conversation: Conversation,
): void {
  const { body } = request;
  observeReply(request, exchange);
  const held = async function* held(): AsyncGenerator<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of bodyPieces(body)) pieces.push(piece);
    for (const piece of pieces) exchange.sent(piece);
    try {
      const decision = await exchange.decide();
      if (decision.type === "record") return yield* pieces;
      request.body = null;
      void answer(request, exchange, conversation);
    } catch (error) {
      refuse(request, error);
    }
    throw new Error("This request was answered from its recording");
  };
  request.body = held();
}

function headersOf({ headers, host, contentType }: UndiciRequest): ReturnType<typeof fieldsOf> {
  const raw =
    typeof headers === "string"
      ? headers
          .split("\r\n")
          .flatMap((line) => (line === "" ? [] : line.split(/: ?(.*)/s).slice(0, 2)))
      : headers;
  return {
    ...fieldsOf(raw),
    ...(host == null ? {} : { host }),
    ...(contentType == null ? {} : { "content-type": contentType }),
  };
}
