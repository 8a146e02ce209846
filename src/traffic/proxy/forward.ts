import type { Conversation } from "../conversation.ts";
import { exchange } from "../exchange.ts";
import { MAX_BODY } from "../http/body-limit.ts";
import type { HeaderFields, IncomingReply } from "../http/http.ts";
import { keptHeaders } from "../http/kept-headers.ts";
import { send } from "../http/transport.ts";
import type { Waits } from "../http/waits.ts";
import { CONVERSATION_HEADER } from "./conversation-name.ts";
import type { ProxiedRequest } from "./proxy-server.ts";

/** The server that a proxy stands before. */
export interface Upstream extends Waits {
  /** Stands in place of the proxy's: `https://api.openai.com`. */
  readonly origin: string;
  /** What it is sent in place of the program's headers. Called only when a request goes to the network; may throw. */
  readonly headers: (given: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** How many bytes of a reply are read, unpacked; 64 MB by default. */
  readonly maxBody?: number | undefined;
}

/**
 * Answers a program's request by its conversation's tape, or by the server, whose reply goes onto the tape; without a
 * conversation, nothing is kept. Rejects with ReplayMissError, ConnectionError, the signal's reason, and what
 * `headers` throws.
 */
export async function forward(
  { method, path, headers, bytes, body, signal }: ProxiedRequest,
  { origin, maxBody = MAX_BODY, ...upstream }: Upstream,
  conversation: Conversation | undefined,
): Promise<IncomingReply> {
  const url = origin + path;
  const { connectTimeoutMs, timeoutMs } = upstream;
  const sendIt = (): Promise<IncomingReply> =>
    send({
      method,
      url,
      headers: upstream.headers(endToEnd(headers)),
      body: bytes.length === 0 ? undefined : bytes,
      maxBody,
      signal,
      connectTimeoutMs,
      timeoutMs,
    });
  if (conversation === undefined) return sendIt();
  const kept = (all: HeaderFields): HeaderFields => keptHeaders(all, conversation.keptHeaders);
  const decision = conversation.make(method, url).decideNow({ body, headers });
  const reply = await exchange(conversation, decision, sendIt, signal, kept);
  return { ...reply, headers: kept(reply.headers) };
}

/** Those that are about the connection to the proxy, or for the proxy itself. */
const OF_THE_PROXY = new RegExp(
  `^(?:connection|keep-alive|proxy-.+|te|trailer|transfer-encoding|upgrade|expect|host|content-length|accept-encoding|${CONVERSATION_HEADER})$`,
);

function endToEnd(headers: HeaderFields): Record<string, string> {
  const others = Object.entries(headers).filter(([name]) => !OF_THE_PROXY.test(name));
  return Object.fromEntries(others.map(([name, value]) => [name, String(value)]));
}
