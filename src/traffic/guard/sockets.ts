import type { Socket } from "node:net";

/** Connects a socket when something is written to it. Until then it seems to be connecting. */
export function onceWritten(socket: Socket, connect: () => void): Socket {
  Reflect.set(socket, "connecting", true);
  const write = (...args: unknown[]): boolean => {
    Reflect.deleteProperty(socket, "write");
    connect();
    return Reflect.apply(socket.write, socket, args) as boolean;
  };
  Object.defineProperty(socket, "write", { value: write, configurable: true, writable: true });
  return socket;
}

/**
 * As Node tells of a failed connection: first the error, later the close. Nobody expects `connect` to throw. Where nobody
 * listens the error would end the process; `isTold` says that somebody knows already.
 */
export function fail(socket: Socket, reason: Error, isTold: boolean): Socket {
  // What is written meanwhile waits, as on any socket that is connecting.
  Reflect.set(socket, "connecting", true);
  process.nextTick(() => {
    const isExpected = socket.listenerCount("error") > 0 || !isTold;
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

/** The arguments of a connection, as they were, to where nobody listens. */
export function nowhere(args: readonly unknown[]): readonly unknown[] {
  const [options, ...rest] = args;
  const { path } = options as ConnectOptions;
  const target = path ? { path: "/dev/null/nowhere" } : { host: "127.0.0.1", port: 0 };
  return [{ ...(options as ConnectOptions), ...target }, ...rest];
}

/** Where a socket was to connect to: `net.connect` hands its normalized arguments on as a list. */
export function targetOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first !== "object" || first === null)
    return typeof first === "string" ? first : `${String(second ?? "localhost")}:${String(first)}`;
  const { path, host, port } = first as ConnectOptions;
  return path || `${host ?? "localhost"}:${port}`;
}
