import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { ConnectionError } from "./http.ts";
import type { IncomingReply } from "./http.ts";
import { passing } from "./passing.ts";

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

// Chosen by measuring: at 256 conversations at once it costs a quarter of what `fetch` does (see bench).
const agents = {
  "http:": new HttpAgent({ keepAlive: true, scheduling: "lifo" }),
  "https:": new HttpsAgent({ keepAlive: true, scheduling: "lifo" }),
};

/** Sends a request over the real network, past every guard. Throws ConnectionError, and the signal's reason. */
export async function send(request: OutgoingRequest): Promise<IncomingReply> {
  request.signal?.throwIfAborted();
  try {
    return await sendOnce(request);
  } catch (error) {
    // A server may close an idle connection just as it is used again; nothing of the request was looked at then.
    if (error instanceof StaleConnection) return sendOnce(request);
    throw error;
  }
}

class StaleConnection extends ConnectionError {}

function sendOnce({ method, url, headers, body, signal }: OutgoingRequest): Promise<IncomingReply> {
  const target = new URL(url);
  const secure = target.protocol === "https:";
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers:
        body === undefined ? headers : { ...headers, "content-length": Buffer.byteLength(body) },
      agent: agents[secure ? "https:" : "http:"],
      ...(signal === undefined ? {} : { signal }),
    };
    const outgoing: ClientRequest = passing.run(true, () =>
      (secure ? httpsRequest : httpRequest)(target, options),
    );
    outgoing.on("response", (incoming) => resolve(asReply(incoming, signal)));
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.name;
      if (signal?.aborted === true) reject(signal.reason);
      else
        reject(
          new (outgoing.reusedSocket && code === "ECONNRESET" ? StaleConnection : ConnectionError)(
            code,
            { cause: error },
          ),
        );
    });
    outgoing.end(body);
  });
}

function asReply(incoming: IncomingMessage, signal: AbortSignal | undefined): IncomingReply {
  return { status: incoming.statusCode ?? 0, headers: flatHeaders(incoming), body: body() };

  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      yield* incoming as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      throw new ConnectionError((error as NodeJS.ErrnoException).code ?? "ECONNRESET", {
        cause: error,
      });
    }
  }
}

function flatHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}
