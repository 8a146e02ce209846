import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  createSecureServer as createHttp2SecureServer,
  createServer as createHttp2Server,
  type Http2Server,
} from "node:http2";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localhostCertificate } from "../../../support/localhost-certificate.ts";
import type { Addresses } from "../harness/situation.ts";
import { Memory } from "./call.ts";
import { earlyRoute } from "./early.ts";
import { forward, openTunnel } from "./proxy.ts";
import { answer } from "./routes.ts";

/** A request as it arrived. */
export interface Arrival {
  readonly at: keyof Addresses;
  /** `GET /echo HTTP/1.1` */
  readonly line: string;
  /** Names and values in turn, in their order and spelling. */
  readonly headers: readonly string[];
  /** As Latin-1. */
  readonly body: string;
  readonly trailers: readonly string[];
}

/** A server that notes what it gets. */
export interface TestServer {
  readonly addresses: Addresses;
  readonly certificateFile: string;
  /** What arrived since this was called last; from now on the server knows nothing of what was before. */
  take(): { readonly arrived: readonly Arrival[]; readonly connections: number };
  close(): Promise<void>;
}

/** Starts it, in every way in which a server can listen. */
export async function startServer(): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), "swarm-eval-clients-"));
  const certificateFile = join(directory, "localhost.pem");
  writeFileSync(certificateFile, localhostCertificate.cert);
  const arrived: Arrival[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let memory = new Memory();

  const arrive = (at: keyof Addresses, request: IncomingMessage, body: string): void => {
    const { method, url, httpVersion, rawHeaders } = request;
    const line = `${method} ${url} HTTP/${httpVersion}`;
    arrived.push({ at, line, headers: rawHeaders, body, trailers: request.rawTrailers ?? [] });
  };

  const note = async (at: keyof Addresses, request: IncomingMessage): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } finally {
      arrive(at, request, Buffer.concat(chunks).toString("latin1"));
    }
    return Buffer.concat(chunks);
  };

  const listener =
    (at: keyof Addresses) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      try {
        const early = earlyRoute(request);
        if (early !== undefined) return arrive(at, request, await early(request, response));
        const body = await note(at, request);
        await answer({ request, response, body, memory });
      } catch {
        // The client went away.
        response.destroy();
      }
    };

  /** A method that Node's parser has never heard of. */
  const answerUnknown =
    (at: keyof Addresses) =>
    (error: Error & { rawPacket?: Buffer }, socket: Socket): void => {
      const [line = "", ...lines] = String(error.rawPacket ?? "").split("\r\n");
      if (line === "") return void socket.destroy();
      const end = lines.indexOf("");
      const headers = lines.slice(0, end).flatMap((header) => header.split(": "));
      arrived.push({ at, line, headers, body: lines.slice(end + 1).join("\r\n"), trailers: [] });
      socket.end(
        "HTTP/1.1 200 Brewed\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nCoffee",
      );
    };

  const servers: Record<keyof Addresses, Server | Http2Server> = {
    http: createServer(listener("http")).on("clientError", answerUnknown("http")),
    https: createSecureServer(localhostCertificate, listener("https")),
    h2: createHttp2SecureServer(
      { ...localhostCertificate, allowHTTP1: true },
      listener("h2") as never,
    ) as unknown as Http2Server,
    h2c: createHttp2Server(listener("h2c") as never),
    unix: createServer(listener("unix")),
    proxy: createServer(async (request, response) => {
      forward(request, response, await note("proxy", request));
    }).on("connect", (request: IncomingMessage, socket: Socket) => {
      const { method, url, rawHeaders } = request;
      const line = `${method} ${url} HTTP/${request.httpVersion}`;
      arrived.push({ at: "proxy", line, headers: rawHeaders, body: "", trailers: [] });
      openTunnel(request, socket);
    }),
  };

  const addresses = {} as Record<keyof Addresses, string>;
  for (const [name, server] of Object.entries(servers) as [keyof Addresses, Server][]) {
    server.keepAliveTimeout = 60_000;
    server.on("connection", (socket: Socket) => {
      connections++;
      sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    });
    const target = name === "unix" ? { path: join(directory, "server.sock") } : LOOPBACK;
    await new Promise<void>((resolve) => server.listen(target, resolve));
    const scheme = name === "https" || name === "h2" ? "https" : "http";
    addresses[name] =
      target.path ?? `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  return {
    addresses,
    certificateFile,
    take: () => {
      const taken = { arrived: arrived.splice(0), connections };
      connections = 0;
      memory = new Memory();
      return taken;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        Object.values(servers).map((server) => new Promise((resolve) => server.close(resolve))),
      );
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const LOOPBACK: { host: string; port: number; path?: string } = { host: "127.0.0.1", port: 0 };
