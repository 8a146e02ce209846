import { matchers } from "./vitest/matchers.ts";
import { running } from "./vitest/running.ts";

// To import this entry in a test is to have its matchers, and their types.
running?.expect.extend(matchers);

export { describeSuite } from "./vitest/describe-suite.ts";
export type { DescribeSuiteOptions } from "./vitest/describe-suite.ts";
export type { ExpectedCall, TrialMatchers } from "./vitest/matchers.ts";
export { swarmEval } from "./vitest/plugin.ts";
export type { SwarmEvalPlugin } from "./vitest/plugin.ts";
