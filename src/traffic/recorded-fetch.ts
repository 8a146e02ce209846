import { currentConversation } from "./conversation.ts";
import type { Conversation } from "./conversation.ts";
import { ConnectionError, requestBody } from "./http.ts";
import type { HttpRequest, IncomingReply, Reply } from "./http.ts";
import { OutsideRequestError } from "./outside-request.ts";
import { passing } from "./passing.ts";
import { recordingReply } from "./record-body.ts";
import { replayedReply } from "./replay-reply.ts";
import { STAND_IN_HEADER } from "./send-recorded.ts";

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
    const method = (
      init?.method ?? (input instanceof Request ? input.method : "GET")
    ).toUpperCase();
    if (conversation === undefined) throw new OutsideRequestError(`${method} ${urlOf(input)}`);
    const content = init?.body;
    if (typeof content === "string" && !(input instanceof Request)) {
      const contentType = new Headers(init?.headers).get("content-type") ?? "text/plain";
      return answer(
        conversation,
        { method, url: urlOf(input), body: requestBody(content, contentType) },
        () => original(input, init),
        init?.signal,
      );
    }
    const request = new Request(input, init);
    const bytes =
      request.body === null ? undefined : new Uint8Array(await request.clone().arrayBuffer());
    const body = requestBody(bytes, request.headers.get("content-type") ?? "");
    return answer(
      conversation,
      { method, url: request.url, body },
      () => original(request),
      request.signal,
    );
  };
}

async function answer(
  conversation: Conversation,
  request: HttpRequest,
  fetchIt: () => Promise<Response>,
  signal: AbortSignal | null | undefined,
): Promise<Response> {
  signal?.throwIfAborted();
  const decision = conversation.decide(request);
  if (decision.type === "record") return record(conversation, request, fetchIt, decision.record);
  try {
    const reply = await replayedReply(decision.reply, conversation.realTime);
    return response(request.url, reply, reply.headers);
  } catch (error) {
    if (error instanceof ConnectionError) throw new TypeError("fetch failed", { cause: error });
    throw error;
  }
}

async function record(
  conversation: Conversation,
  { url }: HttpRequest,
  fetchIt: () => Promise<Response>,
  put: (reply: Reply, host: string, standIn: boolean) => void,
): Promise<Response> {
  const { host } = new URL(url);
  const since = performance.now();
  const now = (): number => performance.now();
  let live: Response;
  try {
    live = await passing.run(true, fetchIt);
  } catch (error) {
    const failure = connectionCode(error);
    if (failure !== undefined) {
      put(
        {
          status: 0,
          headers: {},
          body: { kind: "text", text: "" },
          failure,
          ms: Math.round(now() - since),
        },
        host,
        false,
      );
    }
    throw error;
  }
  const incoming = {
    status: live.status,
    headers: Object.fromEntries(live.headers),
    body: bytes(live),
  };
  const standIn = live.headers.has(STAND_IN_HEADER);
  const recorded = recordingReply(incoming, (reply) => put(reply, host, standIn), {
    since,
    now,
    keepGaps: conversation.realTime,
  });
  return response(live.url, recorded, live.headers);
}

async function* bytes({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  try {
    yield* body;
  } catch (error) {
    throw new ConnectionError(connectionCode(error) ?? "ECONNRESET", { cause: error });
  }
}

/** The statuses that a Response must have no body for. */
const BODILESS = new Set([101, 204, 205, 304]);

function response(
  url: string,
  { status, body }: IncomingReply,
  headers: Headers | Readonly<Record<string, string>>,
): Response {
  const stream = BODILESS.has(status) ? drained(body) : ReadableStream.from(brokenOff(body));
  return Object.defineProperty(new Response(stream, { status, headers }), "url", { value: url });
}

/** Reads a body that there cannot be, so that the reply counts as read. */
function drained(body: AsyncIterable<Uint8Array>): null {
  void (async () => {
    for await (const _ of body);
  })().catch(() => undefined);
  return null;
}

async function* brokenOff(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new TypeError("terminated", { cause: error });
  }
}

/** Node's code of a failed fetch; undefined for one that the caller aborted. */
function connectionCode(error: unknown): string | undefined {
  if (!(error instanceof TypeError)) return undefined;
  const { code, name } = (error.cause ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : typeof name === "string" ? name : "ECONNRESET";
}

function urlOf(input: Parameters<Fetch>[0]): string {
  return input instanceof Request ? input.url : String(input);
}
