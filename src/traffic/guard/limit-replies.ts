import { AsyncLocalStorage } from "node:async_hooks";
import type * as Http2Module from "node:http2";
import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";
import type { ClientRequest, IncomingMessage } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { Readable } from "node:stream";
import { Patches } from "../../patches/patches.ts";
import { BodySize, BodyTooLargeError } from "../http/body-limit.ts";
import type { HeaderFields } from "../http/http.ts";
import { bypassGuard } from "../http/transport.ts";
import { beforeLoadOf } from "./builtins.ts";
import { inItsContext, watchPools } from "../http/undici-pools.ts";
import { urlOf, watchBody, type UndiciRequest } from "./undici-request.ts";

/** How large a reply may be that is not recorded. */
interface ReplyLimit {
  /** Bytes, unpacked. */
  readonly maxBody: number;
  /** Ends the trial that has asked for it. */
  readonly abort: (error: Error) => void;
}

const current = new AsyncLocalStorage<ReplyLimit>();

/** Runs a trial that is not recorded: no reply to what it asks is read beyond the limit. */
export function withReplyLimit<T>(limit: ReplyLimit, run: () => T): T {
  return current.run(limit, run);
}

/**
 * Watches the replies that this process gets, where nothing is recorded, for good unless the patches are put back: those of undici, which is
 * behind `fetch`, of `node:http`, `node:https` and `node:http2`.
 */
export function limitReplies(patches: Patches = new Patches()): void {
  watchPools(patches);
  patches.listen("undici:request:create", (message) => {
    const { request } = message as { request: UndiciRequest };
    inItsContext(request, () => {
      const limit = current.getStore();
      if (limit === undefined) return;
      let body: LimitedBody | undefined;
      watchBody(request, {
        begun: (headers) => (body = new LimitedBody(limit, urlOf(request), headers)),
        received: (piece) => body?.received(piece),
        ended: () => void body?.ended(),
      });
    });
  });
  const limits = new WeakMap<ClientRequest, ReplyLimit>();
  patches.listen("http.client.request.created", (message) => {
    const { request } = message as { request: ClientRequest };
    const limit = current.getStore();
    // Our own are limited where they are sent.
    if (limit !== undefined && bypassGuard.getStore() !== "own") limits.set(request, limit);
  });
  patches.listen("http.client.response.finish", (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const limit = limits.get(request);
    if (limit === undefined) return;
    const { protocol, host, path } = request;
    const url = new URL(path, `${protocol}//${String(request.getHeader("host") ?? host)}`).href;
    limitStream(response, new LimitedBody(limit, url, response.headers as HeaderFields));
  });
  beforeLoadOf(patches, "http2", () => limitHttp2(patches));
}

function limitHttp2(patches: Patches): void {
  const http2 = process.getBuiltinModule("node:http2");
  const { connect } = http2;
  const limited = (...args: Parameters<typeof Http2Module.connect>): ClientHttp2Session => {
    const session = Reflect.apply(connect, http2, args) as ClientHttp2Session;
    const { request } = session;
    session.request = (...of) => {
      const stream: ClientHttp2Stream = Reflect.apply(request, session, of);
      const limit = current.getStore();
      if (limit === undefined) return stream;
      stream.prependOnceListener("response", (headers) => {
        const url = `${new URL(args[0]).origin}${String(stream.sentHeaders?.[":path"] ?? "/")}`;
        limitStream(stream, new LimitedBody(limit, url, headers as HeaderFields));
      });
      return stream;
    };
    return session;
  };
  patches.set(http2, "connect", limited as typeof connect);
  syncBuiltinESMExports();
}

function limitStream(stream: Readable, body: LimitedBody): void {
  const push = stream.push.bind(stream);
  stream.push = (piece: unknown, encoding) => {
    const error = piece instanceof Uint8Array ? body.received(piece) : body.ended();
    if (error === undefined) return push(piece, encoding);
    stream.destroy(error);
    return false;
  };
}

/** The body of a reply as its client gets it. What is too large of it ends the trial, and is an error for its client. */
class LimitedBody {
  readonly #limit: ReplyLimit;
  readonly #url: string;
  readonly #size: BodySize;

  constructor(limit: ReplyLimit, url: string, headers: HeaderFields) {
    this.#limit = limit;
    this.#url = url;
    this.#size = new BodySize(limit.maxBody, headers);
  }

  received(piece: Uint8Array): BodyTooLargeError | undefined {
    // Its client may change it.
    this.#size.add(Uint8Array.from(piece));
    return this.#refusal(false);
  }

  ended(): BodyTooLargeError | undefined {
    return this.#refusal(true);
  }

  #refusal(isWhole: boolean): BodyTooLargeError | undefined {
    if (!this.#size.isTooLarge(isWhole)) return undefined;
    const error = new BodyTooLargeError(this.#url, this.#limit.maxBody);
    this.#limit.abort(error);
    return error;
  }
}
