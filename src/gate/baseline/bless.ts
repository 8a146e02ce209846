import { canonicalJson } from "../../json/canonical.ts";
import { differences } from "./alike.ts";
import type { RunIdentity } from "./alike.ts";
import { BaselineError } from "./baseline.ts";
import type { Baseline, BaselineCase } from "./baseline.ts";

/** What a run brings to a blessing. */
export interface Blessing {
  readonly run: RunIdentity;
  readonly agents: Baseline["agents"];
  /** The cases that can be blessed. */
  readonly cases: readonly BaselineCase[];
  /** The ids of all cases in the case file. */
  readonly ids: ReadonlySet<string>;
  /** ISO 8601, the day alone. */
  readonly today: string;
}

/** A baseline, and what became of its cases. */
export interface Blessed {
  readonly baseline: Baseline;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** From the baseline before: this run did not play them, or they broke off. */
  readonly kept: readonly string[];
  /** Those of the baseline before that are no longer in the case file. */
  readonly removed: readonly string[];
}

/**
 * The baseline that a run makes of the one before it. A run of some cases replaces those and keeps the others. One that
 * comes to the same keeps its date. Throws BaselineError where what is to be kept was made by another kind of run.
 */
export function bless(before: Baseline | undefined, blessing: Blessing): Blessed {
  const { run, ids, today } = blessing;
  const fresh = new Map(blessing.cases.map((one) => [one.id, one]));
  const old = new Map((before?.cases ?? []).map((one) => [one.id, one]));
  const kept = [...old.values()].filter(({ id }) => !fresh.has(id) && ids.has(id));
  const apart = before === undefined ? [] : differences(before, run);
  if (kept.length > 0 && apart.length > 0) {
    throw new BaselineError(
      `This run played only some cases, and the rest cannot be kept from the baseline before: ${apart.join("; ")}. Bless a run of all cases.`,
    );
  }
  const cases = [...fresh.values(), ...kept].sort((one, other) => (one.id < other.id ? -1 : 1));
  const agents =
    kept.length === 0 ? blessing.agents : joined(before?.agents ?? {}, blessing.agents);
  const { suite, model_override } = run;
  const baseline: Baseline = {
    version: 1,
    suite,
    blessed_at: today,
    model_override,
    agents,
    cases,
  };
  const news = [...fresh.values()];
  return {
    baseline:
      before !== undefined && isSame({ ...baseline, blessed_at: before.blessed_at }, before)
        ? before
        : baseline,
    added: news.filter(({ id }) => !old.has(id)).map(({ id }) => id),
    changed: news
      .filter((one) => old.has(one.id) && !isSame(one, old.get(one.id)))
      .map(({ id }) => id),
    unchanged: news.filter((one) => isSame(one, old.get(one.id))).length,
    kept: kept.map(({ id }) => id),
    removed: [...old.keys()].filter((id) => !fresh.has(id) && !ids.has(id)),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** A run of some cases may not have seen all forms of an agent. */
function joined(before: Baseline["agents"], now: Baseline["agents"]): Baseline["agents"] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      [...new Set([...(before[name] ?? []), ...(now[name] ?? [])])].sort(),
    ]),
  );
}
