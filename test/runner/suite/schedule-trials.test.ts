import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { UsageError } from "../../../src/runner/errors.ts";
import { trial as made } from "../../gate/made.ts";
import { scheduled } from "./scheduled.ts";

it("sends the first requests before it has started the last of the trials that run at once", async () => {
  const trials = 200;
  let started = 0;
  let startedAtFirstSending = 0;
  const allStarted = Promise.withResolvers<void>();
  const options = await scheduled(["often"], {
    trials,
    concurrency: trials,
    play: async (_, trial) => {
      started++;
      // As late as a socket connects.
      if (trial === 1) setImmediate(() => (startedAtFirstSending = started));
      if (started === trials) allStarted.resolve();
      await allStarted.promise;
      return made({ trial, verdict: "passed" });
    },
  });
  await options.run();
  expect(started).toBe(trials);
  expect(startedAtFirstSending).toBeGreaterThan(0);
  expect(startedAtFirstSending).toBeLessThan(trials / 2);
});

it("refuses a case file that lost a case while it was played", async () => {
  const options = await scheduled(["first", "second"], {
    play: async (_, trial) => made({ trial, verdict: "passed" }),
  });
  // As for a file that is too large to be kept.
  const survey = { ...options.survey, kept: undefined };
  writeFileSync(survey.file, '{"id":"first","user":"Hi!","expect":{"not_called":["x"]}}\n');
  await expect(options.run(survey)).rejects.toThrow(
    new UsageError(
      `${survey.file} was changed while it was played: 2 cases were selected, and now there are 1. Play it again.`,
    ),
  );
});
