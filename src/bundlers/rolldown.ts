import { plugin } from "./plugin.ts";

/** The plugin for rolldown: `plugins: [swarmEval()]`. */
export const swarmEval = plugin.rolldown;
