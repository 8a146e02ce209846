import type { DriftedCase, GateCase, GateResult, GateStatus } from "../results/gate-result.ts";
import type { CaseResult, TrafficMode, TrialResult } from "../results/result.ts";
import type { Baseline, BaselineCase } from "./baseline/baseline.ts";
import { divergence } from "./divergence.ts";
import { driftOf } from "./drift.ts";
import {
  replayFindings,
  sampledFindings,
  smallestDropOf,
  suiteChange,
  type Finding,
} from "./findings.ts";
import { isCompared, playedCase, type ComparedCase, type PlayedCase } from "./played-case.ts";
import { neededForChange, neededForReplay } from "./trials-needed.ts";

/** What a run is compared with, and by which rule. */
export interface GateOptions {
  readonly baseline: Baseline;
  /** Its file, as it is named to the user. */
  readonly file: string;
  readonly traffic: TrafficMode;
  /** The level of the tests. */
  readonly alpha: number;
  /** The ids of all cases in the case file. */
  readonly ids: ReadonlySet<string>;
  /** Whether a case may drift in a replay and still pass; it may by default. */
  readonly drift?: boolean | undefined;
}

/** Compares a run with a baseline, case by case as they finish. */
export class Gate {
  readonly #options: GateOptions;
  readonly #baseline: ReadonlyMap<string, BaselineCase>;
  readonly #played: PlayedCase[] = [];
  readonly #drifted: DriftedCase[] = [];
  readonly #brokeOff = { trials: 0, cases: 0 };
  readonly #neededForChange: ReturnType<typeof neededForChange>;

  constructor(options: GateOptions) {
    const { baseline, alpha, ids } = options;
    this.#options = options;
    this.#baseline = new Map(baseline.cases.map((one) => [one.id, one]));
    const cases = baseline.cases.filter(({ id }) => ids.has(id)).length;
    this.#neededForChange = neededForChange({ alpha, cases });
  }

