import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { PackedPart } from "../../reports/html/packed.ts";
import { pageFoot, pageHead } from "../../reports/html/shell.ts";
import { UsageError } from "../../runner/errors.ts";

const HOST = "127.0.0.1";

/** What a page says, as long as it is looked at. */
export interface LivePage {
  readonly title: string;
  /** All parts, as they are now. */
  parts(): Promise<readonly PackedPart[]>;
}

/** Serves a page to browsers of this machine, and tells them when it has changed. */
export class PageServer {
  readonly #page: LivePage;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #listeners = new Set<ServerResponse>();
  /** By name, as they were when a browser asked for the list. */
  #parts = new Map<string, PackedPart>();
  #hosts: readonly string[] = [];

  constructor(page: LivePage) {
    this.#page = page;
  }

  /** Resolves to the address of the page. `port` 0 is any that is free. Throws UsageError for one that is not. */
  async listen(port: number): Promise<string> {
    try {
      await once(this.#server.listen(port, HOST), "listening");
    } catch (error) {
      throw new UsageError(
        `The page cannot be served on port ${port}: ${(error as Error).message}. Name another with --port, or leave it out.`,
        { cause: error },
      );
    }
    const { port: taken } = this.#server.address() as AddressInfo;
    this.#hosts = [HOST, "localhost"].flatMap((name) =>
      // Browsers leave out the port that is usual.
      taken === 80 ? [name, `${name}:80`] : [`${name}:${taken}`],
    );
    return `http://${HOST}:${taken}/`;
  }

  /** Has the browsers look again. */
  changed(): void {
    for (const listener of this.#listeners) listener.write("data: changed\n\n");
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.#refusal(request);
    if (refusal !== undefined) send(response, "text/plain", refusal.text, refusal.status);
    else void this.#route(request.url ?? "", response);
  }

  /** A page of elsewhere may have its name lead to this machine: it is told apart by that name. */
  #refusal({ method, headers }: IncomingMessage): { status: number; text: string } | undefined {
    if (!this.#hosts.includes(headers.host ?? ""))
      return { status: 403, text: `This page is served as ${this.#hosts[0]} only.\n` };
    if (method !== "GET") return { status: 405, text: "This page can only be read.\n" };
    return undefined;
  }

  async #route(path: string, response: ServerResponse): Promise<void> {
    if (path === "/") {
      const shell = pageHead(this.#page.title, "server") + pageFoot();
      return send(response, "text/html; charset=utf-8", shell);
    }
    if (path === "/events") return this.#listen(response);
    if (path === "/parts") {
      const parts = await this.#page.parts();
      this.#parts = new Map(parts.map((part) => [part.name, part]));
      return send(response, "application/json", JSON.stringify([...this.#parts.keys()]));
    }
    // Browsers ask for it by themselves, and show an error where there is none.
    if (path === "/favicon.ico") return send(response, "image/x-icon", "", 204);
    const part = this.#parts.get(path.replace(/^\/parts\//, ""));
    if (part !== undefined) return send(response, part.type, part.bytes);
    send(response, "text/plain", "There is nothing here.\n", 404);
  }

  #listen(response: ServerResponse): void {
    response.writeHead(200, headersOf("text/event-stream")).flushHeaders();
    this.#listeners.add(response);
    response.once("close", () => this.#listeners.delete(response));
  }
}

function send(
  response: ServerResponse,
  type: string,
  body: string | Uint8Array,
  status = 200,
): void {
  response.writeHead(status, headersOf(type)).end(body);
}

/** No other site may use an answer. But for the page, which has a policy of its own, none is a document: a picture could hold a script. */
function headersOf(type: string): Record<string, string> {
  return {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "content-security-policy": type.startsWith("text/html")
      ? "frame-ancestors 'none'"
      : "default-src 'none'; sandbox",
  };
}
