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
