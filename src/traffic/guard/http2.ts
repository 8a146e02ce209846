import type * as Http2Module from "node:http2";
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  OutgoingHttpHeaders,
  ServerHttp2Stream,
} from "node:http2";
import { syncBuiltinESMExports } from "node:module";
import { duplexPair, type Duplex } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { Patches } from "../../patches/patches.ts";
import type { Conversation, RecordingMode } from "../conversation.ts";
import { currentConversation } from "../current.ts";
import type { HeaderFields, IncomingReply } from "../http/http.ts";
import { keptRawHeaders } from "../http/kept-headers.ts";
import { OutsideRequestError } from "../http/refusals.ts";
import { beforeLoadOf } from "./builtins.ts";
import { observeWrites } from "./observe-writes.ts";
import { TapedExchange } from "./taped-exchange.ts";

type Http2 = typeof Http2Module;
type Options = NonNullable<Parameters<Http2["connect"]>[1]>;
type Write = (...args: unknown[]) => unknown;

/** What the guard knows of connections. */
export interface Http2Connections {
  modeNow(): RecordingMode | undefined;
  letsThrough(host: string): boolean;
  /** Whether a socket belongs to an HTTP client that is seen elsewhere. */
  isSeenElsewhere(socket: Duplex): boolean;
  /** Lets whatever is connected meanwhile out. */
  letOut<T>(connect: () => T): T;
}

/**
 * Answers and records the requests of `node:http2`. In a replay, a session speaks to a server in this process, over no
 * socket.
 */
export function tapeHttp2(patches: Patches, connections: Http2Connections): void {
  beforeLoadOf(patches, "http2", () => {
    const http2 = process.getBuiltinModule("node:http2");
    const { connect } = http2;
    const taped = (authority: string | URL, ...more: unknown[]): ClientHttp2Session => {
      const given = (typeof more[0] === "function" ? {} : (more[0] ?? {})) as Options;
      const listener = more.find((argument) => typeof argument === "function");
      const open = (options: Options): ClientHttp2Session =>
        Reflect.apply(connect, http2, [authority, options, listener]) as ClientHttp2Session;
      const { host, origin } = new URL(authority);
      const mode = connections.modeNow();
      if (mode === undefined || connections.letsThrough(host))
        return connections.letOut(() => open(given));
      if (mode === "replay") return replayed(http2, origin, open, given);
      const socket = given.createConnection?.(new URL(authority), given);
      if (socket === undefined)
        return recorded(
          origin,
          connections.letOut(() => open(given)),
        );
      const session = open({ ...given, createConnection: () => socket });
      return connections.isSeenElsewhere(socket) ? session : recorded(origin, session);
    };
    patches.set(http2, "connect", taped as Http2["connect"]);
    syncBuiltinESMExports();
  });
}

/** A session whose requests are recorded as it sends them. */
function recorded(origin: string, session: ClientHttp2Session): ClientHttp2Session {
  const { request } = session;
  session.request = (headers = {}, options) => {
    const exchange = exchangeOf(origin, headers);
    const stream = Reflect.apply(request, session, [headers, options]) as ClientHttp2Stream;
    exchange.letOut();
    observeBody(stream, exchange, () => void exchange.decide().catch(() => undefined));
    observeReply(stream, exchange);
    return stream;
  };
  return session;
}

/** Says which exchange a request in this process belongs to. */
const TAG = "x-swarm-eval-exchange";

function replayed(
  http2: Http2,
  origin: string,
  open: (options: Options) => ClientHttp2Session,
  given: Options,
): ClientHttp2Session {
  const [client, server] = duplexPair();
  const session = open({ ...given, createConnection: () => client });
  if (origin.startsWith("https:"))
    Object.defineProperties(session, { encrypted: { value: true }, alpnProtocol: { value: "h2" } });
  const waiting = new Map<string, (stream: ServerHttp2Stream) => void>();
  const { request } = session;
  let made = 0;
  session.request = (headers = {}, options) => {
    const exchange = exchangeOf(origin, headers);
    const tag = String(++made);
    const tagged = Array.isArray(headers) ? [...headers, TAG, tag] : { ...headers, [TAG]: tag };
    const stream = Reflect.apply(request, session, [tagged, options]) as ClientHttp2Stream;
    const { promise, resolve } = Promise.withResolvers<ServerHttp2Stream>();
    waiting.set(tag, resolve);
    const aborted = new AbortController();
    stream.once("close", () => {
      aborted.abort();
      exchange.close();
    });
    observeBody(stream, exchange, () => void exchange.decide());
    void exchange.headed();
    void answer(exchange, promise, aborted.signal, stream);
    return stream;
  };
  const answering = http2.performServerHandshake(server);
  answering.on("stream", (stream, headers) => {
    stream.on("error", () => undefined).resume();
    waiting.get(String(headers[TAG]))?.(stream);
  });
  answering.on("error", () => undefined);
  return session;
}

