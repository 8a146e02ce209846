import diagnostics from "node:diagnostics_channel";

/** Who connects a socket: an HTTP client; nock, for what it lets through; anybody else. */
export type SocketOrigin = "http" | "nock" | "other";

/**
 * Returns what tells, in the very call that connects a socket, who makes it: `node:http` by the call itself, undici
 * (`fetch`, WebSocket) by its saying so right before. A client that connects later, behind an agent of its own, counts
 * as anybody else.
 */
export function recogniseSockets(): () => SocketOrigin {
  let announced = false;
  diagnostics.subscribe("undici:client:beforeConnect", () => {
    announced = true;
  });
  return () => {
    if (announced) {
      announced = false;
      return "http";
    }
    // The nearest caller: what nock answers may call somebody who makes a request, who has nock called.
    const [caller] = /node:_http_|[\\/]@mswjs[\\/]interceptors[\\/]/.exec(stack()) ?? [];
    return caller === undefined ? "other" : caller === "node:_http_" ? "http" : "nock";
  };
}

function stack(): string {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 20;
  Reflect.deleteProperty(Error, "prepareStackTrace");
  const { stack: calls = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  if (prepareStackTrace !== undefined) Error.prepareStackTrace = prepareStackTrace;
  return calls;
}
