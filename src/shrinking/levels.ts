import type { OfferedPart } from "./offered.ts";
import { sentencesOf, wordsOf } from "../text/sentences.ts";
import type { Candidate } from "./candidate.ts";

/** Parts of one kind that a candidate may be without. */
export interface Level {
  /** `turns`, `words of turn 2`. */
  readonly what: string;
  /** How many parts there are. */
  readonly size: number;
  /** The candidate with those alone of them that have these indices, in their order. */
  keeping(kept: readonly number[]): Candidate;
}

/** What there is to be left out, in this order, each of what the levels before it have left. */
export function levelsOf(
  start: Candidate,
  needed: ReadonlySet<number>,
  offered: readonly OfferedPart[],
): ((candidate: Candidate) => Level)[] {
  return [
    (candidate) => turnsOf(candidate, needed),
    ...start.turns.flatMap(({ number }) => [
      (candidate: Candidate) => textOf(candidate, number, "sentences", sentencesOf),
      (candidate: Candidate) => textOf(candidate, number, "words", wordsOf),
    ]),
    (candidate) =>
      offeredOf(
        candidate,
        "tools",
        offered.filter(({ kind }) => kind === "tool"),
      ),
    (candidate) =>
      offeredOf(
        candidate,
        "sentences of instructions",
        offered.filter(({ kind }) => kind === "instruction"),
      ),
  ];
}

function turnsOf(candidate: Candidate, needed: ReadonlySet<number>): Level {
  const spare = candidate.turns.filter(({ number }) => !needed.has(number));
  return {
    what: "turns",
    size: spare.length,
    keeping(kept) {
      const stays = new Set([...needed, ...kept.map((index) => spare[index]?.number)]);
      return { ...candidate, turns: candidate.turns.filter(({ number }) => stays.has(number)) };
    },
  };
}

function textOf(
  candidate: Candidate,
  number: number,
  kind: string,
  split: (text: string) => string[],
): Level {
  const said = candidate.turns.find((turn) => turn.number === number)?.user;
  const parts = typeof said === "string" ? split(said) : [];
  return {
    what: `${kind} of turn ${number}`,
    // A text in one piece is no smaller without it: there would be none.
    size: parts.length > 1 ? parts.length : 0,
    keeping(kept) {
      const user = kept
        .map((index) => parts[index])
        .join("")
        .trim();
      if (parts.length < 2) return candidate;
      const turns = candidate.turns.map((turn) =>
        turn.number === number ? { ...turn, user } : turn,
      );
      return { ...candidate, turns };
    },
  };
}

function offeredOf(candidate: Candidate, what: string, parts: readonly OfferedPart[]): Level {
  return {
    what,
    size: parts.length,
    keeping(kept) {
      const stays = new Set(kept);
      const leftOut = parts.filter((_, index) => !stays.has(index));
      return { ...candidate, leftOut: [...candidate.leftOut, ...leftOut] };
    },
  };
}
