import { expect, it } from "vitest";
import { pauseClock } from "../../../src/cli/chat/recording.ts";

/** A conversation whose clock is set by hand. */
function conversation() {
  const time = { real: 100 };
  const clocked = { now: () => time.real };
  return { time, clocked, clock: pauseClock(clocked) };
}

it("stands until it is started, and while it is stopped", () => {
  const { time, clocked, clock } = conversation();
  time.real = 5_000;
  expect(clocked.now()).toBe(100);
  clock.start();
  time.real = 5_020;
  expect(clocked.now()).toBe(120);
  clock.stop();
  time.real = 90_000;
  expect(clocked.now()).toBe(120);
  clock.start();
  time.real = 90_003;
  expect(clocked.now()).toBe(123);
});

it("goes on from where it stood before a turn that was taken back", () => {
  const { time, clocked, clock } = conversation();
  const since = clock.start();
  time.real = 700;
  clock.stop(since);
  expect(clocked.now()).toBe(100);
  time.real = 900;
  clock.start();
  time.real = 901;
  expect(clocked.now()).toBe(101);
});
