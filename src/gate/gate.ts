import type { GateCase, GateResult, GateStatus } from "../results/gate-result.ts";
import type { CaseResult, TrafficMode, TrialResult } from "../results/result.ts";
import type { Baseline, BaselineCase } from "./baseline/baseline.ts";
import { replayFindings, sampledFindings } from "./findings.ts";
import type { Finding } from "./findings.ts";
import { absentCase, gateCase } from "./gate-case.ts";
import { isCompared, playedCase } from "./played-case.ts";
import type { PlayedCase } from "./played-case.ts";
import { smallestDropOf, suiteOf } from "./suite-change.ts";
import { neededForChange, neededForReplay } from "./trials-needed.ts";

/** What a run is held against, and by which rule. */
export interface GateOptions {
  readonly baseline: Baseline;
  /** Its file, as it is named to the user. */
  readonly file: string;
  readonly traffic: TrafficMode;
  /** The level of the tests. */
  readonly alpha: number;
  /** The ids of all cases in the case file. */
  readonly ids: ReadonlySet<string>;
}

/** Holds a run against a baseline, case by case as they finish. */
export class Gate {
  readonly #options: GateOptions;
  readonly #baseline: ReadonlyMap<string, BaselineCase>;
  readonly #played: PlayedCase[] = [];
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
    this.#played.push(playedCase(result, this.#baseline.get(result.id)));
  }

  /** How many more trials a case needs at least until its verdict against the baseline is fixed; undefined where it cannot be compared. */
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

  /** What the run comes to, told in which forms it saw each agent. */
  end(agents: Baseline["agents"]): GateResult {
    const { baseline, file, traffic, alpha } = this.#options;
    const rule = traffic === "replay" ? "replay" : "sampled";
    const compared = this.#played.filter(isCompared);
    const findings =
      rule === "replay" ? replayFindings(compared) : sampledFindings(compared, alpha);
    const early = compared.some(({ now, planned }) => now.trials < planned);
    const suite = rule === "replay" || early ? null : suiteOf(compared, alpha);
    const cases = this.#cases(new Map(compared.map((one, index) => [one, findings[index]])));
    const counts = countStatuses(cases);
    const whole = counts.not_played === 0 && counts.errored === 0;
    return {
      baseline: file,
      blessed_at: baseline.blessed_at,
      verdict: counts.regressed > 0 || suite?.verdict === "worse" ? "regressed" : "passed",
      rule,
      alpha,
      agents: changedAgents(baseline.agents, agents, whole),
      counts,
      cases: cases.filter(({ status }) => status !== "unchanged"),
      suite,
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
 * Which agents are another than they were for the baseline: seen in a form in which it never saw them. An agent without
 * kept forms is made anew each time and is not compared. Only a `whole` run can say that one is gone.
 */
function changedAgents(
  then: Baseline["agents"],
  now: Baseline["agents"],
  whole: boolean,
): GateResult["agents"] {
  const names = Object.keys(now);
  return {
    changed: names.filter((name) => {
      const [before = [], after = []] = [then[name], now[name]];
      return before.length > 0 && after.some((form) => !before.includes(form));
    }),
    new: names.filter((name) => then[name] === undefined),
    gone: whole ? Object.keys(then).filter((name) => now[name] === undefined) : [],
  };
}
