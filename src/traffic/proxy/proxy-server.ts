import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ConnectionError,
  fieldOf,
  requestBody,
  type HeaderFields,
  type IncomingReply,
  type RequestBody,
} from "../http/http.ts";
import { refusal } from "../http/refusals.ts";

/** A request as a program made it of a proxy. */
export interface ProxiedRequest {
  readonly method: string;
  /** With the query; it begins with a slash. */
  readonly path: string;
  readonly headers: HeaderFields;
  /** As it was sent. */
  readonly bytes: Uint8Array;
  /** As it is compared. */
  readonly body: RequestBody;
  /** Aborted if the program gives it up. */
  readonly signal: AbortSignal;
}

/**
 * What a proxy answers. A ConnectionError that is thrown breaks the program's connection, and any other error is told in
 * a reply that no client asks for again.
 */
export type Answer = (request: ProxiedRequest) => Promise<IncomingReply>;

export interface ProxyServer {
  /** `http://127.0.0.1:4010`. */
  readonly origin: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Starts a proxy on the loopback interface; port 0 takes a free one. Rejects with the system's error. */
export async function startProxy(answer: Answer, port = 0): Promise<ProxyServer> {
  const { createServer } = process.getBuiltinModule("node:http");
  const server = createServer((incoming, response) => void respond(answer, incoming, response));
  // A program may think for long between two requests over one connection.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${taken}`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(
  answer: Answer,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const given = new AbortController();
  response.on("close", () => given.abort());
  try {
    const request = await received(incoming, given.signal);
    const reply = await answer(request).catch((error: unknown) => {
      if (error instanceof ConnectionError || given.signal.aborted) throw error;
      return refusal(error as Error);
    });
    response.sendDate = false;
    response.writeHead(reply.status, reply.statusText, ownFraming(reply));
    await writeAll(reply.body, response);
  } catch {
    // As the server broke it off, after what came of it, or the program gave it up.
    response.socket?.destroySoon();
  }
}

/** By hand, for a pipeline of streams would be a fifth of what a call through the proxy costs. */
async function writeAll(body: IncomingReply["body"], response: ServerResponse): Promise<void> {
  for await (const piece of body) {
    if (response.destroyed) return;
    if (!response.write(piece))
      await new Promise((resolve) => {
        response.once("drain", resolve).once("close", resolve);
      });
  }
  response.end();
}

async function received(incoming: IncomingMessage, signal: AbortSignal): Promise<ProxiedRequest> {
  const pieces: Uint8Array[] = [];
  for await (const piece of incoming) pieces.push(piece as Uint8Array);
  const {
    method = "",
    url: path = "",
    headers,
  } = incoming as { headers: HeaderFields } & IncomingMessage;
  const bytes = Buffer.concat(pieces);
  const type = fieldOf(headers, "content-type") ?? "";
  const encoding = fieldOf(headers, "content-encoding") ?? "";
  return { method, path, headers, bytes, body: requestBody(bytes, type, encoding), signal };
}

/** The headers of a reply, but for how long it is: what was taken out of a recording makes it another length. */
function ownFraming({ headers }: IncomingReply): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !/^(?:content-length|transfer-encoding|connection|trailer)$/i.test(name))
      .map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}
