import { readTypesOnLoad } from "./signatures/loading/hooks.ts";

// For `node --import swarm-eval/register`.
readTypesOnLoad();
