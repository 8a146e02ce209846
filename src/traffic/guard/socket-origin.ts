import diagnostics from "node:diagnostics_channel";

/** What connects a socket: an HTTP client; nock, for what it lets through; anything else. */
export type SocketOrigin = "http" | "nock" | "other";

/**
 * Returns a function to be called from the call that connects a socket. It recognises `node:http` by the call itself,
 * and undici (`fetch`, WebSocket) by its announcement right before. A client that connects later, in an agent of its
 * own, counts as `other`.
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
    // The nearest caller counts: a reply of nock's may run code that makes a request, which calls nock again.
    const [caller] = /node:_http_|[\\/]@mswjs[\\/]interceptors[\\/]/.exec(callStack()) ?? [];
    return caller === undefined ? "other" : caller === "node:_http_" ? "http" : "nock";
  };
}

function callStack(): string {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 20;
  Reflect.deleteProperty(Error, "prepareStackTrace");
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  if (prepareStackTrace !== undefined) Error.prepareStackTrace = prepareStackTrace;
  return stack;
}
