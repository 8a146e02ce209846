import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { localhostCertificate } from "./localhost-certificate.ts";

/** A server on the loopback interface that answers in every way in which a server can. */
export interface Origin {
  /** Without a slash at its end. */
  readonly url: string;
  readonly requests: readonly OriginRequest[];
  close(): Promise<void>;
}

interface OriginRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Starts it, with a certificate that nobody has signed where it is to be secure. */
export async function startOrigin({ secure = false } = {}): Promise<Origin> {
  const requests: OriginRequest[] = [];
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { method = "", url: path = "", headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString("latin1") };
      requests.push(request);
      await answer(request, response);
    })();
  };
  const server = secure
    ? createSecureServer(localhostCertificate, listener)
    : createServer(listener);
  // Hundreds connect at once, and on a slow machine a connection may be idle for long before it is used again.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) =>
    server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, resolve),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `${secure ? "https" : "http"}://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The paths that it knows. `/echo` answers with what it was sent; all others are named for what they do. */
async function answer(request: OriginRequest, response: ServerResponse): Promise<void> {
  const { method, path, headers, body } = request;
  const [name = "", argument] = path.replace(/^\/|\?.*/g, "").split("/");
  const json = { "content-type": "application/json" };
  switch (name) {
    case "echo":
      response.writeHead(200, json);
      response.end(JSON.stringify({ method, path, type: headers["content-type"], body }));
      return;
    case "json":
      response.writeHead(200, {
        ...json,
        "set-cookie": ["session=s3cr3t", "theme=dark"],
        "x-request-id": "req_1",
        "x-own": "7",
        "x-ratelimit-remaining-tokens": "99",
      });
      response.end(`${JSON.stringify({ b: [1, 2.5, null], a: "Grüße" }, null, 2)}\n`);
      return;
    case "unusual":
      // A spelling that no value can be written in again.
      response.writeHead(200, json);
      response.end('{ "price" : 1.0, "id":12345678901234567890 }');
      return;
    case "gzip":
      // Whether or not that was asked for.
      response.writeHead(200, { ...json, "content-encoding": "gzip" });
      response.end(gzipSync('{"say":"Grüße"}'));
      return;
    case "text":
      response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
      response.end("Grüße\n");
      return;
    case "bytes":
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end(Buffer.from(Array.from({ length: 256 }, (_, index) => index)));
      return;
    case "nothing":
      response.writeHead(204);
      response.end();
      return;
    case "events":
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const piece of EVENTS) {
        response.write(piece);
        // Long enough to arrive on its own.
        await wait(20);
      }
      response.end();
      return;
    case "event":
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(EVENTS.at(-1));
      return;
    case "pieces":
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("Grüße");
      await wait(20);
      response.end(" an alle");
      return;
    case "status":
      response.writeHead(Number(argument), {
        ...json,
        "retry-after": "7",
        "x-ratelimit-remaining-requests": "0",
      });
      response.end('{"error":{"message":"Not now"}}');
      return;
    case "redirect":
      response.writeHead(302, { location: "/text" });
      response.end();
      return;
    case "break":
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("the beginning");
      await wait(20);
      response.socket?.destroy();
      return;
    case "reset":
      response.socket?.destroy();
      return;
    case "hang":
      return;
    default:
      response.writeHead(404, json);
      response.end("{}");
  }
}

/** Pieces that begin and end where the network could cut them: in an event, and in a character. */
const EVENTS: readonly Buffer[] = (() => {
  const whole = Buffer.from(
    'data: {"say":"Grüße"}\n\ndata: {"say":"!"}\n\n: comment\n\ndata: [DONE]\n\n',
  );
  const cuts = [0, 17, 27, 42, whole.length];
  return cuts.slice(1).map((end, index) => whole.subarray(cuts[index], end));
})();
