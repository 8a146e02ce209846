import { describe, expect, it } from "vitest";
import { retryDelay } from "../../../src/runner/trial/retry.ts";

function asking(name: string, value: string): Headers {
  return new Headers({ [name]: value });
}

describe("the wait before a request is asked again", () => {
  it.each([
    ["retry-after-ms", "250", 250],
    ["retry-after", "7", 7_000],
    ["retry-after", "0", 0],
    ["retry-after", "86400", 60_000],
  ])("is as long as the provider asks, up to a minute: %s: %s", (name, value, delay) => {
    expect(retryDelay(1, asking(name, value), 0)).toBe(delay);
  });

  it("lasts until the date that the provider names", () => {
    const inAYear = new Date(Date.now() + 365 * 86_400_000).toUTCString();
    expect(retryDelay(1, asking("retry-after", inAYear), 0)).toBe(60_000);
    const soon = retryDelay(
      1,
      asking("retry-after", new Date(Date.now() + 30_000).toUTCString()),
      0,
    );
    expect(soon).toBeGreaterThan(500);
    expect(soon).toBeLessThanOrEqual(30_000);
  });

  it.each(["tomorrow", "-1", "Thu, 01 Jan 1970 00:00:00 GMT"])(
    "is our own where what is asked is none: %s",
    (value) => {
      expect(retryDelay(1, asking("retry-after", value), 0)).toBe(500);
    },
  );

  it("doubles up to eight seconds if the provider asks for nothing", () => {
    const delays = [1, 2, 3, 4, 5, 6, 50].map((attempts) => retryDelay(attempts, undefined, 0));
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it("is spread: never shorter than asked, and never longer than the doubling", () => {
    expect(retryDelay(1, asking("retry-after", "10"), 1)).toBe(11_000);
    expect(retryDelay(2, undefined, 1)).toBe(750);
    expect(
      new Set(Array.from({ length: 20 }, () => retryDelay(1, undefined))).size,
    ).toBeGreaterThan(1);
  });
});
