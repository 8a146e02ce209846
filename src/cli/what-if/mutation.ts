import type { Held } from "../../mutants/held.ts";
import type { Scores } from "../../mutants/score.ts";
import type { MutantPlace } from "../../mutants/mutant.ts";
import { shortForm } from "../../mutants/short-form.ts";
import type { Suite } from "../../runner/suite/suite.ts";
import type { MutatedCase, UnmutatedCase } from "./mutated-case.ts";

/** A suite, and what became of the mutants of its cases. */
export interface MutatedSuite {
  readonly suite: Pick<Suite, "name" | "caseFile" | "output">;
  readonly cases: readonly MutatedCase[];
  readonly unmutated: readonly UnmutatedCase[];
  readonly scores: Scores;
}

/** What a suite notices, as it is written to `reports/<suite>.mutants.json`. */
export interface Mutation {
  readonly suite: string;
  readonly case_file: string;
  readonly mutants: number;
  readonly scores: Scores;
  /** How many mutants nothing should notice, by the reason. */
  readonly left_out: Readonly<Record<string, number>>;
  /** Of how many nobody can tell whether they are noticed, by the reason. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Those with holes. */
  readonly cases: readonly MutationOfCase[];
  /** Cases that did not pass as they were recorded, or are skipped. */
  readonly not_mutated: readonly {
    readonly id: string;
    readonly line: number;
    readonly verdict: string;
  }[];
}

interface MutationOfCase {
  readonly id: string;
  readonly line: number;
  readonly mutants: number;
  readonly holes: readonly (MutantPlace & {
    /** The index of the suggestion by which it would be noticed; null if there is none. */
    readonly closed_by: number | null;
  })[];
  readonly suggestions: readonly {
    /** Counts from 1; null for the whole case. */
    readonly turn: number | null;
    readonly expect: Readonly<Record<string, unknown>>;
  }[];
}

/** The findings of a suite as plain data. */
export function mutationOf({ suite, cases, unmutated, scores }: MutatedSuite): Mutation {
  const all = cases.flatMap(({ held }) => held);
  const reasons = (fate: Held["fate"]): Record<string, number> => {
    const some = all.filter((one) => one.fate === fate);
    const groups = Map.groupBy(some, ({ reason = "" }) => reason);
    return Object.fromEntries([...groups].map(([reason, group]) => [reason, group.length]));
  };
  return {
    suite: suite.name,
    case_file: suite.caseFile,
    mutants: all.length,
    scores,
    left_out: reasons("left out"),
    unknown: reasons("unknown"),
    cases: cases.filter(hasHoles).map(ofCase),
    not_mutated: unmutated.map(({ case: { id }, line, verdict }) => ({ id, line, verdict })),
  };
}

function hasHoles({ held }: MutatedCase): boolean {
  return held.some(({ fate }) => fate === "survived");
}

function ofCase({ case: { id }, line, held, closed }: MutatedCase): MutationOfCase {
  const { suggestions, by } = closed;
  return {
    id,
    line,
    mutants: held.length,
    holes: held.flatMap(({ mutant, fate }) => {
      if (fate !== "survived") return [];
      const { needs: _, turns: __, ...place } = mutant;
      const closing = by.get(mutant);
      return [{ ...place, closed_by: closing ? suggestions.indexOf(closing) : null }];
    }),
    suggestions: suggestions.map((one) => ({
      turn: one.turn,
      expect: { [one.key]: shortForm(one) },
    })),
  };
}
