import type { Case } from "../cases/case.ts";
import type { OfferedPart } from "./offered.ts";
import { isPlayable, wholeOf, type Candidate } from "./candidate.ts";
import { ddmin } from "./ddmin.ts";
import { levelsOf, type Level } from "./levels.ts";

/** What is shrunk. */
export interface Shrinkable {
  readonly testCase: Case;
  /** The numbers of the turns at which its failure stands. */
  readonly needed: ReadonlySet<number>;
  /** What its models were told. */
  readonly offered: readonly OfferedPart[];
}

/** Leaves out what can be spared, one level after the other. Rejects with what `stillFails` rejects with. */
export async function shrink(
  given: Shrinkable,
  stillFails: (candidate: Candidate, level: Level) => Promise<boolean>,
): Promise<Candidate> {
  const { testCase } = given;
  let smallest = wholeOf(testCase);
  for (const levelOf of levelsOf(smallest, given.needed, given.offered)) {
    const level = levelOf(smallest);
    const kept = await ddmin([...Array(level.size).keys()], async (some) => {
      const candidate = level.keeping(some);
      return isPlayable(candidate, testCase) && (await stillFails(candidate, level));
    });
    smallest = level.keeping(kept);
  }
  return smallest;
}

/** How many candidates may have to be tried. */
export interface Outlook {
  /** The parts of each level, as far as it has any. */
  readonly most: number;
  /** Of a failure that needs the last word of each of its turns, the last tool and the last sentence of instructions. */
  readonly usual: { readonly kept: number; readonly dropped: number };
}

export async function outlook(given: Shrinkable): Promise<Outlook> {
  const { testCase, needed, offered } = given;
  const start = wholeOf(testCase);
  const sizes = levelsOf(start, needed, offered).map((levelOf) => levelOf(start).size);
  const needs = new Set([
    offered.findLast(({ kind }) => kind === "tool"),
    offered.findLast(({ kind }) => kind === "instruction"),
  ]);
  const usual = { kept: 0, dropped: 0 };
  await shrink(given, ({ turns, leftOut }) => {
    const isThere =
      leftOut.every((part) => !needs.has(part)) &&
      turns.every(({ number, user }) => {
        const whole = testCase.turns[number - 1]?.user;
        if (!needed.has(number) || typeof user !== "string" || typeof whole !== "string")
          return true;
        return user.endsWith(/\S+\s*$/.exec(whole)?.[0].trim() ?? "");
      });
    usual[isThere ? "kept" : "dropped"] += 1;
    return Promise.resolve(isThere);
  });
  return { most: sizes.reduce((sum, size) => sum + size ** 2 + 3 * size, 0), usual };
}