async function answer(
  exchange: TapedExchange,
  arriving: Promise<ServerHttp2Stream>,
  signal: AbortSignal,
  stream: ClientHttp2Stream,
): Promise<void> {
  try {
    const decision = await exchange.decision;
    if (decision.type === "record") return;
    const [server, reply] = await Promise.all([arriving, exchange.replay(decision, signal)]);
    exchange.begin();
    await play(server, reply);
    // Its server would not read on.
    if (exchange.isCut) server.close();
  } catch (error) {
    exchange.begin();
    stream.destroy(error as Error);
  }
}

async function play(
  stream: ServerHttp2Stream,
  { status, headers, body, trailers }: IncomingReply,
): Promise<void> {
  if (stream.destroyed) return;
  stream.respond({ ...lowerCase(headers), ":status": status }, {
    waitForTrailers: trailers !== undefined,
    sendDate: false,
  } as object);
  stream.once("wantTrailers", () => stream.sendTrailers(lowerCase(trailers ?? {})));
  for await (const chunk of body) {
    if (stream.destroyed) return;
    if (!stream.write(chunk)) await new Promise((resolve) => stream.once("drain", resolve));
    await setImmediate();
  }
  stream.end();
}

/** HTTP/2 has no other spelling, and frames bodies itself. */
function lowerCase(headers: HeaderFields): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name !== "transfer-encoding" && name !== "content-length"),
  ) as OutgoingHttpHeaders;
}

function exchangeOf(
  origin: string,
  headers: OutgoingHttpHeaders | readonly string[],
): TapedExchange {
  const fields = (Array.isArray(headers) ? pairs(headers) : headers) as HeaderFields;
  const url = urlOf(origin, fields);
  const method = String(fields[":method"] ?? "GET");
  const conversation: Conversation | undefined = currentConversation();
  if (conversation === undefined) throw new OutsideRequestError(method, url);
  return new TapedExchange(conversation, { method, url }, () => fields);
}

function pairs(raw: readonly string[]): HeaderFields {
  return Object.fromEntries(
    raw.flatMap((name, index) => (index % 2 ? [] : [[name, raw[index + 1] ?? ""]])),
  );
}

function urlOf(origin: string, fields: HeaderFields): string {
  const { protocol, host } = new URL(origin);
  const scheme = String(fields[":scheme"] ?? protocol.replace(":", ""));
  const authority = String(fields[":authority"] ?? fields["host"] ?? host);
  return `${scheme}://${authority}${String(fields[":path"] ?? "/")}`;
}

function observeBody(stream: ClientHttp2Stream, exchange: TapedExchange, onEnd: () => void): void {
  // A request without a body has ended before anybody could say so.
  if (stream.endAfterHeaders || stream.writableEnded) onEnd();
  else observeWrites(stream, (bytes) => exchange.sent(bytes), onEnd);
}

/** Records a reply as it comes, and hides of its headers what a replay will not have. */
function observeReply(stream: ClientHttp2Stream, exchange: TapedExchange): void {
  const emit = stream.emit.bind(stream) as Write;
  const push = stream.push.bind(stream);
  const close = stream.close.bind(stream) as Write;
  const destroy = stream.destroy.bind(stream);
  let trailers: HeaderFields | undefined;
  Object.assign(stream, {
    emit: (event: string, ...args: unknown[]) => {
      if (event === "trailers") trailers = withoutPseudo(args[0] as HeaderFields);
      if (event !== "response") return emit(event, ...args);
      const [headers, flags, raw] = args as [HeaderFields, number, readonly string[] | undefined];
      const kept = exchange.replied(Number(headers[":status"]), undefined, withoutPseudo(headers));
      const seen = Object.assign(Object.create(null) as object, kept, {
        ":status": headers[":status"],
      });
      const names = new Set([...Object.keys(kept), ":status"]);
      return emit(event, seen, flags, raw && keptRawHeaders(raw, names));
    },
    push: (chunk: unknown, encoding?: BufferEncoding) => {
      const tooLarge = chunk instanceof Uint8Array ? exchange.received(chunk) : undefined;
      if (tooLarge !== undefined) {
        destroy(tooLarge);
        return false;
      }
      if (chunk === null) exchange.receivedAll();
      return push(chunk, encoding);
    },
    close: (...args: unknown[]) => {
      exchange.giveUp();
      return close(...args);
    },
    destroy: (error?: NodeJS.ErrnoException) => {
      // Node closes a stream that its server has reset, and destroys those of a broken session with its error.
      if (!stream.closed && typeof error?.code !== "string") exchange.giveUp();
      return destroy(error);
    },
  });
  stream.once("error", (error) => exchange.fail(error));
  stream.once("close", () => {
    exchange.end(trailers);
    exchange.close();
  });
}

function withoutPseudo(headers: HeaderFields): HeaderFields {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
}
