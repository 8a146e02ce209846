import { createRequire } from "node:module";
import { Socket } from "node:net";
import type { RecordingMode } from "./conversation.ts";
import { bridgeNock } from "./nock-bridge.ts";
import { passing } from "./passing.ts";
import { recordedFetch } from "./recorded-fetch.ts";
import { RefusedConnectionError } from "./refused-connection.ts";
import { stampRequests } from "./stamp.ts";
import { guardUdp } from "./udp.ts";

export interface GuardOptions {
  readonly mode: RecordingMode;
  /** Told of every connection that is not HTTP while recording: it works now, and a replay will refuse it. */
  readonly onUnrecordable: (target: string) => void;
}

type Connect = typeof Socket.prototype.connect;

/**
 * Puts itself between this process and the network, once and for good: `fetch` goes through the conversation's tape,
 * `node:http` and undici through nock, which is loaded when the first socket wants to connect, and every other
 * connection is refused where the mode is `replay`.
 */
export function guardNetwork({ mode, onUnrecordable }: GuardOptions): void {
  const connect: Connect = Socket.prototype.connect;
  const fetchThroughTape = recordedFetch(globalThis.fetch);
  let throughNock: Connect | undefined;

  /** Connects a socket that is not HTTP's. What refuses it is told as any failed connection is: nobody expects `connect` to throw. */
  const letOut = (socket: Socket, args: readonly unknown[]): Socket => {
    const target = targetOf(args);
    if (mode === "replay") return refuse(socket, new RefusedConnectionError(target));
    onUnrecordable(target);
    return Reflect.apply(connect, socket, args) as Socket;
  };

  // Two kinds of sockets arrive here from nock. Those that it plays itself, which have a connect of their own, only go
  // through the motions: they are sent nowhere, so that nothing gets out should nock play them otherwise one day. Those
  // that it lets through, because they are not HTTP, are new ones.
  const beneathNock = function (this: Socket, ...args: unknown[]): Socket {
    return Object.hasOwn(this, "connect")
      ? (Reflect.apply(connect, this, nowhere(args)) as Socket)
      : letOut(this, args);
  };

  const guarded = function (this: Socket, ...args: unknown[]): Socket {
    if (passing.getStore() === true) return Reflect.apply(connect, this, args) as Socket;
    if (isOfHttp2()) return letOut(this, args);
    if (throughNock === undefined) {
      Socket.prototype.connect = beneathNock as Connect;
      const { default: nock } = createRequire(import.meta.url)("nock") as typeof import("nock");
      bridgeNock(nock);
      throughNock = Socket.prototype.connect;
      Socket.prototype.connect = guarded as Connect;
      // nock has put its own fetch over this one.
      globalThis.fetch = fetchThroughTape;
    }
    return Reflect.apply(throughNock, this, args) as Socket;
  };

  Socket.prototype.connect = guarded as Connect;
  globalThis.fetch = fetchThroughTape;
  stampRequests();
  guardUdp((target) => {
    if (mode === "replay") return new RefusedConnectionError(target);
    onUnrecordable(target);
    return undefined;
  });
}

/** As Node tells of a failed connection: first the error, later the close. */
function refuse(socket: Socket, reason: Error): Socket {
  process.nextTick(() => socket.emit("error", reason));
  setImmediate(() => socket.destroy());
  return socket;
}

/** Whether HTTP/2 is connecting: its frames do not go through the socket where nock could see them, and both would wait for ever. */
function isOfHttp2(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 20;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack.includes("node:internal/http2/");
}

interface ConnectOptions {
  readonly path?: string;
  readonly host?: string;
  readonly port?: number | string;
}

/** The arguments of a connection, as they were, to where nobody listens. */
function nowhere(args: readonly unknown[]): readonly unknown[] {
  const [options, ...rest] = args;
  const { path } = options as ConnectOptions;
  const target = path ? { path: "/dev/null/nowhere" } : { host: "127.0.0.1", port: 0 };
  return [{ ...(options as ConnectOptions), ...target }, ...rest];
}

/** Where a socket was to connect to: `net.connect` hands its normalized arguments on as a list. */
function targetOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first !== "object" || first === null)
    return typeof first === "string" ? first : `${String(second ?? "localhost")}:${String(first)}`;
  const { path, host, port } = first as ConnectOptions;
  return path || `${host ?? "localhost"}:${port}`;
}
