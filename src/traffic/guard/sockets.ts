import { UDP } from "../http/refusals.ts";
import type { Patches } from "../../patches/patches.ts";
import type { Socket as UdpSocket } from "node:dgram";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

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

/** Whether a connection is made to learn which HTTP a server speaks. Its client makes the request afterwards. */
export function negotiatesHttp(args: readonly unknown[]): boolean {
  const [options] = givenArgs(args) as [{ readonly ALPNProtocols?: unknown } | undefined];
  const protocols = options?.ALPNProtocols;
  return Array.isArray(protocols) && protocols.includes("h2");
}

/** Connects a socket to nothing, as if a server had chosen HTTP/1.1. Requests over either have the same recordings. */
export function negotiated(socket: TLSSocket): TLSSocket {
  // Nothing is ever read from it.
  Object.assign(socket, { connecting: true, _read: () => undefined });
  process.nextTick(() => {
    if (socket.destroyed) return;
    Object.assign(socket, { connecting: false, authorized: true, alpnProtocol: "http/1.1" });
    socket.emit("connect");
    socket.emit("secureConnect");
  });
  return socket;
}

/** The two ends of a connection, as a socket names them. */
type Ends = Pick<
  Socket,
  "remoteAddress" | "remoteFamily" | "remotePort" | "localAddress" | "localFamily" | "localPort"
>;

/** The first of those that systems give out. */
const EPHEMERAL_PORT = 49_152;

/**
 * Gives what stands in for a socket the ends of the connection that it has joined. In a replay it joins none, and both
 * are on this machine: code that logs or checks an address gets one, and no tape holds those of a real network.
 */
export function giveEnds(standIn: Socket, url: string, joined: () => Ends | undefined): void {
  const { port, protocol } = new URL(url);
  const ends: Ends = {
    remoteAddress: "127.0.0.1",
    remoteFamily: "IPv4",
    remotePort: Number(port) || (protocol === "https:" ? 443 : 80),
    localAddress: "127.0.0.1",
    localFamily: "IPv4",
    localPort: EPHEMERAL_PORT,
  };
  const isOpen = (): boolean => !standIn.destroyed && !standIn.connecting;
  for (const name of Object.keys(ends) as (keyof Ends)[])
    Object.defineProperty(standIn, name, {
      configurable: true,
      get: () => (isOpen() ? (joined() ?? ends)[name] : undefined),
    });
}

/** Calls `refuse` before a datagram leaves: if it returns an error, the datagram does not. */
export function guardUdp(patches: Patches, refuse: (target: string) => Error | undefined): void {
  patches.listen("udp.socket", (message) => {
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
  return `${typeof address === "string" ? address : "localhost"}:${String(args[port] ?? "?")}${UDP}`;
}
