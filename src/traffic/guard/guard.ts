import { createRequire } from "node:module";
import { Socket } from "node:net";
import type * as Nock from "nock";
import { currentConversation, refuseConnection, type RecordingMode } from "../conversation.ts";
import type { RefusedConnectionError } from "../http/refusals.ts";
import { bypassGuard } from "../http/transport.ts";
import { guardChildren } from "./guard-children.ts";
import { bridgeNock } from "./nock-bridge.ts";
import { recordedFetch } from "./recorded-fetch.ts";
import { recogniseSockets } from "./socket-origin.ts";
import {
  connectOnWrite,
  failSocket,
  guardUdp,
  rememberConnection,
  targetOf,
  withDeadTarget,
} from "./sockets.ts";
import { stampRequests } from "./stamp.ts";

/** How strict the guard is. */
export interface GuardOptions {
  readonly mode: RecordingMode;
  /** Called with every connection that is not HTTP while recording: it works now, and a replay will refuse it. */
  readonly onUnrecordable: (target: string) => void;
}

type Connect = typeof Socket.prototype.connect;

/** nock after it was loaded. */
interface LoadedNock {
  readonly connect: Connect;
  /** False once somebody has switched it off. */
  readonly isActive: () => boolean;
}

/**
 * Puts itself between this process and the network, once and for good: `fetch` goes through the conversation's tape,
 * `node:http` and undici through nock, which is loaded when the first of their sockets connects, and every other
 * connection is refused if the mode is `replay`. Child processes and worker threads are refused in any mode.
 */
export function guardNetwork({ mode, onUnrecordable }: GuardOptions): void {
  const connect: Connect = Socket.prototype.connect;
  const fetchThroughTape = recordedFetch(globalThis.fetch);
  const originOf = recogniseSockets();
  let nock: LoadedNock | undefined;

  /** The reason to refuse a connection, which also ends its trial; undefined if it may go out. */
  const refuse = (target: string): RefusedConnectionError | undefined => {
    if (mode === "replay") return refuseConnection(target);
    onUnrecordable(target);
    return undefined;
  };

  const connectOther = (socket: Socket, args: readonly unknown[]): Socket => {
    const reason = refuse(targetOf(args));
    if (reason !== undefined)
      return failSocket(socket, reason, currentConversation() !== undefined);
    return Reflect.apply(connect, socket, args) as Socket;
  };

  /** The socket that nock is taking over at the moment. nock calls back here to have it connected. */
  let nocked: Socket | undefined;

  const connectThroughNock = (socket: Socket, args: readonly unknown[]): Socket => {
    nock ??= loadNock();
    if (!nock.isActive()) return connectOther(socket, args);
    const outer = nocked;
    nocked = socket;
    try {
      return Reflect.apply(nock.connect, socket, args) as Socket;
    } finally {
      nocked = outer;
    }
  };

  const guarded = function (this: Socket, ...args: unknown[]): Socket {
    if (bypassGuard.getStore() === true) return Reflect.apply(connect, this, args) as Socket;
    // nock only pretends to connect a socket. Its target is taken away all the same, in case nock changes one day.
    if (this === nocked) return Reflect.apply(connect, this, withDeadTarget(args)) as Socket;
    switch (originOf()) {
      case "http":
        rememberConnection(this, args);
        return connectThroughNock(this, args);
      // nock lets through what leaves HTTP, but also sockets that a client only keeps ready, and these stay unused.
      case "nock":
        return connectOnWrite(this, () => connectOther(this, args));
      case "other":
        return connectOther(this, args);
    }
  };

  const install = (): void => {
    Socket.prototype.connect = guarded as Connect;
    globalThis.fetch = fetchThroughTape;
  };

  const loadNock = (): LoadedNock => {
    const { default: nock } = createRequire(import.meta.url)("nock") as typeof Nock;
    bridgeNock(nock);
    const { connect } = Socket.prototype;
    // nock has replaced both with its own.
    install();
    return { connect, isActive: () => nock.isActive() };
  };

  install();
  stampRequests();
  guardUdp(refuse);
  guardChildren();
}
