import { AsyncLocalStorage } from "node:async_hooks";
import type http from "node:http";
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { urlToHttpOptions } from "node:url";
import { upTo } from "./body-limit.ts";
import { ConnectionError, type Failure, type IncomingReply } from "./http.ts";
import { decompress, readChunks } from "./incoming-body.ts";
import { limitWaits, type Waits } from "./waits.ts";

/**
 * Set while a request is sent that was decided before: this program's own, or one that somebody's agent connects. The
 * guard lets such a connection through.
 */
export const bypassGuard = new AsyncLocalStorage<"own" | "agent">();

/** A request as it goes out. */
interface OutgoingRequest extends Waits {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** How many bytes of a reply are read, unpacked. */
  readonly maxBody: number;
  readonly signal?: AbortSignal | null | undefined;
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
    // As `fetch` does, if Node is told to.
    const proxyEnv = process.env["NODE_USE_ENV_PROXY"] === "1" ? process.env : undefined;
    agent = new PooledAgent({ keepAlive: true, scheduling: "lifo", ...(proxyEnv && { proxyEnv }) });
    agents.set(protocol, agent);
  }
  return { request, agent };
}

/** As many as `fetch` follows. */
const MAX_REDIRECTIONS = 20;

/**
 * Sends a request over the real network, past every guard, and follows redirections that ask for the same request
 * elsewhere. Throws ConnectionError, also for a reply that is too large, and the signal's reason.
 */
export async function send(request: OutgoingRequest): Promise<IncomingReply> {
  let { url, headers } = request;
  for (let followed = 0; ; followed++) {
    const received = await sendTo({ ...request, url, headers });
    const reply = { ...received, body: upTo(request.maxBody, url, received.body) };
    const { location } = reply.headers;
    const isRedirected = reply.status === 307 || reply.status === 308;
    if (!isRedirected || typeof location !== "string" || followed === MAX_REDIRECTIONS)
      return reply;
    for await (const _ of reply.body);
    const next = new URL(location, url);
    // A key is for the server that it was given for.
    if (next.origin !== new URL(url).origin) headers = withoutKeys(headers);
    url = next.href;
  }
}

function withoutKeys(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:authorization|api-key|cookie)$/i.test(name)),
  );
}

async function sendTo(request: OutgoingRequest): Promise<IncomingReply> {
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
  { method, url, headers, body, signal, ...waits }: OutgoingRequest,
  pooled = true,
): Promise<IncomingReply> {
  const target = targetOf(url);
  const { request, agent } = network(target.protocol ?? "");
  return new Promise((resolve, reject) => {
    const options = {
      ...target,
      method,
      headers:
        body === undefined ? headers : { ...headers, "content-length": Buffer.byteLength(body) },
      agent: pooled ? agent : false,
    };
    const outgoing: ClientRequest = bypassGuard.run("own", () => request(options));
    // If Node got the signal, it would cost as much as the rest of the request.
    const abort = (): unknown => outgoing.destroy(signal?.reason as Error);
    signal?.addEventListener("abort", abort, { once: true });
    outgoing.on("close", () => signal?.removeEventListener("abort", abort));
    let timeout: Failure | undefined;
    const failureOf = (error: NodeJS.ErrnoException): Failure => timeout ?? asFailure(error);
    limitWaits(outgoing, waits, (failure) => {
      timeout = failure;
      outgoing.destroy();
    });
    outgoing.on("response", (incoming) => resolve(asReply(incoming, signal, failureOf)));
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

function asReply(
  incoming: IncomingMessage,
  signal: AbortSignal | null | undefined,
  failureOf: (error: NodeJS.ErrnoException) => Failure,
): IncomingReply {
  const { headers, content } = decompress(incoming);
  const body = readChunks(content, (error) =>
    signal?.aborted === true ? signal.reason : new ConnectionError(failureOf(error)),
  );
  return { status: incoming.statusCode ?? 0, headers, body };
}

/** If several addresses were tried, Node's error has a code and an empty message. */
function asFailure({ code = "ECONNRESET", message }: NodeJS.ErrnoException): Failure {
  // Those of OpenSSL end with a line break.
  return { code, message: message.trim() || code };
}
