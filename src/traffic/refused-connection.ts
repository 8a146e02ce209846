/** A connection that is none of HTTP's, while nothing may reach the network. */
export class RefusedConnectionError extends Error {
  override readonly name = "RefusedConnectionError";
  readonly code = "ERR_SWARM_EVAL_OFFLINE";
  /** Such as `localhost:5432`, or the path of a socket. */
  readonly target: string;

  constructor(target: string) {
    super(
      `A connection to ${target} was refused: a replay answers HTTP from recordings and lets nothing else out. ` +
        `Give the agents module an in-memory stand-in for it, or run with --traffic live.`,
    );
    this.target = target;
  }
}
