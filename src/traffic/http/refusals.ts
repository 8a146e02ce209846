import { listed } from "../../text/count.ts";
import { fieldOf, type HeaderFields, type IncomingReply } from "./http.ts";

/** Thrown instead of reaching the network. Asking again does not help. */
export class RefusalError extends Error {
  override readonly name = this.constructor.name;
  readonly code = "ERR_SWARM_EVAL_OFFLINE";
}

/** Said of a target that datagrams are sent to. */
export const UDP = " (UDP)";

/** A connection that is not HTTP, so no tape could hold what goes over it. */
export class RefusedConnectionError extends RefusalError {
  /** `target` such as `localhost:5432`, or the path of a socket; `requester` is undefined outside any trial. */
  constructor(target: string, requester: string | undefined) {
    super(
      `A connection to ${target}${requester === undefined ? "" : `, wanted by ${requester},`} was refused: ` +
        `it is not plain HTTP, so no recording can hold it. Give the agents module an in-memory stand-in for it, ` +
        `let its host through with passthrough: [${JSON.stringify(target.replace(UDP, ""))}] in swarm-eval.config.ts, or run with --traffic live.`,
    );
  }
}

/** What to do if earlier refusals have this later `consequence`: clients that trials share are refused only once. */
export function earlierRefusals(targets: readonly string[], consequence: string): string[] {
  if (targets.length === 0) return [];
  return [
    `Connections to ${listed(targets, 3)} were refused earlier in this run: if ${consequence}, ` +
      `give the agents module an in-memory stand-in, or run with --traffic live.`,
  ];
}

/** A request that belongs to no trial, so no tape can answer or keep it. */
export class OutsideRequestError extends RefusalError {
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

/** A connection of a child process or a worker thread: it belongs to no trial, so no tape can answer or keep it. */
export class ChildConnectionError extends RefusalError {
  /** `requester` is `a child process (server.js)`, say. */
  constructor(target: string, requester: string) {
    super(
      `A connection to ${target}, wanted by ${requester}, was refused: it is made outside any conversation, so it belongs to no recording. ` +
        `Make it in a tool itself, in the process of the agents module, where it is part of a trial; ` +
        `or run with --traffic live, which keeps no recordings.`,
    );
  }
}

/** Failed dependency: a status that no client retries, and that no provider uses. */
const FAILED_DEPENDENCY = 424;

/** Sent by clients that retry failed requests: openai's SDK, and others made like it. */
const RETRYING_HEADER = "x-stainless-retry-count";

/**
 * A refusal as an answer, for a client that would retry if it got none. Undefined if the error itself is to be thrown,
 * because the client would take any answer for the server's.
 */
export function refusalReply(error: unknown, headers: HeaderFields): IncomingReply | undefined {
  const isRetried = fieldOf(headers, RETRYING_HEADER) !== undefined;
  return error instanceof RefusalError && isRetried ? refusal(error) : undefined;
}

/** An error as an answer that no client asks for again. */
export function refusal({ name: type, message }: Error): IncomingReply {
  const body = Buffer.from(JSON.stringify({ error: { type, message } }));
  return {
    status: FAILED_DEPENDENCY,
    headers: { "content-type": "application/json", "x-should-retry": "false" },
    body: (async function* once() {
      yield body;
    })(),
  };
}
