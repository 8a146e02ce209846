import { Readable } from "node:stream";
import { requestBody } from "./http.ts";
import type { IncomingReply } from "./http.ts";
import { OutsideRequestError } from "./outside-request.ts";
import { replayedReply } from "./replay-reply.ts";
import { sendRecorded } from "./send-recorded.ts";
import { conversationOf, STAMP_HEADER } from "./stamp.ts";

type Nock = typeof import("nock").default;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Has nock answer every request that reaches a socket from the tape of the conversation that it is stamped with. */
export function bridgeNock(nock: Nock): void {
  nock.disableNetConnect();
  for (const method of METHODS) {
    nock(/^https?:\/\//)
      .persist()
      .intercept(() => true, method)
      .reply(async (request: Request) => {
        const { status, headers, body } = await answer(request);
        return [status, Readable.from(body, { objectMode: false }), headers];
      });
  }
}

/** Belong to one connection, or were set by nock, or would bring the reply in a form that nobody can read on a tape. */
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
  const { method, url } = request;
  const conversation = conversationOf(request.headers.get(STAMP_HEADER));
  if (conversation === undefined) throw new OutsideRequestError(`${method} ${url}`);
  const content = new Uint8Array(await request.arrayBuffer());
  const body = requestBody(content, request.headers.get("content-type") ?? "");
  const decision = conversation.decide({ method, url, body });
  if (decision.type === "replay") return replayedReply(decision.reply, conversation.realTime);
  const headers = Object.fromEntries(
    [...request.headers].filter(([name]) => !NOT_FORWARDED.has(name)),
  );
  const outgoing = {
    method,
    url,
    headers: { ...headers, "accept-encoding": "identity" },
    body: content.length > 0 ? content : undefined,
  };
  return sendRecorded(outgoing, decision.record, conversation.realTime);
}
