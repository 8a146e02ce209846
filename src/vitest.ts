import { running } from "./vitest/running.ts";

// To import this entry in a test is to have its matchers, and their types. The config has no use for them.
if (running !== undefined) running.expect.extend((await import("./vitest/matchers.ts")).matchers);

export { describeSuite } from "./vitest/describe-suite.ts";
export type { DescribeSuiteOptions } from "./vitest/describe-suite.ts";
export type { ExpectedCall, TrialMatchers } from "./vitest/matchers.ts";
export { swarmEval } from "./vitest/plugin.ts";
export type { SwarmEvalPlugin } from "./vitest/plugin.ts";
