import type { Override } from "../swarm/agent/override.ts";

/** What every agent is asked with, in place of its own, and the name of this among others. */
export interface Variant extends Pick<Override, "model" | "api" | "request"> {
  /** Recordings and results are filed under it; those of a variant without a name, under its model. */
  readonly name?: string | undefined;
}
