import { plugin } from "./plugin.ts";

/** The plugin for vite: `plugins: [swarmEval()]`. */
export const swarmEval = plugin.vite;
