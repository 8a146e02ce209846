import type { LabelledReply } from "../../cases/labelled-reply.ts";
import { inTime } from "../../clock/trial-time.ts";
import type { Prices } from "../../models/prices.ts";
import type { SpendingByModel, TrialError } from "../../results/result.ts";
import { SpendingBuilder } from "../../results/spending.ts";
import { untilAborted } from "../../swarm/tools/abort.ts";
import { inConversation } from "../../traffic/current.ts";
import { TrialAbort, trialError, UsageError } from "../errors.ts";
import { judgeOf, voting, type JudgeModel } from "../judge/judge.ts";
import { rulingOf, type CastVotes, type Ruling } from "../judge/votes.ts";
import { withoutSecrets } from "./redacted-trial.ts";
import type { Traffic, TrialTraffic } from "./traffic.ts";
import { TrialProgress } from "./trial-progress.ts";

/** A labelled reply, and the name that its recording is filed under. */
export interface ReplyToGrade extends LabelledReply {
  readonly key: string;
}

/** How replies are graded. */
export interface Grading {
  readonly judge: JudgeModel;
  readonly timeoutMs: number;
  readonly traffic: Traffic;
  readonly prices: Prices;
}

/** What a judge found of a reply that people graded, without secrets. */
export interface GradedReply<Labelled extends ReplyToGrade = ReplyToGrade> extends Ruling {
  readonly labelled: Labelled;
  /** Those that gave a verdict. */
  readonly votes: readonly ("passed" | "failed")[];
  /** Why there is no verdict, if the judge could not be asked. */
  readonly error: TrialError | undefined;
  readonly spending: SpendingByModel;
  /** Recordings that nothing asked for, one sentence each. */
  readonly leftovers: readonly string[];
}

/**
 * Has a judge grade a reply as it grades that of a trial, with a recording of its own. `controller` ends it with a
 * TrialAbort as the reason. Throws UsageError.
 */
export async function gradeReply<Labelled extends ReplyToGrade>(
  labelled: Labelled,
  { judge, timeoutMs, traffic, prices }: Grading,
  controller: AbortController,
): Promise<GradedReply<Labelled>> {
  const { signal } = controller;
  const progress = new TrialProgress();
  progress.judging = "the judge";
  const spending = new SpendingBuilder();
  const abort = (reason: Error): void => controller.abort(reason);
  const timer = setTimeout(() => abort(timedOut(timeoutMs)), timeoutMs);
  let opened: TrialTraffic | undefined;
  let ruling: Ruling | undefined;
  let votes: GradedReply["votes"] = [];
  let error: TrialError | undefined;
  try {
    opened = traffic.open(trialOf(labelled, judge), progress, abort);
    const cast = await untilAborted(signal, ask(opened));
    signal.throwIfAborted();
    ruling = rulingOf(cast);
    votes = cast.votes.flatMap((vote) => vote.verdict ?? []);
    if (ruling.verdict === undefined) error = cast.votes.find((vote) => vote.error)?.error;
  } catch (thrown) {
    error = errorOf(signal.aborted ? signal.reason : thrown);
  } finally {
    clearTimeout(timer);
  }
  let leftovers: readonly string[] = [];
  try {
    leftovers = opened?.finish({ error: error ?? null }).leftovers ?? [];
  } catch (thrown) {
    error ??= errorOf(thrown);
  }
  const { verdict, lines } = ruling ?? { verdict: undefined, lines: [error?.message ?? ""] };
  const graded = {
    labelled,
    verdict,
    votes,
    lines,
    error,
    leftovers,
    spending: spending.byModel(),
  };
  if (opened === undefined) return graded;
  const { value, leaks } = withoutSecrets(graded, opened.redactor);
  if (value !== undefined) return value;
  throw new UsageError(
    `Nothing was written: it would hold the value of ${leaks.join(", ")}. Take it out of the labelled replies, or rename the variable if it is not a secret.`,
  );

  function ask({ conversation, time, judgeClient, meter }: TrialTraffic): Promise<CastVotes> {
    meter?.requirePrices([judgeOf(labelled, judge)]);
    const grade = voting({
      client: meter?.wrap(judgeClient) ?? judgeClient,
      model: judge,
      signal,
      prices,
      spending,
    });
    const asked = (): Promise<CastVotes> => inTime(time, () => grade({ ...labelled, turn: null }));
    return conversation === undefined ? asked() : inConversation(conversation, asked);
  }
}

/** Traffic is opened for a trial of a case; each judge that replaces all others has recordings of its own. */
function trialOf({ key }: ReplyToGrade, { override }: JudgeModel): Parameters<Traffic["open"]>[0] {
  const testCase = { id: key, tags: [], context_variables: {}, messages: [], turns: [] };
  return {
    testCase: { ...testCase, skip: false, only: false },
    number: 1,
    variant: { model: override },
    stream: false,
  };
}

function errorOf(thrown: unknown): TrialError {
  if (thrown instanceof UsageError) throw thrown;
  return trialError(thrown);
}

function timedOut(timeoutMs: number): TrialAbort {
  return new TrialAbort(
    "timeout",
    `The judge took longer than ${timeoutMs} ms. Give it more with --timeout.`,
  );
}
