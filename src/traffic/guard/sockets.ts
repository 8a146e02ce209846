import diagnostics from "node:diagnostics_channel";
import type { Socket as UdpSocket } from "node:dgram";
import type { Socket } from "node:net";
import type { Connection } from "../http/transport.ts";

/**
 * Fails a socket as Node does: first the error, later the close; nobody expects `connect` to throw. An error without a
 * listener would end the process: `isReported` says that it need not, because somebody knows already.
 */
export function failSocket(socket: Socket, reason: Error, isReported: boolean): Socket {
  // What is written meanwhile waits, as on any socket that is connecting.
  Reflect.set(socket, "connecting", true);
  process.nextTick(() => {
    const isExpected = socket.listenerCount("error") > 0 || !isReported;
    if (isExpected && !socket.destroyed) socket.emit("error", reason);
  });
  setImmediate(() => socket.destroy());
  return socket;
}

/** Connects a socket when something is written to it. Until then it seems to be connecting. */
export function connectOnWrite(socket: Socket, connect: () => void): Socket {
  Reflect.set(socket, "connecting", true);
  const write = (...args: unknown[]): boolean => {
    Reflect.deleteProperty(socket, "write");
    connect();
    return Reflect.apply(socket.write, socket, args) as boolean;
  };
  Object.defineProperty(socket, "write", { value: write, configurable: true, writable: true });
  return socket;
}

interface ConnectOptions {
  readonly path?: string;
  readonly host?: string;
  readonly port?: number | string;
}

/** The arguments of `connect` as given: `net.connect` passes on a list of them as the first. */
function givenArgs(args: readonly unknown[]): readonly unknown[] {
  return Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
}

/** Where a socket was to connect to: `localhost:5432`, or the path of a Unix socket. */
export function targetOf(args: readonly unknown[]): string {
  const [first, second] = givenArgs(args);
  if (typeof first !== "object" || first === null)
    return typeof first === "string" ? first : `${String(second ?? "localhost")}:${String(first)}`;
  const { path, host, port } = first as ConnectOptions;
  return path || `${host ?? "localhost"}:${port}`;
}

/** The same arguments of `connect`, but with a target where nobody listens. */
export function withDeadTarget(args: readonly unknown[]): readonly unknown[] {
  const [options, ...rest] = args;
  const { path } = options as ConnectOptions;
  const target = path ? { path: "/dev/null/nowhere" } : { host: "127.0.0.1", port: 0 };
  return [{ ...(options as ConnectOptions), ...target }, ...rest];
}

const CONNECTION_OPTIONS = new Set([
  "ca",
  "cert",
  "checkServerIdentity",
  "ciphers",
  "crl",
  "ecdhCurve",
  "family",
  "key",
  "localAddress",
  "lookup",
  "maxVersion",
  "minVersion",
  "passphrase",
  "pfx",
  "rejectUnauthorized",
  "secureContext",
  "servername",
  "sigalgs",
]);

const connections = new WeakMap<object, Connection>();

/** Remembers the arguments with which a socket is connected, for a request that is sent over another socket. */
export function rememberConnection(socket: Socket, args: readonly unknown[]): void {
  const [options] = givenArgs(args);
  if (typeof options !== "object" || options === null) return;
  const kept = Object.entries(options).filter(
    ([name, value]) => CONNECTION_OPTIONS.has(name) && value !== undefined,
  );
  const { path } = options as ConnectOptions;
  connections.set(socket, {
    ...Object.fromEntries(kept),
    ...(typeof path === "string" && path !== "" ? { socketPath: path } : {}),
  });
}

/** How a socket was connected; undefined if HTTP does not use it. */
export function connectionOf(socket: object): Connection | undefined {
  return connections.get(socket);
}

/** Calls `refuse` before a datagram leaves: if it returns an error, the datagram does not. */
export function guardUdp(refuse: (target: string) => Error | undefined): void {
  diagnostics.subscribe("udp.socket", (message) => {
    const { socket } = message as { socket: UdpSocket };
    for (const method of ["send", "connect"] as const) {
      const original = socket[method] as (...args: unknown[]) => void;
      const guarded = (...args: unknown[]): void => {
        const reason = refuse(udpTargetOf(args));
        if (reason === undefined) Reflect.apply(original, socket, args);
        else reportUdpError(socket, args.at(-1), reason);
      };
      Object.defineProperty(socket, method, { value: guarded });
    }
  });
}

/** Datagrams may get lost, so an error that nobody listens for is dropped. */
function reportUdpError(socket: UdpSocket, callback: unknown, reason: Error): void {
  process.nextTick(() => {
    if (typeof callback === "function") callback(reason);
    else if (socket.listenerCount("error") > 0) socket.emit("error", reason);
  });
}

/** The port is the last number among the arguments, whatever precedes it, and the address is the string after it. */
function udpTargetOf(args: readonly unknown[]): string {
  const port = args.findLastIndex((arg) => typeof arg === "number");
  const address = args[port + 1];
  return `${typeof address === "string" ? address : "localhost"}:${String(args[port] ?? "?")} (UDP)`;
}
