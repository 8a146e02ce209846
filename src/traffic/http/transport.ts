import type http from "node:http";
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { Readable, Transform } from "node:stream";
import { urlToHttpOptions } from "node:url";
import { passing } from "./bypass-guard.ts";
import { chunksOf } from "./chunks-of.ts";
import type { Connection } from "./connections.ts";
import { ConnectionError } from "./http.ts";
import type { Failure, IncomingReply, HeaderFields } from "./http.ts";

/** A request as it goes out. */
interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | null | undefined;
  /** How to connect, where that is not plain from the URL. */
  readonly connection?: Connection | undefined;
}

const agents = new Map<string, Agent>();

/**
 * `node:http`, for at 256 conversations at once it costs a quarter of what `fetch` does. It is loaded with the first
 * request that goes out: a replay starts without it.
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
    // A server may close an idle connection just as it is used again; nothing of the request was looked at then.
    if (error instanceof StaleConnection) return sendOnce(request, false);
    throw error;
  }
}

class StaleConnection extends ConnectionError {}

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
    const outgoing: ClientRequest = passing.run(true, () => request(options));
    // Given to Node, the signal would cost as much as the rest of the request.
    const abort = (): unknown => outgoing.destroy(signal?.reason as Error);
    signal?.addEventListener("abort", abort, { once: true });
    outgoing.on("close", () => signal?.removeEventListener("abort", abort));
    outgoing.on("response", (incoming) => resolve(asReply(incoming, signal)));
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const failure = connectionFailure(error);
      if (signal?.aborted === true) reject(signal.reason);
      else
        reject(
          new (outgoing.reusedSocket && failure.code === "ECONNRESET"
            ? StaleConnection
            : ConnectionError)(failure),
        );
    });
    outgoing.end(body);
  });
}

let latest: { readonly url: string; readonly target: RequestOptions } | undefined;

/** Nearly all requests of a run go to one URL. */
function targetOf(url: string): RequestOptions {
  if (latest?.url !== url) {
    // Node's own object has no prototype, which makes every copy of it slow.
    const { protocol, hostname, port, path, auth } = urlToHttpOptions(new URL(url));
    latest = { url, target: { protocol, hostname, port, path, auth } };
  }
  return latest.target;
}

function asReply(incoming: IncomingMessage, signal: AbortSignal | null | undefined): IncomingReply {
  const { headers, content } = decoded(incoming);
  const body = chunksOf(content, (error) =>
    signal?.aborted === true ? signal.reason : new ConnectionError(connectionFailure(error)),
  );
  return { status: incoming.statusCode ?? 0, headers, body };
}

/** Where several addresses were tried, Node's error has a code and no words. */
function connectionFailure({ code = "ECONNRESET", message }: NodeJS.ErrnoException): Failure {
  return { code, message: message === "" ? code : message };
}

/**
 * A reply as if its server had not compressed it. Nobody asked for that here, some servers do it all the same, and what
 * is compressed can be neither read on a tape nor searched for secrets.
 */
function decoded(incoming: IncomingMessage): {
  readonly headers: HeaderFields;
  readonly content: Readable;
} {
  // Node has joined what comes several times already, save for cookies, and lists no field without a value.
  const headers = incoming.headers as HeaderFields;
  const decoder = decoderOf(incoming);
  if (decoder === undefined) return { headers, content: incoming };
  const { "content-encoding": _encoding, "content-length": _length, ...rest } = headers;
  const { pipeline } = process.getBuiltinModule("node:stream");
  // Whoever reads the content is told of what breaks.
  return { headers: rest, content: pipeline(incoming, decoder, () => undefined) };
}

/** For the encodings that `fetch` asks for; any other stays as it is. */
function decoderOf({ headers }: IncomingMessage): Transform | undefined {
  const encoding = headers["content-encoding"]?.toLowerCase();
  if (encoding === undefined) return undefined;
  const zlib = process.getBuiltinModule("node:zlib");
  // Nothing at all, as HEAD is answered, is no broken compression. `fetch` is as lenient.
  const { Z_SYNC_FLUSH: finishFlush, BROTLI_OPERATION_FLUSH } = zlib.constants;
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return zlib.createGunzip({ finishFlush });
    case "deflate":
      return zlib.createInflate({ finishFlush });
    case "br":
      return zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}
