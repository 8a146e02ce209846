import type { IncomingReply } from "./http/http.ts";
import { ReplayMissError } from "./miss/replay-miss.ts";

/** A connection that is none of HTTP's, while nothing may reach the network. */
export class RefusedConnectionError extends Error {
  override readonly name = "RefusedConnectionError";
  readonly code = "ERR_SWARM_EVAL_OFFLINE";
  /** Such as `localhost:5432`, or the path of a socket. */
  readonly target: string;

  /** `asker` says who wanted it: `Triage Agent in turn 2`; undefined where it was wanted outside any trial. */
  constructor(target: string, asker: string | undefined) {
    super(
      `A connection to ${target}${asker === undefined ? "" : `, wanted by ${asker},`} was refused: a replay answers HTTP from recordings and lets nothing else out. ` +
        `Give the agents module an in-memory stand-in for it, or run with --traffic live.`,
    );
    this.target = target;
  }
}

/** A request that belongs to no trial, so no tape can answer or keep it. */
export class OutsideRequestError extends Error {
  override readonly name = "OutsideRequestError";

  constructor(method: string, url: string) {
    // A query may hold a key.
    const { origin, pathname } = new URL(url);
    super(
      `${method} ${origin}${pathname} was asked for outside any conversation, so it belongs to no recording. ` +
        `Make it inside the agents module's factory or in a tool, where it is part of a trial; ` +
        `or run with --traffic live, which keeps no recordings.`,
    );
  }
}

/** A connection that a child process or a worker thread wanted: it belongs to no trial, so no tape can answer or keep it. */
export class ChildConnectionError extends Error {
  override readonly name = "ChildConnectionError";
  readonly code = "ERR_SWARM_EVAL_OFFLINE";

  /** `asker` such as `a child process (server.js)`. */
  constructor(target: string, asker: string) {
    super(
      `A connection to ${target}, wanted by ${asker}, was refused: it is made outside any conversation, so it belongs to no recording. ` +
        `Make it in a tool itself, in the process of the agents module, where it is part of a trial; ` +
        `or run with --traffic live, which keeps no recordings.`,
    );
  }
}

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
