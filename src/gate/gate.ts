import type { DriftedCase, GateCase, GateResult, GateStatus } from "../results/gate-result.ts";
import type { CaseResult, TrafficMode, TrialResult } from "../results/result.ts";
import type { Counts } from "../stats/counts.ts";
import type { Baseline, BaselineCase } from "./baseline/baseline.ts";
import { sampledCounts } from "./baseline/added-runs.ts";
import { changedAgents } from "./baseline/changes.ts";
import { divergence } from "./divergence.ts";
import { driftOf } from "./drift.ts";
import { replayFindings, sampledFindings, type CaseRule, type Finding } from "./findings.ts";
import { levelsOf, type Levels } from "./levels.ts";
import { isCompared, playedCase, type ComparedCase, type PlayedCase } from "./played-case.ts";
import { whatWouldShow } from "./power.ts";
import { suiteChange } from "./suite-change.ts";
import { neededWhereSuspicious } from "./suspicion.ts";
import { firstTrials, neededForChange, neededForReplay } from "./trials-needed.ts";

/** What a run is compared with, and by which rule. */
export interface GateOptions {
  readonly baseline: Baseline;
  /** Its file, as it is named to the user. */
  readonly file: string;
  readonly traffic: TrafficMode;
  /** The chance at most that a run fails in which nothing changed, if it is sampled. */
  readonly alpha: number;
  /** Set if cases end once they are decided. */
  readonly until?: "decided" | undefined;
  /** Up to how many trials a case is played on that looks broken; undefined if all are played equally often. */
  readonly maxTrials?: number | undefined;
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
  readonly #levels: Levels;
  readonly #rule: CaseRule;
  readonly #neededForChange: ReturnType<typeof neededForChange>;
  readonly #neededWhereSuspicious: ReturnType<typeof neededWhereSuspicious>;

  constructor(options: GateOptions) {
    const { baseline, traffic, alpha, ids, maxTrials = 0 } = options;
    this.#options = options;
    this.#baseline = new Map(baseline.cases.map((one) => [one.id, one]));
    this.#levels = levelsOf(alpha);
    const cases = baseline.cases.filter(({ id }) => ids.has(id)).length;
    this.#rule = { alpha: this.#levels.cases, cases, flips: traffic !== "live" };
    this.#neededForChange = neededForChange(this.#rule);
    this.#neededWhereSuspicious = neededWhereSuspicious(this.#rule, maxTrials);
  }

  add(result: CaseResult): void {
    if (result.trials.length === 0) return;
    const errored = result.trials.filter(({ verdict }) => verdict === "errored").length;
    this.#brokeOff.trials += errored;
    if (errored > 0) this.#brokeOff.cases++;
    const before = this.#baseline.get(result.id);
    const counts = before && this.#countsOf(before);
    const one = playedCase(result, before, { before: counts, ...this.#bounds(result) });
    this.#played.push(one);
    if (this.#options.traffic !== "replay" || !isCompared(one) || one.flips === "down") return;
    // Models take another path each time: no replay takes that of a trial that they played.
    const drifted = one.baseline.live === true ? undefined : driftOf(result, one.baseline);
    if (drifted !== undefined) this.#drifted.push(drifted);
  }

  /** What a case of the baseline is compared by. */
  #countsOf(one: BaselineCase): Counts {
    return this.#options.traffic === "replay" ? one : sampledCounts(one);
  }

  /** How many trials a case has whatever they come to, and how many at most. */
  #bounds(result: CaseResult): { readonly first: number; readonly most: number } {
    const { trials, planned_trials: planned = trials.length, first_trials } = result;
    const { until, maxTrials } = this.#options;
    const first = first_trials ?? (until === undefined ? trials.length : firstTrials(planned));
    return { first, most: Math.max(planned, maxTrials ?? 0) };
  }

  /**
   * How many more of its planned trials a case needs at least until its status is fixed; more than that where it looks
   * broken. Undefined if it cannot be compared.
   */
  needed(
    { id, fingerprint }: { readonly id: string; readonly fingerprint: string },
    trials: readonly TrialResult[],
    planned: number,
  ): number | undefined {
    const baseline = this.#baseline.get(id);
    if (baseline === undefined || baseline.fingerprint !== fingerprint) return undefined;
    const { traffic, until, maxTrials } = this.#options;
    if (traffic === "replay") return neededForReplay(baseline, trials, planned);
    const before = this.#countsOf(baseline);
    const first = (until === undefined ? planned : firstTrials(planned)) - trials.length;
    if (first > 0) return first;
    if (maxTrials !== undefined) return this.#neededWhereSuspicious(before, trials);
    return this.#neededForChange(before, trials, planned);
  }

  /** What the run comes to; `agents` are the forms in which it saw each agent. */
  end(agents: Baseline["agents"]): GateResult {
    const { baseline, file, traffic, alpha, drift: allowed = true } = this.#options;
    const levels = this.#levels;
    const rule = traffic === "replay" ? "replay" : "sampled";
    const compared = this.#played.filter(isCompared);
    const findings =
      rule === "replay"
        ? replayFindings(compared)
        : sampledFindings(compared, { ...this.#rule, cases: compared.length });
    const suite = rule === "replay" ? null : suiteChange(compared, levels.suite);
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
      ...(rule === "replay" ? {} : { levels }),
      ...(scores.length === 0 ? {} : { scores }),
      ...whatWouldShow(rule === "replay" ? [] : compared, this.#rule),
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
  const { passed, trials } = one.before;
  const before = baseline === undefined ? null : { passed, trials };
  const base = { ...NOT_COMPARED, id, line, baseline: before, now };
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
