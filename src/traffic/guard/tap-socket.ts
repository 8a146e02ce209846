import type { ClientRequest } from "node:http";
import { Socket } from "node:net";
import { setImmediate as nextRound } from "node:timers/promises";
import { ConnectionError, fieldOf, type HeaderFields, type IncomingReply } from "../http/http.ts";
import { giveEnds } from "./sockets.ts";
import { rawOf } from "../http/kept-headers.ts";

type Done = (error?: Error | null) => void;

/**
 * What a request of `node:http` takes for its connection, so that Node's own parser gives the reply to the client, in
 * its own order. It takes in all that is written; then a recorded reply is played on it, or it is joined to the
 * connection of the client's own agent.
 */
export class TapSocket extends Socket {
  /** For `https`, what a client looks at first. */
  readonly encrypted: boolean;
  readonly authorized: boolean;
  readonly alpnProtocol = false;
  readonly #written: Buffer[] = [];
  readonly #onHead: () => void;
  #hasGoneOn = false;
  #real: Socket | undefined;
  #onRead: (() => void) | undefined;

  /**
   * Connects to a URL as a socket does, only sooner. `timeoutMs` is that of a socket that nothing happens on; `onHead` is
   * called when the head of a request was written.
   */
  constructor(url: string, timeoutMs: number, onHead = (): void => undefined) {
    super();
    this.#onHead = onHead;
    const isSecure = url.startsWith("https:");
    giveEnds(this, url, () => this.#real);
    this.encrypted = this.authorized = isSecure;
    this.setTimeout(timeoutMs);
    Reflect.set(this, "connecting", true);
    setImmediate(() => {
      if (this.destroyed) return;
      Reflect.set(this, "connecting", false);
      this.emit("connect");
      this.emit("ready");
      if (isSecure) this.emit("secureConnect");
    });
  }

  override _read(): void {
    this.#real?.resume();
    this.#onRead?.();
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: Done): void {
    if (this.connecting) {
      this.once("connect", () => this._write(chunk, encoding, done));
      return;
    }
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
    if (this.#real !== undefined) this.#real.write(bytes, done);
    else {
      if (this.#written.push(bytes) === 1) this.#onHead();
      done();
    }
  }

  override _writev(
    items: { readonly chunk: Buffer; readonly encoding: BufferEncoding }[],
    done: Done,
  ): void {
    const bytes = items.map(({ chunk, encoding }) =>
      typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk,
    );
    this._write(Buffer.concat(bytes), "utf8", done);
  }

  override _final(done: Done): void {
    if (this.#real === undefined) done();
    else this.#real.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#real?.destroy();
    super._destroy(error, done);
  }

  /** Joins a real connection: what was written goes out on it, what it receives is read here. */
  join(real: Socket): void {
    this.#real = real;
    for (const bytes of this.#written.splice(0)) real.write(bytes);
    real.on("data", (chunk) => {
      if (!this.push(chunk)) real.pause();
    });
    real.on("end", () => this.push(null));
    real.on("error", (error) => this.destroy(error));
    real.on("close", () => this.destroy());
  }

  /** Says that the body may come. */
  goOn(): void {
    this.#hasGoneOn = true;
    this.push("HTTP/1.1 100 Continue\r\n\r\n");
  }

  /** Opens a tunnel that leads nowhere: what goes through it has recordings of its own. */
  tunnel(): void {
    this.once("connect", () => this.push("HTTP/1.1 200 OK\r\n\r\n"));
  }

  /** Plays a reply to a request; `onBegin` is called as its client gets it, or an error. Never rejects: what breaks the reply breaks the connection. */
  async play(
    request: ClientRequest,
    reply: Promise<IncomingReply>,
    onBegin = (): void => undefined,
  ): Promise<void> {
    try {
      const incoming = await reply;
      // A client that writes by callbacks gets them first.
      await nextRound();
      onBegin();
      for (const early of incoming.informational ?? [])
        if (early.status !== 100 || !this.#hasGoneOn) this.#playHead(early);
      await this.#playBody(incoming, this.#playReplyHead(request, incoming));
    } catch (error) {
      // Node says that a connection ended in the middle of a reply, and nothing more of it.
      const ended = error instanceof ConnectionError && error.message === "aborted";
      onBegin();
      if (ended) this.push(null);
      else this.destroy(error as Error);
    }
  }

  #playReplyHead(request: ClientRequest, reply: IncomingReply): Framing {
    const framing = framingOf(request, reply);
    const headers =
      framing === "chunked" ? { ...reply.headers, "Transfer-Encoding": "chunked" } : reply.headers;
    this.#playHead({ ...reply, headers });
    return framing;
  }

  #playHead({
    status,
    statusText,
    httpVersion = "1.1",
    headers,
  }: Pick<IncomingReply, "status" | "statusText" | "httpVersion" | "headers">): void {
    const { STATUS_CODES } = process.getBuiltinModule("node:http");
    const lines = [`HTTP/${httpVersion} ${status} ${statusText ?? STATUS_CODES[status] ?? ""}`];
    lines.push(...headerLines(headers));
    this.push(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
  }

  async #playBody({ body, trailers }: IncomingReply, framing: Framing): Promise<void> {
    for await (const chunk of body) {
      if (this.destroyed) return;
      if (framing === "none") continue;
      const read = new Promise<void>((resolve) => (this.#onRead = resolve));
      const wants = this.push(framing === "chunked" ? inFrame(chunk) : chunk);
      // Chunks that are there at once reach a reader as one.
      await (wants ? nextRound() : read);
    }
    if (framing === "chunked") {
      const lines = headerLines(trailers ?? {});
      this.push(`0\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n`);
    }
    if (framing === "closed") this.push(null);
  }
}

/** How a reply says where it ends. */
type Framing = "none" | "length" | "chunked" | "closed";

/** A body in chunks shows where it breaks off. */
function framingOf(
  { method }: ClientRequest,
  { status, httpVersion, headers }: IncomingReply,
): Framing {
  if (method === "HEAD" || status === 204 || status === 304) return "none";
  if (fieldOf(headers, "content-length") !== undefined) return "length";
  return httpVersion === undefined ? "chunked" : "closed";
}

function headerLines(headers: HeaderFields): string[] {
  const raw = rawOf(headers);
  return raw.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${raw[index + 1]}`] : []));
}

function inFrame(chunk: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from("\r\n"),
  ]);
}
