import { expect, it } from "vitest";
import { ReplyRecorder } from "../../../src/traffic/http/reply-recorder.ts";

it("takes the time from its request to the moment when its reader has all it wants", () => {
  let time = 900;
  const now = (): number => time;
  const recorder = new ReplyRecorder({ now, arrival: now, keepGaps: false, maxBody: 100 });
  time = 1020;
  recorder.start(200, "OK", { "content-type": "text/plain" });
  recorder.chunk(Buffer.from("Hello"));
  time = 1051;
  recorder.end();
  expect(recorder.soFar()).toMatchObject({ ms: 151, at: 1051 });
});
