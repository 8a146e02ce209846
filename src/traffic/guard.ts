import { createRequire } from "node:module";
import { Socket } from "node:net";
import { rememberConnection } from "./connections.ts";
import { currentConversation } from "./conversation.ts";
import type { RecordingMode } from "./conversation.ts";
import { recogniseSockets } from "./socket-origin.ts";
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
 * `node:http` and undici through nock, which is loaded when the first of their sockets wants to connect, and every
 * other connection is refused where the mode is `replay`.
 */
export function guardNetwork({ mode, onUnrecordable }: GuardOptions): void {
  const connect: Connect = Socket.prototype.connect;
  const fetchThroughTape = recordedFetch(globalThis.fetch);
  const originOf = recogniseSockets();
  let throughNock: Connect | undefined;

  /** Why a connection is refused, which also ends the trial that wanted it; undefined where it is let out. */
  const refusal = (target: string): RefusedConnectionError | undefined => {
    if (mode !== "replay") {
      onUnrecordable(target);
      return undefined;
    }
    const error = new RefusedConnectionError(target);
    currentConversation()?.refuse(error);
    return error;
  };

  const connectOther = (socket: Socket, args: readonly unknown[]): Socket => {
    const reason = refusal(targetOf(args));
    if (reason !== undefined) return fail(socket, reason);
    return Reflect.apply(connect, socket, args) as Socket;
  };

  // Two kinds of sockets arrive here from nock. Those that it plays itself, which have a connect of their own, only go
  // through the motions: they are sent nowhere, so that nothing gets out should nock play them otherwise one day. Those
  // that it lets through are new ones. It does so where HTTP is left, and also where a client keeps a connection at hand
  // that it has not used yet: that is no reason to connect anything.
  const beneathNock = function (this: Socket, ...args: unknown[]): Socket {
    return Object.hasOwn(this, "connect")
      ? (Reflect.apply(connect, this, nowhere(args)) as Socket)
      : onceWritten(this, () => connectOther(this, args));
  };

  const guarded = function (this: Socket, ...args: unknown[]): Socket {
    if (passing.getStore() === true) return Reflect.apply(connect, this, args) as Socket;
    if (Object.hasOwn(this, "connect")) return Reflect.apply(nocked(), this, args) as Socket;
    switch (originOf()) {
      case "nock":
        return onceWritten(this, () => connectOther(this, args));
      case "http":
        rememberConnection(this, args);
        return Reflect.apply(nocked(), this, args) as Socket;
      case "other":
        return connectOther(this, args);
    }
  };

  const nocked = (): Connect => {
    if (throughNock !== undefined) return throughNock;
    Socket.prototype.connect = beneathNock as Connect;
    const { default: nock } = createRequire(import.meta.url)("nock") as typeof import("nock");
    bridgeNock(nock);
    throughNock = Socket.prototype.connect;
    Socket.prototype.connect = guarded as Connect;
    // nock has put its own fetch over this one.
    globalThis.fetch = fetchThroughTape;
    return throughNock;
  };

  Socket.prototype.connect = guarded as Connect;
  globalThis.fetch = fetchThroughTape;
  stampRequests();
  guardUdp(refusal);
}

/** Connects a socket when something is written to it. Until then it seems to be connecting. */
function onceWritten(socket: Socket, connect: () => void): Socket {
  Reflect.set(socket, "connecting", true);
  const write = (...args: unknown[]): boolean => {
    Reflect.deleteProperty(socket, "write");
    connect();
    return Reflect.apply(socket.write, socket, args) as boolean;
  };
  Object.defineProperty(socket, "write", { value: write, configurable: true, writable: true });
  return socket;
}

/** As Node tells of a failed connection: first the error, later the close. Nobody expects `connect` to throw. */
function fail(socket: Socket, reason: Error): Socket {
  // What is written meanwhile waits, as on any socket that is connecting.
  Reflect.set(socket, "connecting", true);
  process.nextTick(() => socket.emit("error", reason));
  setImmediate(() => socket.destroy());
  return socket;
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
