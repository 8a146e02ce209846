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
