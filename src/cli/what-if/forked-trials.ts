import type { ForkedCounts } from "../../gate/runs/fork-comparison.ts";
import { total } from "../../gate/runs/run-tally.ts";
import { checkPlace, headline } from "../../reports/failures/explain-trial.ts";
import { failureKey } from "../../reports/failures/failure-key.ts";
import type { ForkArm } from "../../results/comparison-result.ts";
import type { TrialResult } from "../../results/result.ts";
import type { Observer } from "../../runner/suite/suite.ts";
import { beginsAs, isReached, type Fork } from "../../runner/trial/fork.ts";
import type { Counts } from "../../stats/counts.ts";
import { wilsonInterval } from "../../stats/intervals/wilson.ts";

/** The trials that go on in one way, as they finish. */
export class ForkedTrials implements Observer {
  readonly label: string;
  readonly results: TrialResult[] = [];
  readonly #fork: Fork;

  constructor(label: string, fork: Fork) {
    this.label = label;
    this.#fork = fork;
  }

  trialFinished(_: unknown, result: TrialResult): void {
    this.results.push(result);
  }

  /** Those that count, by the recorded trial that they began as. */
  counts(): ForkedCounts {
    const states = new Map<number, Counts>();
    for (const { trial, verdict } of this.results) {
      if (verdict !== "passed" && verdict !== "failed") continue;
      const state = beginsAs(trial, this.#fork);
      const { passed, trials } = states.get(state) ?? { passed: 0, trials: 0 };
      states.set(state, { passed: passed + (verdict === "passed" ? 1 : 0), trials: trials + 1 });
    }
    return { label: this.label, states };
  }

  /** What they came to; `file` is their result. */
  arm(file: string): ForkArm {
    const trials = [...this.results].sort((one, other) => one.trial - other.trial);
    const passed = trials.filter(({ verdict }) => verdict === "passed").length;
    const failed = trials.filter(({ verdict }) => verdict === "failed");
    const errored = trials.filter(({ verdict }) => verdict === "errored");
    const [firstError] = errored;
    const strayed = trials.flatMap((one) => one.strayed ?? []);
    const [firstStray] = strayed;
    const counted = { passed, trials: passed + failed.length };
    const interval = wilsonInterval(counted);
    const failures = [...Map.groupBy(failed, failureKey).values()].map((group) => {
      const [one] = group as [TrialResult];
      return { reason: headline(one, checkPlace), trials: group.length };
    });
    return {
      label: this.label,
      result_file: file,
      ...counted,
      errored: errored.length,
      first_error: firstError === undefined ? null : headline(firstError),
      interval: interval === undefined ? null : [interval.lower, interval.upper],
      cost: total(trials, (trial) => this.#paid(trial)),
      strayed: firstStray === undefined ? null : { trials: strayed.length, first: firstStray },
      failures: failures.sort((one, other) => other.trials - one.trials),
    };
  }

  /** US dollars for what models were asked live; null if a price is not known. */
  #paid({ steps, judge_cost: judges, simulated_user: user }: TrialResult): number | null {
    const { at, model } = this.#fork;
    if (at === undefined) return 0;
    const replies = steps.flatMap((step, index) => {
      if (step.type !== "reply" || model === "recorded") return [];
      const isLive = isReached(at, { turn: step.turn, steps: steps.slice(0, index) });
      return isLive ? [step.cost ?? null] : [];
    });
    return total([...replies, judges, user?.cost ?? 0], (cost) => cost);
  }
}
