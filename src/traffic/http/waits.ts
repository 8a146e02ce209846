import type { ClientRequest } from "node:http";
import type { Failure } from "./http.ts";

/** How long to wait for a server, in milliseconds; without a number, for ever. */
export interface Waits {
  /** Until a connection stands, encryption included. */
  readonly connectTimeoutMs?: number | undefined;
  /** For the next sign of a reply: its beginning, or another piece of it. */
  readonly timeoutMs?: number | undefined;
}

/** Calls `giveUp` when a server lets a request wait for too long. */
export function limitWaits(
  outgoing: ClientRequest,
  { connectTimeoutMs = 0, timeoutMs = 0 }: Waits,
  giveUp: (failure: Failure) => void,
): void {
  outgoing.on("socket", (socket) => {
    const connected = outgoing.protocol === "https:" ? "secureConnect" : "connect";
    let isWaitedFor = socket.connecting;
    const onConnect = (): void => {
      isWaitedFor = false;
      socket.setTimeout(timeoutMs);
    };
    const onTimeout = (): void => {
      const message = isWaitedFor
        ? `no connection within ${connectTimeoutMs} ms`
        : `no sign of a reply within ${timeoutMs} ms`;
      giveUp({ code: "ETIMEDOUT", message });
    };
    // Node's own timers: those of a trial may run by another clock.
    socket.setTimeout(isWaitedFor ? connectTimeoutMs : timeoutMs);
    socket.once(connected, onConnect);
    socket.once("timeout", onTimeout);
    // The next request may use the same connection.
    outgoing.once("close", () => {
      socket.off(connected, onConnect);
      socket.off("timeout", onTimeout);
    });
  });
}
