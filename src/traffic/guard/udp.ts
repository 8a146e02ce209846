import diagnostics from "node:diagnostics_channel";
import type { Socket } from "node:dgram";

/** Asks `refuse` for its reason before a datagram leaves. */
export function guardUdp(refuse: (target: string) => Error | undefined): void {
  diagnostics.subscribe("udp.socket", (message) => {
    const { socket } = message as { socket: Socket };
    for (const method of ["send", "connect"] as const) {
      const original = socket[method] as (...args: unknown[]) => void;
      const guarded = (...args: unknown[]): void => {
        const reason = refuse(targetOf(args));
        if (reason === undefined) Reflect.apply(original, socket, args);
        else tell(socket, args.at(-1), reason);
      };
      Object.defineProperty(socket, method, { value: guarded });
    }
  });
}

/** Datagrams get lost: who listens for that is told, and nobody else. */
function tell(socket: Socket, callback: unknown, reason: Error): void {
  process.nextTick(() => {
    if (typeof callback === "function") callback(reason);
    else if (socket.listenerCount("error") > 0) socket.emit("error", reason);
  });
}

/** The port is the last number of the arguments, whatever it follows, and the address the string behind it. */
function targetOf(args: readonly unknown[]): string {
  const port = args.findLastIndex((arg) => typeof arg === "number");
  const address = args[port + 1];
  return `${typeof address === "string" ? address : "localhost"}:${String(args[port] ?? "?")} (UDP)`;
}
