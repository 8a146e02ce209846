import { plugin } from "./plugin.ts";

/** The plugin for webpack: `plugins: [swarmEval()]`. */
export const swarmEval = plugin.webpack;
