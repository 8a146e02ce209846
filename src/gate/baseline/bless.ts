import { canonicalJson } from "../../json/canonical.ts";
import { BaselineError, type Baseline, type BaselineCase } from "./baseline.ts";
import { differences, type RunIdentity } from "./refuse-unlike.ts";

/** A run that is to be blessed. */
export interface Blessing {
  readonly run: RunIdentity;
  readonly agents: Baseline["agents"];
  /** The cases that can be blessed. */
  readonly cases: readonly BaselineCase[];
  /** The ids of all cases in the case file. */
  readonly ids: ReadonlySet<string>;
  /** The day, in ISO 8601. */
  readonly today: string;
}

/** A new baseline, and what became of its cases. */
export interface Blessed {
  readonly baseline: Baseline;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Kept from the baseline before, since this run did not play them, or they broke off. */
  readonly kept: readonly string[];
  /** No longer in the case file. */
  readonly removed: readonly string[];
}

/**
 * The baseline after a run: the cases that it played are replaced, the others kept. If nothing changed, the date stays.
 * Throws BaselineError if the cases to keep are from another kind of run.
 */
export function bless(before: Baseline | undefined, blessing: Blessing): Blessed {
  const { run, ids, today, cases: blessed } = blessing;
  const now = new Set(blessed.map(({ id }) => id));
  const old = new Map(before?.cases.map((one) => [one.id, one]));
  const kept = [...old.values()].filter(({ id }) => !now.has(id) && ids.has(id));
  const differing = before === undefined ? [] : differences(before, run);
  if (kept.length > 0 && differing.length > 0) {
    throw new BaselineError(
      `This run played only some cases, and the rest cannot be kept from the baseline before, which differs in ${differing.join("; in ")}. Bless a run of all cases.`,
    );
  }
  const cases = [...blessed, ...kept].sort((one, other) => (one.id < other.id ? -1 : 1));
  const agents =
    kept.length === 0 ? blessing.agents : joined(before?.agents ?? {}, blessing.agents);
  const { suite, ...kind } = run;
  const made = { version: 1, suite, blessed_at: today, ...kind, agents, cases } as const;
  return {
    baseline:
      before !== undefined && isSame({ ...made, blessed_at: before.blessed_at }, before)
        ? before
        : made,
    added: blessed.filter(({ id }) => !old.has(id)).map(({ id }) => id),
    changed: blessed
      .filter((one) => old.has(one.id) && !isSame(one, old.get(one.id)))
      .map(({ id }) => id),
    unchanged: blessed.filter((one) => isSame(one, old.get(one.id))).length,
    kept: kept.map(({ id }) => id),
    removed: [...old.keys()].filter((id) => !now.has(id) && !ids.has(id)),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** A run of some cases may not have seen all forms of an agent. */
export function joined(before: Baseline["agents"], now: Baseline["agents"]): Baseline["agents"] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      [...new Set([...(before[name] ?? []), ...(now[name] ?? [])])].sort(),
    ]),
  );
}
