import diagnostics from "node:diagnostics_channel";

/**
 * Returns what tells, in the very call that connects a socket, whether an HTTP client makes it: `node:http` by the call
 * itself, undici (`fetch`, WebSocket) by its saying so right before. A client that connects later, behind an agent of
 * its own, is not recognised.
 */
export function recogniseHttp(): () => boolean {
  let announced = false;
  diagnostics.subscribe("undici:client:beforeConnect", () => {
    announced = true;
  });
  return () => {
    if (!announced) return isCalledByHttp();
    announced = false;
    return true;
  };
}

function isCalledByHttp(): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 20;
  Reflect.deleteProperty(Error, "prepareStackTrace");
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  if (prepareStackTrace !== undefined) Error.prepareStackTrace = prepareStackTrace;
  return /node:_http_(?:agent|client)/.test(stack);
}
