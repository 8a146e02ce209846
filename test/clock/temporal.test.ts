import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const url = (file: string): string => new URL(`../../src/clock/${file}`, import.meta.url).href;

it("tells the time of the trial by Temporal too, where Node has it, and the real one outside", () => {
  const program = `
    import { installClock } from "${url("install.ts")}";
    import { Lane } from "${url("../lanes/lane.ts")}";
    import { inTime, TrialTime } from "${url("trial-time.ts")}";
    installClock();
    const time = new TrialTime({ now: Date.UTC(2001, 1, 3, 4, 5, 6, 789), seed: "" }, new Lane());
    const read = () => [
      Temporal.Now.instant(), Temporal.Now.plainDateISO(), Temporal.Now.plainTimeISO("UTC"),
      Temporal.Now.plainDateTimeISO("+01:00"), Temporal.Now.zonedDateTimeISO("UTC"),
    ].map(String);
    console.log(JSON.stringify({ inside: inTime(time, read), outside: read() }));`;
  const flags = ["--no-warnings", "--harmony-temporal", "--input-type=module", "--eval", program];
  const env = { ...process.env, TZ: "UTC" };
  const printed = execFileSync(process.execPath, flags, { encoding: "utf8", env });
  const { inside, outside } = JSON.parse(printed) as Record<"inside" | "outside", string[]>;
  expect(inside).toEqual([
    "2001-02-03T04:05:06.789Z",
    "2001-02-03",
    "04:05:06.789",
    "2001-02-03T05:05:06.789",
    "2001-02-03T04:05:06.789+00:00[UTC]",
  ]);
  expect(outside.slice(0, 2).join()).toMatch(/^20(?!01)\d\d-\d\d-\d\dT.*,20(?!01)\d\d-/);
});
