import { withRun } from "./added-runs.ts";
import type { Baseline, BaselineCase } from "./baseline.ts";
import { bless, joined, type Blessed, type Blessing } from "./bless.ts";
import { changedAgents, changesOf } from "./changes.ts";

/** A baseline to which a run was added, and what became of its cases. */
export interface Grown extends Pick<Blessed, "baseline" | "kept" | "removed"> {
  /** Those that are as they were, and have more trials now. */
  readonly grown: readonly BaselineCase[];
  /** Those that are new, or depend on something that has changed. */
  readonly begun: readonly BaselineCase[];
  /** The agents that have changed. */
  readonly agents: readonly string[];
}

/**
 * The baseline after its trials were joined by those of a run of today's agents and cases. A case begins anew where what it
 * depends on has changed: its text, its judge, its checks, or an agent that takes part and its model. Throws as `bless`.
 */
export function grow(before: Baseline | undefined, blessing: Blessing): Grown {
  const { today } = blessing;
  const { changed } = changedAgents(before?.agents ?? {}, blessing.agents, false);
  const old = new Map(before?.cases.map((one) => [one.id, one]));
  const takesPart = ({ models }: BaselineCase): boolean =>
    changed.some((agent) => models[agent] !== undefined);
  const grown: BaselineCase[] = [];
  const begun: BaselineCase[] = [];
  for (const now of blessing.cases) {
    const then = old.get(now.id);
    if (then === undefined || changesOf(then, now).length > 0 || takesPart(then) || takesPart(now))
      begun.push({ ...now, added: withRun([], now, today) });
    else grown.push({ ...then, added: withRun(addedTo(then, before), now, today) });
  }
  const kept = before && {
    ...before,
    agents: Object.fromEntries(
      Object.entries(before.agents).filter(([agent]) => !changed.includes(agent)),
    ),
    // Of a case that this run did not finish, no trial is kept of agents that are no more.
    cases: before.cases.map((one) => (takesPart(one) ? { ...one, added: [] } : one)),
  };
  const blessed = bless(kept, {
    ...blessing,
    cases: [...grown, ...begun],
    // A run of models may not meet every agent in every form.
    agents: joined(kept?.agents ?? {}, blessing.agents),
  });
  return { ...blessed, grown, begun, agents: changed };
}

/** What was blessed counts among the trials unless it was replayed: recordings are made until they pass. */
function addedTo(
  { added, live, passed, trials }: BaselineCase,
  before: Pick<Baseline, "blessed_at"> | undefined,
): NonNullable<BaselineCase["added"]> {
  if (added !== undefined) return added;
  return live === true && before !== undefined
    ? withRun([], { passed, trials }, before.blessed_at)
    : [];
}
