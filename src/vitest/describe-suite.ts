import type { LibraryOptions } from "../runs/library-options.ts";
import type { RunSuiteOptions } from "../runs/run-suite.ts";
import { running } from "./running.ts";

/** How a suite is played whose cases are tests. Which of them are played, vitest decides. */
export interface DescribeSuiteOptions
  extends
    Omit<LibraryOptions, "signal" | "howToRecord">,
    Pick<
      RunSuiteOptions,
      | "trials"
      | "concurrency"
      | "threshold"
      | "failOnErrors"
      | "coverage"
      | "coverageCases"
      | "output"
    > {}

/**
 * Makes each case of a file a test of vitest. They are played together, as by `runSuite`, and its result file is written;
 * a test fails with what the terminal report says of its case. `vitest -u` records anew, unless `traffic` says otherwise.
 */
export function describeSuite(cases: string, options: DescribeSuiteOptions = {}): void {
  if (running === undefined)
    throw new Error("describeSuite makes tests: call it in a test file that vitest runs.");
  const { afterAll, describe, test } = running;
  describe(cases, async () => {
    // The config imports this entry, and needs nothing of it.
    const { declareTests } = await import("./suite-tests.ts");
    await declareTests({ afterAll, test }, cases, options);
  });
}
