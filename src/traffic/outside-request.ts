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
