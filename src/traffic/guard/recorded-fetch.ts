import { currentConversation } from "../conversation.ts";
import type { Conversation } from "../conversation.ts";
import { exchange } from "../exchange.ts";
import { passing } from "../http/bypass-guard.ts";
import { fetchResponse } from "../http/fetch-response.ts";
import { ConnectionError } from "../http/http.ts";
import type { Failure, HttpRequest, IncomingReply } from "../http/http.ts";
import { requestBody } from "../http/request-body.ts";
import { OutsideRequestError, refusalReply } from "../http/refusals.ts";

type Fetch = typeof globalThis.fetch;

/**
 * `fetch` for whatever runs in a conversation: the SDK of an agent's own client, a tool. The conversation is read
 * synchronously, where the request is made; a request outside any is refused.
 */
export function recordedFetch(original: Fetch): Fetch {
  return async (input, init) => {
    // What is no network (data:, blob:) has nothing to record, and what this program sends itself was decided already.
    if (!/^https?:/i.test(urlOf(input)) || passing.getStore() === true)
      return original(input, init);
    const conversation = currentConversation();
    const place = conversation?.nextPlace();
    const content = init?.body;
    if (typeof content === "string" && !(input instanceof Request)) {
      const headers = new Headers(init?.headers);
      const body = requestBody(content, headers.get("content-type") ?? "text/plain");
      const asked = { method: init?.method ?? "GET", url: urlOf(input), body };
      return answer(conversation, place, asked, headers, init?.signal, async () =>
        original(input, { ...init, ...(await poolApart(original, init)) }),
      );
    }
    const request = new Request(input, init);
    const { method, url, headers, signal } = request;
    heldBy.set(signal, request);
    const bytes = request.body === null ? undefined : await request.clone().bytes();
    const body = requestBody(bytes, headers.get("content-type") ?? "");
    return answer(conversation, place, { method, url, body }, headers, signal, async () =>
      original(request, await poolApart(original, init)),
    );
  };
}

/** A Request's signal follows the caller's only as long as the Request is there. */
const heldBy = new WeakMap<AbortSignal, Request>();

async function answer(
  conversation: Conversation | undefined,
  place: number | undefined,
  request: HttpRequest,
  headers: Headers,
  signal: AbortSignal | null | undefined,
  fetchIt: () => Promise<Response>,
): Promise<Response> {
  signal?.throwIfAborted();
  let live: Response | undefined;
  try {
    if (conversation === undefined) throw new OutsideRequestError(request.method, request.url);
    const decision = conversation.decide(request, place);
    const send = async (): Promise<IncomingReply> => {
      live = await passing.run(true, fetchIt).catch((error: unknown) => {
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

/** A failed fetch as what it comes from; an abort, and anything else, as it is. */
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

/** What undici sends requests with, as far as it is used here. */
interface Dispatcher {
  dispatch(options: { readonly origin: string }, handler: unknown): boolean;
}

/** Under one of these, by its version, an undici keeps the dispatcher that requests go to which name none. */
const BEFORE_8 = Symbol.for("undici.globalDispatcher.1");
const SINCE_8 = Symbol.for("undici.globalDispatcher.2");
/** That of Node's `fetch`. */
const SHARED = Number.parseInt(process.versions["undici"] ?? "", 10) < 8 ? BEFORE_8 : SINCE_8;

/**
 * The dispatcher that `init` names, or Node's own, with connections of its own. What Node's `fetch` sends goes out while
 * recording, and what npm's undici sends is played by nock, but both take connections from one pool: over one that either
 * left open, the other's next request would leave unrecorded, or not leave at all. A pool is found by the text of its
 * origin, and with a slash behind it that is another text for the same server.
 */
async function poolApart(fetch: Fetch, init: RequestInit | undefined): Promise<RequestInit> {
  const { dispatcher: named } = (init ?? {}) as { dispatcher?: Dispatcher };
  // It is there once something was fetched.
  if (named === undefined && shared() === undefined) await fetch("data:,");
  const dispatcher: Dispatcher = {
    dispatch: (options, handler) => {
      const sender = named ?? (shared() as Dispatcher);
      const { origin } = options;
      // A proxy that is not tunnelled through is asked for the origin and the path as one text.
      const asIs = origin.startsWith("http:") && isProxy(named);
      return sender.dispatch(asIs ? options : { ...options, origin: `${origin}/` }, handler);
    },
  };
  return { dispatcher } as RequestInit;
}

function shared(symbol: symbol = SHARED): Dispatcher | undefined {
  return (globalThis as { [symbol: symbol]: unknown })[symbol] as Dispatcher | undefined;
}

/** Whether requests go to a proxy, as its name says. A newer undici wraps its own for an older one, and then only its own has the name. */
function isProxy(named: Dispatcher | undefined): boolean {
  const senders = named === undefined ? [shared(BEFORE_8), shared(SINCE_8)] : [named];
  return senders.some((sender) => /Proxy/.test(sender?.constructor.name ?? ""));
}
