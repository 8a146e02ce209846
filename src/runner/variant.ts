import type { Override } from "../swarm/agent/override.ts";
import type { Server } from "./server.ts";

/** What every agent is asked with, in place of its own, and the name of this among others. */
export interface Variant extends Pick<Override, "model" | "api" | "request"> {
  /** Recordings and results are filed under it; those of a variant without a name, under its model. */
  readonly name?: string | undefined;
  /** Answers all agents, even those that bring a client of their own. */
  readonly server?: Server | undefined;
}
