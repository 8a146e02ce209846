import { currentConversation, type Conversation } from "../conversation.ts";
import { exchange } from "../exchange.ts";
import { fetchResponse } from "../http/fetch-response.ts";
import {
  ConnectionError,
  requestBody,
  type Failure,
  type HttpRequest,
  type IncomingReply,
} from "../http/http.ts";
import { OutsideRequestError, refusalReply } from "../http/refusals.ts";
import { bypassGuard } from "../http/transport.ts";

type Fetch = typeof globalThis.fetch;

/**
 * `fetch` for whatever runs in a conversation, such as a tool, or the SDK of an agent's own client. The conversation is
 * read when the request is made; a request outside any conversation is refused.
 */
export function recordedFetch(original: Fetch): Fetch {
  return async (input, init) => {
    // data: and blob: do not use the network, and what this program sends itself was decided before.
    if (!/^https?:/i.test(urlOf(input)) || bypassGuard.getStore() === true)
      return original(input, init);
    const conversation = currentConversation();
    const place = conversation?.nextPlace();
    const content = init?.body;
    if (typeof content === "string" && !(input instanceof Request)) {
      const headers = new Headers(init?.headers);
      const body = requestBody(content, headers.get("content-type") ?? "text/plain");
      const request = { method: init?.method ?? "GET", url: urlOf(input), body };
      return answer(conversation, place, request, headers, init?.signal, async () =>
        original(input, { ...init, ...(await withSeparatePool(original, init)) }),
      );
    }
    const request = new Request(input, init);
    const { method, url, headers, signal } = request;
    requestOfSignal.set(signal, request);
    const bytes = request.body === null ? undefined : await request.clone().bytes();
    const body = requestBody(bytes, headers.get("content-type") ?? "");
    return answer(conversation, place, { method, url, body }, headers, signal, async () =>
      original(request, await withSeparatePool(original, init)),
    );
  };
}

/** A Request's signal follows the caller's only as long as the Request is not collected. */
const requestOfSignal = new WeakMap<AbortSignal, Request>();

async function answer(
  conversation: Conversation | undefined,
  place: number | undefined,
  request: HttpRequest,
  headers: Headers,
  signal: AbortSignal | null | undefined,
  fetchLive: () => Promise<Response>,
): Promise<Response> {
  signal?.throwIfAborted();
  let live: Response | undefined;
  try {
    if (conversation === undefined) throw new OutsideRequestError(request.method, request.url);
    const decision = conversation.decide(request, place);
    const send = async (): Promise<IncomingReply> => {
      live = await bypassGuard.run(true, fetchLive).catch((error: unknown) => {
        throw asConnectionError(error);
      });
      const { status, headers, redirected, url } = live;
      const redirectedTo = redirected ? url : undefined;
      return { status, headers: Object.fromEntries(headers), redirectedTo, body: bytes(live) };
    };
    const reply = await exchange(conversation, decision, send, signal);
    return fetchResponse(request.url, reply, live);
  } catch (error) {
    if (error instanceof ConnectionError) throw new TypeError("fetch failed", { cause: error });
    const refusal = refusalReply(error, headers);
    if (refusal === undefined) throw error;
    return fetchResponse(request.url, refusal, undefined);
  }
}

async function* bytes({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  try {
    yield* body;
  } catch (error) {
    throw asConnectionError(error);
  }
}

/** The reason of a failed fetch as a ConnectionError; an abort, and anything else, as it is. */
function asConnectionError(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  const { code, name, message } = (error.cause ?? error) as Partial<Failure> & { name?: string };
  const failure: Failure = {
    code: typeof code === "string" ? code : (name ?? "ECONNRESET"),
    message: message === undefined || message === "" ? String(code ?? name) : message,
  };
  return new ConnectionError(failure);
}

function urlOf(input: Parameters<Fetch>[0]): string {
  return input instanceof Request ? input.url : String(input);
}

/** The part of undici's dispatchers that is used here. */
interface Dispatcher {
  dispatch(options: { readonly origin: string }, handler: unknown): boolean;
}

/** Where undici, by its version, keeps the dispatcher of requests that name none. */
const BEFORE_8 = Symbol.for("undici.globalDispatcher.1");
const SINCE_8 = Symbol.for("undici.globalDispatcher.2");
/** Where Node's `fetch` does. */
const SHARED = Number.parseInt(process.versions["undici"] ?? "", 10) < 8 ? BEFORE_8 : SINCE_8;

/**
 * The dispatcher that `init` names, or Node's own, over connections that nothing else uses. While recording, Node's
 * `fetch` goes out and npm's undici goes through nock, but both use one pool: over a connection that one left open, the
 * other's next request would go out unrecorded, or not at all. Pools are known by the text of their origin, and with a
 * slash at its end that is a different text for the same server.
 */
async function withSeparatePool(fetch: Fetch, init: RequestInit | undefined): Promise<RequestInit> {
  const { dispatcher: named } = (init ?? {}) as { dispatcher?: Dispatcher };
  // Node's own exists once something was fetched.
  if (named === undefined && shared() === undefined) await fetch("data:,");
  const dispatcher: Dispatcher = {
    dispatch: (options, handler) => {
      const sender = named ?? (shared() as Dispatcher);
      const { origin } = options;
      // A proxy without a tunnel gets origin and path as one text.
      const isUnchanged = origin.startsWith("http:") && isProxy(named);
      return sender.dispatch(isUnchanged ? options : { ...options, origin: `${origin}/` }, handler);
    },
  };
  return { dispatcher } as RequestInit;
}

function shared(symbol: symbol = SHARED): Dispatcher | undefined {
  return (globalThis as { [symbol: symbol]: unknown })[symbol] as Dispatcher | undefined;
}

/** By the class's name. A newer undici wraps its dispatcher for an older one, and only the inner one has the name. */
function isProxy(named: Dispatcher | undefined): boolean {
  const senders = named === undefined ? [shared(BEFORE_8), shared(SINCE_8)] : [named];
  return senders.some((sender) => /Proxy/.test(sender?.constructor.name ?? ""));
}
