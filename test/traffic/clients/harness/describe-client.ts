import { describe, expect, it } from "vitest";
import { comparable, withoutChance } from "./comparable.ts";
import { play, type Outcome } from "./play.ts";

/** Says of every situation of a client that recording changes nothing, and that a replay gives the same again. */
export async function describeClient(client: string): Promise<void> {
  const outcomes = await play(client);
  describe.each([client])("%s", () => {
    it.each([...outcomes])("%s", (_name, { live, record, replay }) => {
      expect(troubleOf(live)).toEqual(NONE);
      expect(live?.said).not.toEqual([]);
      expect(live?.arrived).not.toEqual([]);

      expect(comparable(record?.arrived)).toEqual(comparable(live?.arrived));
      expect(withoutChance(record?.said)).toEqual(withoutChance(live?.said));
      expect(troubleOf(record)).toEqual(NONE);

      expect(replay?.said).toEqual(record?.said);
      expect(troubleOf(replay)).toEqual(NONE);
      expect(replay).toMatchObject({ arrived: [], connections: 0, tape: record?.tape });
    });
  });
}

const NONE = { thrown: undefined, stray: [], ended: [] };

function troubleOf(outcome: Outcome | undefined): object {
  const { thrown, stray, ended } = outcome ?? {};
  return { thrown, stray, ended };
}
