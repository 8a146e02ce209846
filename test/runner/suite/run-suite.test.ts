import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { UsageError } from "../../../src/runner/errors.ts";
import { trial as made } from "../../gate/made.ts";
import { scheduled } from "./suite-options.ts";

it("sends what the first trials ask before it has begun the last of those at play", async () => {
  const trials = 200;
  let begun = 0;
  let begunAtFirstSending = 0;
  const allBegun = Promise.withResolvers<void>();
  const options = await scheduled(["often"], {
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
  await options.run();
  expect(begun).toBe(trials);
  expect(begunAtFirstSending).toBeGreaterThan(0);
  expect(begunAtFirstSending).toBeLessThan(trials / 2);
});

it("does not take cases for played that went from their file meanwhile", async () => {
  const options = await scheduled(["first", "second"], {
    play: async (_, trial) => made({ trial, verdict: "passed" }),
  });
  // As of a file that is too large to be kept.
  const survey = { ...options.survey, kept: undefined };
  writeFileSync(survey.file, '{"id":"first","user":"Hi!","expect":{"not_called":["x"]}}\n');
  await expect(options.run(survey)).rejects.toThrow(
    new UsageError(
      `${survey.file} was changed while it was played: 2 cases were selected, and now there are 1. Play it again.`,
    ),
  );
});
