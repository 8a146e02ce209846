import { expect, it, onTestFinished, vi } from "vitest";
import { TimeLimit, watchEventLoop } from "../../../src/runner/watchdog/time-limit.ts";

it("gives back the time for which others block the event loop", async () => {
  onTestFinished(
    watchEventLoop({
      began: () => undefined,
      ended: () => undefined,
      end: () => expect.unreachable("Its time is not up"),
    }),
  );
  const limit = new TimeLimit({ ms: 3_600_000, name: "another", onTime: () => undefined });
  onTestFinished(() => limit.clear());
  const before = limit.left;
  const until = performance.now() + 1_500;
  while (performance.now() < until);
  expect(limit.left).toBeLessThan(before - 1_400);
  await expect.poll(() => limit.left).toBeGreaterThan(before - 750);
});

it("looks again where another watch has ended, and at nothing in between", async () => {
  const began = vi.fn<() => void>();
  const watch = () =>
    watchEventLoop({
      began,
      ended: () => undefined,
      end: () => expect.unreachable("No time is up"),
    });
  const block = (most: number) => {
    const until = performance.now() + most;
    while (performance.now() < until && began.mock.calls.length === 0);
  };
  await watch()();
  block(900);
  expect(began).not.toHaveBeenCalled();
  onTestFinished(watch());
  block(20_000);
  expect(began).toHaveBeenCalledOnce();
});
