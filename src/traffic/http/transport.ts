import { AsyncLocalStorage } from "node:async_hooks";
import type http from "node:http";
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { urlToHttpOptions } from "node:url";
import { ConnectionError, type Failure, type IncomingReply } from "./http.ts";
import { decompress, readChunks } from "./incoming-body.ts";

/** True while this program sends a request itself, after deciding to: the guard lets such a connection through. */
export const bypassGuard = new AsyncLocalStorage<boolean>();

/** How a socket was connected, in the options of `node:https`: to where, and whom to trust. */
export type Connection = Readonly<Record<string, unknown>>;

/** A request as it goes out. */
interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | null | undefined;
  /** How to connect, if the URL does not say it all. */
  readonly connection?: Connection | undefined;
}

const agents = new Map<string, Agent>();

/**
 * `node:http`, because with 256 conversations at once it costs a quarter of what `fetch` does. It is loaded with the
 * first request that goes out: a replay starts without it.
 */
function network(protocol: string): { request: typeof http.request; agent: Agent } {
  const { Agent: PooledAgent, request } = process.getBuiltinModule(
    protocol === "https:" ? "node:https" : "node:http",
  );
  let agent = agents.get(protocol);
  if (agent === undefined) {
    agent = new PooledAgent({ keepAlive: true, scheduling: "lifo" });
    agents.set(protocol, agent);
  }
  return { request, agent };
}

/** Sends a request over the real network, past every guard. Throws ConnectionError, and the signal's reason. */
export async function send(request: OutgoingRequest): Promise<IncomingReply> {
  request.signal?.throwIfAborted();
  try {
    return await sendOnce(request);
  } catch (error) {
    // A server may close an idle connection just as it is used again: then it has not looked at the request.
    if (error instanceof StaleConnectionError) return sendOnce(request, false);
    throw error;
  }
}

class StaleConnectionError extends ConnectionError {}

function sendOnce(
  { method, url, headers, body, signal, connection }: OutgoingRequest,
  pooled = true,
): Promise<IncomingReply> {
  const target = targetOf(url);
  const { request, agent } = network(target.protocol ?? "");
  return new Promise((resolve, reject) => {
    const options = {
      ...target,
      ...connection,
      method,
      headers:
        body === undefined ? headers : { ...headers, "content-length": Buffer.byteLength(body) },
      agent: pooled ? agent : false,
    };
    const outgoing: ClientRequest = bypassGuard.run(true, () => request(options));
    // If Node got the signal, it would cost as much as the rest of the request.
    const abort = (): unknown => outgoing.destroy(signal?.reason as Error);
    signal?.addEventListener("abort", abort, { once: true });
    outgoing.on("close", () => signal?.removeEventListener("abort", abort));
    outgoing.on("response", (incoming) => resolve(asReply(incoming, signal)));
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const failure = failureOf(error);
      const isStale = outgoing.reusedSocket && failure.code === "ECONNRESET";
      if (signal?.aborted === true) reject(signal.reason);
      else reject(new (isStale ? StaleConnectionError : ConnectionError)(failure));
    });
    outgoing.end(body);
  });
}

let latest: { readonly url: string; readonly target: RequestOptions } | undefined;

/** Remembers the latest, since nearly all requests of a run go to one URL. */
function targetOf(url: string): RequestOptions {
  if (latest?.url !== url) {
    // Node's own object has no prototype, which makes every copy of it slow.
    const { protocol, hostname, port, path, auth } = urlToHttpOptions(new URL(url));
    latest = { url, target: { protocol, hostname, port, path, auth } };
  }
  return latest.target;
}

function asReply(incoming: IncomingMessage, signal: AbortSignal | null | undefined): IncomingReply {
  const { headers, content } = decompress(incoming);
  const body = readChunks(content, (error) =>
    signal?.aborted === true ? signal.reason : new ConnectionError(failureOf(error)),
  );
  return { status: incoming.statusCode ?? 0, headers, body };
}

/** If several addresses were tried, Node's error has a code and an empty message. */
function failureOf({ code = "ECONNRESET", message }: NodeJS.ErrnoException): Failure {
  return { code, message: message === "" ? code : message };
}
