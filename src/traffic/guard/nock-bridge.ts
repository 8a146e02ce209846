import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type nock from "nock";
import { exchange } from "../exchange.ts";
import { requestBody, type HeaderFields, type IncomingReply } from "../http/http.ts";
import { OutsideRequestError, refusalReply } from "../http/refusals.ts";
import { send } from "../http/transport.ts";
import { STAMP_HEADER, takeStamp } from "./stamp.ts";

type Nock = typeof nock;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Makes nock answer every request that reaches a socket from the tape of the conversation that it is stamped with. */
export function bridgeNock(nock: Nock): void {
  nock.disableNetConnect();
  // A request to leave HTTP gets no reply: the guard decides about its socket.
  nock(/^https?:\/\//)
    .persist()
    .intercept(() => true, "GET")
    .matchHeader("upgrade", (value: unknown) => value !== null)
    .passthrough();
  for (const method of METHODS) {
    nock(/^https?:\/\//)
      .persist()
      .intercept(() => true, method)
      .reply(async (request: Request) => {
        const { status, headers, body } = await answer(request);
        const content = Readable.from(oneByOne(body), { objectMode: false });
        return [status, content, withFraming(request.method, status, headers)];
      });
  }
}

/** A body must say where it ends: otherwise one that breaks off looks like one that is whole. */
function withFraming(method: string, status: number, headers: HeaderFields): HeaderFields {
  const bodiless = method === "HEAD" || status === 204 || status === 304;
  return bodiless || "content-length" in headers || "transfer-encoding" in headers
    ? headers
    : { ...headers, "transfer-encoding": "chunked" };
}

/** Chunks that are written to a socket at once reach its reader as one. */
async function* oneByOne(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk;
    await setImmediate();
  }
}

/** These belong to one connection, were set by nock, or would make the reply unreadable on a tape. */
const NOT_FORWARDED = new Set([
  STAMP_HEADER,
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
]);

async function answer(request: Request): Promise<IncomingReply> {
  const { method, url, headers, signal } = request;
  const content = await request.bytes();
  try {
    const stamp = takeStamp(headers.get(STAMP_HEADER));
    if (stamp === undefined) throw new OutsideRequestError(method, url);
    const { conversation, place, connection } = stamp;
    const body = requestBody(content, headers.get("content-type") ?? "");
    const decision = conversation.decide({ method, url, body }, place);
    const forwarded = [...headers].filter(([name]) => !NOT_FORWARDED.has(name));
    const outgoing = {
      method,
      url,
      headers: { ...Object.fromEntries(forwarded), "accept-encoding": "identity" },
      body: content.length > 0 ? content : undefined,
      signal,
      connection,
    };
    return await exchange(conversation, decision, () => send(outgoing), signal);
  } catch (error) {
    const refusal = refusalReply(error, headers);
    if (refusal === undefined) throw error;
    return refusal;
  }
}
