import { plugin } from "./plugin.ts";

/** The plugin for rollup: `plugins: [swarmEval()]`. */
export const swarmEval = plugin.rollup;
