import { ChildConnectionError } from "./child-connection.ts";
import type { IncomingReply } from "./http.ts";
import { OutsideRequestError } from "./outside-request.ts";
import { ReplayMissError } from "./replay-miss.ts";

/** Failed dependency: a status that no client asks again for, and that no provider uses. */
const REFUSED = 424;

/** By this header a client says that it asks again where a request fails: openai's SDK, and others made like it. */
const RETRYING_HEADER = "x-stainless-retry-count";

const REFUSALS = [ReplayMissError, OutsideRequestError, ChildConnectionError];

/**
 * A refusal as an answer, for a client that would ask again if it got none; undefined where the error itself is to be
 * thrown, for the client would take any answer for the server's.
 */
export function refused(error: unknown, requestHeaders: Headers): IncomingReply | undefined {
  if (!REFUSALS.some((refusal) => error instanceof refusal)) return undefined;
  if (!requestHeaders.has(RETRYING_HEADER)) return undefined;
  const { name: type, message } = error as Error;
  const body = Buffer.from(JSON.stringify({ error: { type, message } }));
  return {
    status: REFUSED,
    headers: { "content-type": "application/json", "x-should-retry": "false" },
    body: (async function* once() {
      yield body;
    })(),
  };
}
