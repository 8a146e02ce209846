import { expect, it } from "vitest";
import { runSuite } from "../../src/runner/run-suite.ts";
import { trial as made } from "../gate/made.ts";
import { suiteOptions } from "./suite-options.ts";

it("sends what the first trials ask before it has begun the last of those at play", async () => {
  const trials = 200;
  let begun = 0;
  let begunAtFirstSending = 0;
  const allBegun = Promise.withResolvers<void>();
  const options = await suiteOptions(["often"], {
    trials,
    concurrency: trials,
    play: async (_, trial) => {
      begun++;
      // As a socket is, that was told to connect.
      if (trial === 1) setImmediate(() => (begunAtFirstSending = begun));
      if (begun === trials) allBegun.resolve();
      await allBegun.promise;
      return made({ trial, verdict: "passed" });
    },
  });
  await runSuite(options);
  expect(begun).toBe(trials);
  expect(begunAtFirstSending).toBeGreaterThan(0);
  expect(begunAtFirstSending).toBeLessThan(trials / 2);
});
