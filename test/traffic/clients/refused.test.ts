import { describe, expect, it } from "vitest";
import { play } from "./harness/play.ts";

const outcomes = await play("refused");

describe("what cannot be recorded", () => {
  it.each([...outcomes])("%s is refused before it leaves, with a way round", (_, outcome) => {
    const { live, record, replay } = outcome;
    expect(live?.connections).toBe(1);
    for (const refused of [record, replay]) {
      expect(refused).toMatchObject({ connections: 0, thrown: undefined, stray: [] });
      const [reason, ...others] = refused?.ended ?? [];
      expect(others).toEqual([]);
      expect(reason).toMatch(/127\.0\.0\.1:\d+/);
      expect(reason).toContain("passthrough");
      expect(refused?.said).toHaveLength(1);
    }
  });
});
