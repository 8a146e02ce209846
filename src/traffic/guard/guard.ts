import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { Patches } from "../../patches/patches.ts";
import type { RecordingMode } from "../conversation.ts";
import { currentConversation, refuseConnection } from "../current.ts";
import { RefusalError, UDP } from "../http/refusals.ts";
import { refusedTo } from "../refused-elsewhere.ts";
import { bypassGuard } from "../http/transport.ts";
import { tapeClientRequests } from "./client-requests.ts";
import { guardChildren, UNGUARDED } from "./guard-children.ts";
import { tapeHttp2 } from "./http2.ts";
import { failSocket, guardUdp, negotiated, negotiatesHttp, targetOf } from "./sockets.ts";
import { tapeUndici } from "./undici.ts";

/** What the guard stands before. */
export interface GuardOptions {
  /** How a request that is made now is answered; undefined where it is none of a trial's and goes out as ever. */
  readonly modeNow: () => RecordingMode | undefined;
  /** Whether a host, such as `localhost:5432`, may be reached in any mode without being recorded. */
  readonly letsThrough?: (host: string) => boolean;
}

type Connect = typeof Socket.prototype.connect;
type Fetch = typeof globalThis.fetch;

/**
 * Puts itself between this process and the network, for good unless the patches are put back: each request of an HTTP client belongs to a
 * conversation, whose tape answers it or keeps what is answered; every other connection is refused, for no tape could
 * answer it. Child processes and worker threads are refused as well.
 */
export function guardNetwork(
  { modeNow, letsThrough = () => false }: GuardOptions,
  patches: Patches = new Patches(),
): void {
  const connect: Connect = Socket.prototype.connect;
  const undici = watchUndici(patches);
  const taped = tapeUndici(patches, modeNow, letsThrough);
  const ofUndici = new WeakSet<Duplex>();
  let letOut = false;

  const guarded = function (this: Socket, ...args: unknown[]): Socket {
    const mode = modeNow();
    const target = targetOf(args);
    const isUndicis = undici.connects();
    const isOurs = letOut || bypassGuard.getStore() !== undefined;
    const isAllowed = isOurs || mode === undefined || letsThrough(target);
    if (isUndicis) ofUndici.add(this);
    const isVain = isUndicis && (mode === "replay" || taped.isRefusing());
    if (isAllowed || (mode !== "replay" && !isVain && (isUndicis || negotiatesHttp(args))))
      return Reflect.apply(connect, this, args) as Socket;
    // undici connects before it drops a request that was answered or refused.
    if (isVain) return failSocket(this, new RefusalError("There is nothing to connect for"), true);
    if (negotiatesHttp(args)) return negotiated(this as TLSSocket);
    return failSocket(this, refuseConnection(target), currentConversation() !== undefined);
  };
  patches.set(Socket.prototype, "connect", guarded as Connect);

  tapeClientRequests(patches, modeNow, letsThrough);
  tapeHttp2(patches, {
    modeNow,
    letsThrough,
    isSeenElsewhere: (socket) => ofUndici.has(socket),
    letOut(open) {
      letOut = true;
      try {
        return open();
      } finally {
        letOut = false;
      }
    },
  });
  unwrapRefusals(patches);
  const isGuarded = (): boolean => modeNow() !== undefined;
  guardUdp(patches, (target) =>
    !isGuarded() || letsThrough(target.replace(UDP, "")) ? undefined : refuseConnection(target),
  );
  guardChildren(patches, { isGuarded, refusedTo: () => refusedTo(currentConversation()) });
}

/** Knows undici's connections, which it announces. One with a `connect` of its own may connect later. */
function watchUndici(patches: Patches): { connects(): boolean } {
  const connecting = new Set<unknown>();
  let isAnnounced = false;
  patches.listen("undici:client:beforeConnect", (message) => {
    const { connector } = message as { connector: unknown };
    connecting.add(connector);
    isAnnounced = true;
    queueMicrotask(() => (isAnnounced = false));
  });
  for (const name of ["connected", "connectError"]) {
    patches.listen(`undici:client:${name}`, (message) => {
      connecting.delete((message as { connector: unknown }).connector);
    });
  }
  return { connects: () => isAnnounced || connecting.size > 0 };
}

/** `fetch` hides why it failed in a cause. A refusal is for the reader of a failed trial. */
function unwrapRefusals(patches: Patches): void {
  const { fetch: given } = globalThis as { fetch: Fetch & { readonly [UNGUARDED]?: Fetch } };
  const fetch = given[UNGUARDED] ?? given;
  const unwrapping: Fetch = async (...args) => {
    try {
      return await fetch(...args);
    } catch (error) {
      const { cause } = error as Error;
      if (!(cause instanceof RefusalError)) throw error;
      // It was made in undici, far from whoever asked.
      Error.captureStackTrace(cause);
      throw cause;
    }
  };
  patches.set(globalThis, "fetch", unwrapping);
}
