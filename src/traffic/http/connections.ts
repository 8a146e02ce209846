import type { Socket } from "node:net";

/** How a socket was to be connected, as far as a request over another socket must know it: to where, and whom to trust. */
export type Connection = Readonly<Record<string, unknown>>;

const KEPT = new Set([
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

/** Remembers the arguments with which a socket is connected. */
export function rememberConnection(socket: Socket, args: readonly unknown[]): void {
  const [options] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof options !== "object" || options === null) return;
  const kept = Object.entries(options).filter(
    ([name, value]) => KEPT.has(name) && value !== undefined,
  );
  const { path } = options as { path?: string | null };
  connections.set(socket, {
    ...Object.fromEntries(kept),
    ...(typeof path === "string" && path !== "" ? { socketPath: path } : {}),
  });
}

/** How a socket was connected that HTTP sends over. */
export function connectionOf(socket: object): Connection | undefined {
  return connections.get(socket);
}
