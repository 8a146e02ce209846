import { readTypesOnLoad } from "./signatures/hooks.ts";

// For `node --import swarm-eval/register`.
readTypesOnLoad();
