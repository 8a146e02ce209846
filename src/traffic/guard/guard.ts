import { createRequire } from "node:module";
import { Socket } from "node:net";
import type * as Nock from "nock";
import { rememberConnection } from "../http/connections.ts";
import { currentConversation, refuseConnection } from "../conversation.ts";
import type { RecordingMode } from "../conversation.ts";
import { guardChildren } from "./guard-children.ts";
import { recogniseSockets } from "./socket-origin.ts";
import { bridgeNock } from "./nock-bridge.ts";
import { passing } from "../http/bypass-guard.ts";
import { recordedFetch } from "./recorded-fetch.ts";
import type { RefusedConnectionError } from "../http/refusals.ts";
import { fail, nowhere, onceWritten, targetOf } from "./sockets.ts";
import { guardUdp } from "./udp.ts";
import { stampRequests } from "./stamp.ts";

/** How strict the guard is, and whom it tells of what it lets pass. */
export interface GuardOptions {
  readonly mode: RecordingMode;
  /** Told of every connection that is not HTTP while recording: it works now, and a replay will refuse it. */
  readonly onUnrecordable: (target: string) => void;
}

type Connect = typeof Socket.prototype.connect;

/** nock, loaded. */
interface Nocked {
  readonly connect: Connect;
  /** False once somebody has switched it off. */
  readonly isActive: () => boolean;
}

/**
 * Puts itself between this process and the network, once and for good: `fetch` goes through the conversation's tape,
 * `node:http` and undici through nock, which is loaded when the first of their sockets wants to connect, and every
 * other connection is refused where the mode is `replay`. Child processes and worker threads get nowhere in any mode.
 */
export function guardNetwork({ mode, onUnrecordable }: GuardOptions): void {
  const connect: Connect = Socket.prototype.connect;
  const fetchThroughTape = recordedFetch(globalThis.fetch);
  const originOf = recogniseSockets();
  let nocked: Nocked | undefined;

  /** Why a connection is refused, which also ends the trial that wanted it; undefined where it is let out. */
  const refusal = (target: string): RefusedConnectionError | undefined => {
    if (mode !== "replay") {
      onUnrecordable(target);
      return undefined;
    }
    return refuseConnection(target);
  };

  const connectOther = (socket: Socket, args: readonly unknown[]): Socket => {
    const reason = refusal(targetOf(args));
    if (reason !== undefined) return fail(socket, reason, currentConversation() !== undefined);
    return Reflect.apply(connect, socket, args) as Socket;
  };

  /** The socket that nock is just taking over. It calls back here to have it connected. */
  let played: Socket | undefined;

  const play = (socket: Socket, args: readonly unknown[]): Socket => {
    const { connect: throughNock, isActive } = (nocked ??= loadNock());
    if (!isActive()) return connectOther(socket, args);
    const before = played;
    played = socket;
    try {
      return Reflect.apply(throughNock, socket, args) as Socket;
    } finally {
      played = before;
    }
  };

  const guarded = function (this: Socket, ...args: unknown[]): Socket {
    if (passing.getStore() === true) return Reflect.apply(connect, this, args) as Socket;
    // A socket that nock plays only goes through the motions. It is sent nowhere, so that nothing gets out should nock
    // play it otherwise one day.
    if (this === played) return Reflect.apply(connect, this, nowhere(args)) as Socket;
    switch (originOf()) {
      case "http":
        rememberConnection(this, args);
        return play(this, args);
      // It lets through what leaves HTTP, and also what a client keeps at hand and has not used yet: that is no reason to
      // connect anything.
      case "nock":
        return onceWritten(this, () => connectOther(this, args));
      case "other":
        return connectOther(this, args);
    }
  };

  const loadNock = (): Nocked => {
    const { default: nock } = createRequire(import.meta.url)("nock") as typeof Nock;
    bridgeNock(nock);
    const { connect: throughNock } = Socket.prototype;
    // nock has put its own over these two.
    Socket.prototype.connect = guarded as Connect;
    globalThis.fetch = fetchThroughTape;
    return { connect: throughNock, isActive: () => nock.isActive() };
  };

  Socket.prototype.connect = guarded as Connect;
  globalThis.fetch = fetchThroughTape;
  stampRequests();
  guardUdp(refusal);
  guardChildren();
}
