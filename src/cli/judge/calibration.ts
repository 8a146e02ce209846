import type { SpendingByModel, TrafficMode } from "../../results/result.ts";
import { SpendingBuilder } from "../../results/spending.ts";
import type { PlacedReply } from "../../cases/reading/read-labelled-replies.ts";
import type { GradedReply } from "../../runner/trial/grade-reply.ts";
import { cohensKappa, krippendorffAlpha } from "../../stats/agreement.ts";
import { exactLowerBound } from "../../stats/intervals/clopper-pearson.ts";

/** How much of what people gave one verdict the judge gave the same. */
export interface Rate {
  readonly agreed: number;
  /** Without those that have no verdict of the judge. */
  readonly replies: number;
  readonly rate: number | null;
  /** The one-sided 95 % bound. */
  readonly lower_bound: number | null;
  /** The least bound that is asked for, if one is. */
  readonly required?: number;
}

/** A reply as people and the judge graded it. */
export interface JudgedReply {
  readonly line: number;
  readonly id?: string;
  readonly rubric: string;
  readonly reply: string;
  readonly people: "passed" | "failed";
  readonly judge: "passed" | "failed" | null;
  /** In the judge's words; or why there is no verdict. */
  readonly reason: string;
}

/** A judge held against people's verdicts. */
export interface Calibration {
  readonly version: 1;
  readonly labelled_replies: string;
  readonly started_at: string;
  readonly traffic: TrafficMode;
  /** Of the replies that people passed, those that the judge passed. */
  readonly true_positive_rate: Rate;
  /** Of the replies that people failed, those that the judge failed. */
  readonly true_negative_rate: Rate;
  /** Cohen's kappa of the judge and people; null if all verdicts of both are the same, or there are none. */
  readonly kappa: number | null;
  /** Krippendorff's alpha of the judge's votes; null if no reply has several, or all are the same. */
  readonly votes_alpha: number | null;
  readonly no_verdict: number;
  /** Those that an interruption or a cap left out. */
  readonly not_asked: number;
  readonly judges: SpendingByModel;
  readonly judge_cost: number | null;
  readonly replies: readonly JudgedReply[];
}

/** What the judge must reach; each is a share. */
export interface Requirements {
  readonly minTpr?: number | undefined;
  readonly minTnr?: number | undefined;
}

export function calibrationOf(
  graded: readonly GradedReply<PlacedReply>[],
  about: Pick<Calibration, "labelled_replies" | "started_at" | "traffic" | "not_asked">,
  { minTpr, minTnr }: Requirements,
): Calibration {
  const spending = new SpendingBuilder();
  for (const one of graded) spending.addAll(one.spending);
  return {
    version: 1,
    ...about,
    true_positive_rate: rateOf(graded, "passed", minTpr),
    true_negative_rate: rateOf(graded, "failed", minTnr),
    kappa:
      cohensKappa(
        graded.flatMap(({ labelled, verdict }) =>
          verdict === undefined ? [] : [[labelled.verdict, verdict] as const],
        ),
      ) ?? null,
    votes_alpha: krippendorffAlpha(graded.map(({ votes }) => votes)) ?? null,
    no_verdict: graded.filter(({ verdict }) => verdict === undefined).length,
    judges: spending.byModel(),
    judge_cost: spending.total.cost,
    replies: graded.map(judgedReply),
  };
}

/** Whether the bound of a rate is as high as it must be. */
export function isReached({ lower_bound: bound, required }: Rate): boolean {
  return required === undefined || (bound ?? 0) >= required;
}

function rateOf(
  graded: readonly GradedReply[],
  people: "passed" | "failed",
  required: number | undefined,
): Rate {
  const judged = graded.filter(
    ({ labelled, verdict }) => labelled.verdict === people && verdict !== undefined,
  );
  const agreed = judged.filter(({ verdict }) => verdict === people).length;
  const replies = judged.length;
  return {
    agreed,
    replies,
    rate: replies === 0 ? null : agreed / replies,
    lower_bound: exactLowerBound({ passed: agreed, trials: replies }) ?? null,
    ...(required === undefined ? {} : { required }),
  };
}

function judgedReply({ labelled, verdict, lines }: GradedReply<PlacedReply>): JudgedReply {
  const { line, id, rubric, reply, verdict: people } = labelled;
  const named = id === undefined ? { line } : { line, id };
  return { ...named, rubric, reply, people, judge: verdict ?? null, reason: lines.join("\n") };
}
