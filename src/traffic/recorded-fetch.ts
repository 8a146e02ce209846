import { currentConversation } from "./conversation.ts";
import type { Conversation } from "./conversation.ts";
import { exchange } from "./exchange.ts";
import { ConnectionError } from "./http.ts";
import type { Failure, HttpRequest, IncomingReply } from "./http.ts";
import { OutsideRequestError } from "./outside-request.ts";
import { passing } from "./passing.ts";
import { poolApart } from "./pool-apart.ts";
import { refused } from "./refused.ts";
import { requestBody } from "./request-body.ts";
import { fetchResponse } from "./fetch-response.ts";

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
    const refusal = refused(error, headers);
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
