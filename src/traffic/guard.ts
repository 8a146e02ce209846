import { createRequire } from "node:module";
import { Socket } from "node:net";
import type { RecordingMode } from "./conversation.ts";
import { bridgeNock } from "./nock-bridge.ts";
import { passing } from "./passing.ts";
import { recordedFetch } from "./recorded-fetch.ts";
import { stampRequests } from "./stamp.ts";

/** A connection that is none of HTTP's, while nothing may reach the network. */
export class RefusedConnectionError extends Error {
  override readonly name = "RefusedConnectionError";
  readonly code = "ERR_SWARM_EVAL_OFFLINE";
  readonly target: string;

  constructor(target: string) {
    super(
      `A connection to ${target} was refused: a replay answers HTTP from recordings and lets nothing else out. ` +
        `Give the agents module an in-memory stand-in for it, or run with --traffic live.`,
    );
    this.target = target;
  }
}

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

  // What nock lets through, because it is not HTTP, arrives here as a new socket; those that it plays itself have their own connect.
  const beneathNock = function (this: Socket, ...args: unknown[]): Socket {
    if (Object.hasOwn(this, "connect")) return Reflect.apply(connect, this, args) as Socket;
    const target = targetOf(args);
    if (mode === "replay") throw new RefusedConnectionError(target);
    onUnrecordable(target);
    return Reflect.apply(connect, this, args) as Socket;
  };

  const guarded = function (this: Socket, ...args: unknown[]): Socket {
    if (passing.getStore() === true) return Reflect.apply(connect, this, args) as Socket;
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
}

/** Where a socket was to connect to: `net.connect` hands its normalized arguments on as a list. */
function targetOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first !== "object" || first === null)
    return typeof first === "string" ? first : `${String(second ?? "localhost")}:${String(first)}`;
  const {
    path,
    host = "localhost",
    port,
  } = first as { path?: string; host?: string; port?: number | string };
  return path ?? `${host}:${port}`;
}
