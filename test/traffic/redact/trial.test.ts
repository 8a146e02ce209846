import { describe, expect, it } from "vitest";
import { redactorFor, type TrialRedactor } from "../../../src/traffic/redact/redact.ts";

/** A trial of which all is written as it comes. */
function writtenTrial(): TrialRedactor {
  const trial = redactorFor({}).forTrial();
  trial.numbers.settle();
  return trial;
}

const OPAQUE = "opaquex9x9/ab+c==";

describe("what was taken out once in a trial", () => {
  it.each([
    ["a name", `{"session_token":"${OPAQUE}"}`],
    ["a name, in JSON that escapes slashes", `{"session_token":"${OPAQUE.replace("/", "\\/")}"}`],
    ["a name, in JSON in JSON", JSON.stringify({ a: JSON.stringify({ session_token: OPAQUE }) })],
    ["a name, in a URL", `/x?token=${encodeURIComponent(OPAQUE)}`],
    ["the scheme of a header", `{"authorization":"Bearer ${OPAQUE}"}`],
  ])("by %s is taken out wherever it comes again", (_, text) => {
    const trial = writtenTrial();
    const again = `It is ${OPAQUE}.`;
    expect(trial.redact(again)).toBe(again);
    trial.redact(text);
    expect(trial.hasLearned).toBe(true);
    expect(trial.redact(again)).toBe("It is [redacted].");
    expect(trial.redact(`{"handle":"${OPAQUE}"}`)).toBe('{"handle":"[redacted]"}');
    expect(trial.redact(`/y?handle=${encodeURIComponent(OPAQUE)}`)).toBe("/y?handle=[redacted]");
    expect(trial.redact(Buffer.from(OPAQUE).toString("base64"))).toBe("[redacted]");
    expect(trial.redact(trial.redact(again))).toBe(trial.redact(again));
  });

  it.each([
    ["in JSON", (value: string) => JSON.stringify({ handle: value })],
    ["in a URL", (value: string) => `/x?handle=${encodeURIComponent(value)}&a=1`],
    ["in a URL in a URL", (value: string) => `/x?u=${encodeURIComponent(`/y?token=${value}`)}`],
    ["in base64", (value: string) => Buffer.from(`ann:${value}`).toString("base64")],
    ["in HTML", (value: string) => `<a>${value.replace("[", "&#91;").replace("]", "&#93;")}</a>`],
  ])("is recorded %s as it comes in a replay, when a tool sends it on redacted", (_, write) => {
    const recording = writtenTrial();
    recording.redact(`{"access_token":"${OPAQUE}"}`);
    const replay = redactorFor({}).forTrial();
    expect(replay.redact(write("[redacted]"))).toBe(recording.redact(write(OPAQUE)));
  });

  it("is taken out before it, in the same text", () => {
    const trial = writtenTrial();
    expect(trial.redact(`{"a":"It is ${OPAQUE}.","access_token":"${OPAQUE}"}`)).toBe(
      '{"a":"It is [redacted].","access_token":"[redacted]"}',
    );
  });

  it.each(["hunter2", "concierge", "password", "postgres"])(
    "is left alone elsewhere if it is as usual as %s",
    (value) => {
      const trial = writtenTrial();
      trial.redact(`{"password":"${value}"}`);
      expect(trial.redact(`The ${value}.`)).toBe(`The ${value}.`);
    },
  );

  it("is another trial's own matter, and is shown on no screen", () => {
    const redactor = redactorFor({});
    redactor.forTrial().redact(`{"access_token":"${OPAQUE}"}`);
    expect(redactor.forTrial().redact(OPAQUE)).toBe(OPAQUE);
    expect(redactor.redact(OPAQUE)).toBe(OPAQUE);
    expect(redactor.forScreen().redact(OPAQUE)).toBe("[redacted]");
  });
});
