import { dictionary, list, number, oneOfUnion, openObject, orNull, string } from "../json/rules.ts";
import type { Counts } from "../stats/counts.ts";
import type {
  GateCase,
  GateResult,
  GateSuite,
  PartedValue,
  Parting,
  PathStep,
} from "./gate-result.ts";

const text = string();
const AMOUNT = orNull(number);
const COUNTS = orNull(openObject<Counts>({ passed: number, trials: number }));
const STEP = orNull(openObject<PathStep>({ turn: number, agent: text }));

/** What a result says of its gate. */
export const GATE = openObject<GateResult>({
  baseline: text,
  blessed_at: text,
  verdict: oneOfUnion<GateResult["verdict"]>({ passed: true, regressed: true }),
  rule: oneOfUnion<GateResult["rule"]>({ replay: true, sampled: true }),
  alpha: number,
  agents: openObject<GateResult["agents"]>({
    changed: list(text),
    new: list(text),
    gone: list(text),
  }),
  counts: dictionary(number),
  cases: list(
    openObject<GateCase>({
      id: text,
      line: AMOUNT,
      status: text,
      baseline: COUNTS,
      now: COUNTS,
      p_value: AMOUNT,
      reason: orNull(text),
      parting: orNull(
        openObject<Parting>(
          {
            differs: oneOfUnion<Parting["differs"]>({
              step: true,
              arguments: true,
              result: true,
              context: true,
              state: true,
              wording: true,
            }),
            step: number,
            turn: number,
            answered_otherwise: AMOUNT,
            baseline_trial: number,
            trial: number,
            rows: list(
              openObject<Parting["rows"][number]>({ step: number, baseline: STEP, now: STEP }),
            ),
          },
          { values: list(openObject<PartedValue>({ of: text, path: text })) },
        ),
      ),
    }),
  ),
  suite: orNull(
    openObject<GateSuite>({
      cases: number,
      verdict: text,
      baseline_rate: number,
      rate: number,
      difference: number,
      interval: list(number),
      p_value: number,
      detectable: AMOUNT,
    }),
  ),
  smallest_drop: orNull(
    openObject<NonNullable<GateResult["smallest_drop"]>>({ baseline: COUNTS, now: COUNTS }),
  ),
});
