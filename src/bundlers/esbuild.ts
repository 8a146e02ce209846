import { plugin } from "./plugin.ts";

/** The plugin for esbuild: `plugins: [swarmEval()]`. */
export const swarmEval = plugin.esbuild;
