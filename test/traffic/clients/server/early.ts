import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

type Early = (request: IncomingMessage, response: ServerResponse) => Promise<string>;

async function firstPiece(request: IncomingMessage): Promise<string> {
  const [piece] = (await once(request, "data")) as [Buffer];
  return piece.toString("latin1");
}

function refuse(response: ServerResponse): void {
  response.writeHead(413, { "Content-Type": "text/plain" }).end("Too much");
}

/** Replies that begin before their requests have ended, by the second part of the path. Each says what it has read. */
const routes: Readonly<Record<string, Early>> = {
  /** Does not even want to see the beginning. */
  unread: async (_request, response) => {
    refuse(response);
    return "";
  },
  refused: async (request, response) => {
    const piece = await firstPiece(request);
    refuse(response);
    return piece;
  },
  reset: async (request) => {
    const piece = await firstPiece(request);
    request.socket.destroy();
    return piece;
  },
  /** Gives each piece back as it comes. */
  echo: async (request, response) => {
    let body = "";
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.flushHeaders?.();
    for await (const piece of request) {
      body += String(piece);
      response.write(String(piece).toUpperCase());
    }
    response.end();
    return body;
  },
};

/** What answers a request as soon as its head is there; undefined if it is to be read first. */
export function earlyRoute({ url = "/" }: IncomingMessage): Early | undefined {
  const [, first, second = ""] = new URL(url, "http://server.test").pathname.split("/");
  return first === "early" ? routes[second] : undefined;
}