  add(result: CaseResult): void {
    if (result.trials.length === 0) return;
    const errored = result.trials.filter(({ verdict }) => verdict === "errored").length;
    this.#brokeOff.trials += errored;
    if (errored > 0) this.#brokeOff.cases++;
    const one = playedCase(result, this.#baseline.get(result.id));
    this.#played.push(one);
    if (this.#options.traffic !== "replay" || !isCompared(one) || one.flips === "down") return;
    const drifted = driftOf(result, one.baseline);
    if (drifted !== undefined) this.#drifted.push(drifted);
  }

  /** How many more trials a case needs at least until its status is fixed; undefined if it cannot be compared. */
  needed(
    { id, fingerprint }: { readonly id: string; readonly fingerprint: string },
    trials: readonly TrialResult[],
    planned: number,
  ): number | undefined {
    const baseline = this.#baseline.get(id);
    if (baseline === undefined || baseline.fingerprint !== fingerprint) return undefined;
    return this.#options.traffic === "replay"
      ? neededForReplay(baseline, trials, planned)
      : this.#neededForChange(baseline, trials, planned);
  }

  /** What the run comes to; `agents` are the forms in which it saw each agent. */
  end(agents: Baseline["agents"]): GateResult {
    const { baseline, file, traffic, alpha, drift: allowed = true } = this.#options;
    const rule = traffic === "replay" ? "replay" : "sampled";
    const compared = this.#played.filter(isCompared);
    const findings =
      rule === "replay" ? replayFindings(compared) : sampledFindings(compared, alpha);
    const early = compared.some(({ now, planned }) => now.trials < planned);
    const suite = rule === "replay" || early ? null : suiteChange(compared, alpha);
    const cases = this.#cases(new Map(compared.map((one, index) => [one, findings[index]])));
    const counts = countStatuses(cases);
    const regressed = counts.regressed > 0 || suite?.verdict === "worse";
    const whole = counts.not_played === 0 && counts.errored === 0;
    const scores = changedScores(compared);
    const drifted = !allowed && this.#drifted.length > 0;
    const calm = drifted ? "drifted" : this.#brokeOff.trials > 0 ? "inconclusive" : "passed";
    return {
      baseline: file,
      blessed_at: baseline.blessed_at,
      verdict: regressed ? "regressed" : calm,
      rule,
      alpha,
      agents: changedAgents(baseline.agents, agents, whole),
      counts,
      broke_off: { ...this.#brokeOff },
      cases: cases.filter(({ status }) => status !== "unchanged"),
      ...(rule === "replay" ? { drift: { allowed, cases: this.#drifted } } : {}),
      suite,
      ...(scores.length === 0 ? {} : { scores }),
      smallest_drop: rule === "replay" ? null : smallestDropOf(compared, alpha),
    };
  }

  #cases(findings: ReadonlyMap<PlayedCase, Finding | undefined>): GateCase[] {
    const played = new Set(this.#played.map(({ id }) => id));
    const absent = [...this.#baseline.values()].filter(({ id }) => !played.has(id));
    return [
      ...this.#played.map((one) => gateCase(one, findings.get(one))),
      ...absent.map((one) =>
        absentCase(one, this.#options.ids.has(one.id) ? "not_played" : "removed"),
      ),
    ];
  }
}

/** The mean over cases of what each check measured in both runs, where it differs. */
function changedScores(compared: readonly ComparedCase[]): NonNullable<GateResult["scores"]> {
  const pairs = compared.flatMap(({ baseline, scores }) =>
    Object.entries(baseline.scores ?? {}).flatMap(([check, before]) => {
      const now = scores[check];
      return now === undefined ? [] : [{ check, before, now }];
    }),
  );
  return [...Map.groupBy(pairs, ({ check }) => check)].flatMap(([check, all]) => {
    const meanOf = (side: "before" | "now"): number =>
      all.reduce((sum, one) => sum + one[side], 0) / all.length;
    const [baseline, now] = [meanOf("before"), meanOf("now")];
    return baseline === now ? [] : [{ check, cases: all.length, baseline, now }];
  });
}

const NOT_COMPARED = { p_value: null, reason: null, divergence: null } as const;

/** A case that was played; `finding` if it was compared. */
function gateCase(one: PlayedCase, finding: Finding | undefined): GateCase {
  const { id, line, baseline, failed, changed } = one;
  const now = one.now.trials === 0 ? null : one.now;
  const before = baseline && { passed: baseline.passed, trials: baseline.trials };
  const base = { ...NOT_COMPARED, id, line, baseline: before ?? null, now };
  if (baseline === undefined) return { ...base, status: "new" };
  if (changed.length > 0) return { ...base, status: "changed", reason: changed.join("; ") };
  if (finding === undefined) return { ...base, status: "errored" };
  if (finding.status !== "regressed") return { ...base, ...finding };
  const diverged = failed && baseline.passing && divergence(baseline.passing, failed);
  return { ...base, ...finding, reason: failed?.reason || null, divergence: diverged ?? null };
}

/** A case of the baseline that was not played. */
function absentCase(
  { id, passed, trials }: BaselineCase,
  status: "removed" | "not_played",
): GateCase {
  return { ...NOT_COMPARED, id, line: null, status, baseline: { passed, trials }, now: null };
}

const STATUSES = [
  "regressed",
  "improved",
  "flaky",
  "still_failing",
  "unchanged",
  "changed",
  "new",
  "removed",
  "not_played",
  "errored",
] as const satisfies readonly GateStatus[];

function countStatuses(cases: readonly GateCase[]): Record<GateStatus, number> {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<
    GateStatus,
    number
  >;
  for (const { status } of cases) counts[status]++;
  return counts;
}

/**
 * An agent has changed if it has a form that the baseline does not have. One without forms is new each time, and is not
 * compared. Only a `whole` run can say that one is gone.
 */
function changedAgents(
  before: Baseline["agents"],
  now: Baseline["agents"],
  whole: boolean,
): GateResult["agents"] {
  const names = Object.keys(now);
  return {
    changed: names.filter((name) => {
      const known = before[name] ?? [];
      return known.length > 0 && now[name]?.some((form) => !known.includes(form)) === true;
    }),
    new: names.filter((name) => before[name] === undefined),
    gone: whole ? Object.keys(before).filter((name) => now[name] === undefined) : [],
  };
}
