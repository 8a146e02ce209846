import type { JudgeQuestion } from "../../checks/judge.ts";
import { failed, passed, unjudged, type Finding } from "../../checks/scope/check.ts";
import { show } from "../../json/show.ts";
import type { TrialError } from "../../results/result.ts";
import { agreement } from "../../stats/agreement.ts";
import type { Reply } from "../../swarm/completion/reply.ts";
import { contentText } from "../../trajectory/content.ts";
import { readAnswer } from "./read-answer.ts";

/** One vote of a judge: its verdict with the reason, or why it gave none. */
export interface Vote {
  readonly verdict: "passed" | "failed" | undefined;
  /** Empty if a verdict came without one. */
  readonly reason: string;
  /** Why the judge could not be asked. */
  readonly error?: TrialError;
}

/** All votes on one question, and the model that cast them. */
export interface CastVotes {
  readonly model: string;
  readonly votes: readonly Vote[];
}

/** Why a reply ended that is not whole. */
const CUT: Readonly<Record<string, string>> = {
  length: "was cut off at the length limit",
  content_filter: "was cut off by the provider's filter",
};

/**
 * Reads a judge's answer. One that was cut off gives no verdict, even if it has one: what is missing could have taken it
 * back.
 */
export function readVote({ message, finishReason = "" }: Reply): Vote {
  if (message.refusal !== undefined) return noVote(`it refused: ${show(message.refusal, 300)}`);
  const text = contentText(message.content);
  const cut = CUT[finishReason];
  if (cut !== undefined) return noVote(`its answer ${cut}: ${show(text, 300)}`);
  const answer = readAnswer(text);
  return "problem" in answer ? noVote(answer.problem) : answer;
}

/** A vote without a verdict, and why the answer gives none. */
function noVote(reason: string): Vote {
  return { verdict: undefined, reason };
}

/** The vote of a judge that could not be asked. */
export function unasked(error: TrialError): Vote {
  return { verdict: undefined, reason: `it could not be asked: ${error.message}`, error };
}

/** What the votes of a judge come to. */
export interface Ruling {
  /** That of more than half of the votes; undefined if there is none. */
  readonly verdict: "passed" | "failed" | undefined;
  /** Who found it, why, and what the other votes say; or why there is no verdict. */
  readonly lines: readonly string[];
}

export function rulingOf({ model, votes }: CastVotes): Ruling {
  const result = agreement(votes.map(({ verdict }) => verdict));
  const verdict = result?.majority;
  if (result === undefined || verdict === undefined || result.share <= 0.5)
    return { verdict: undefined, lines: noVerdict(model, votes) };
  const agreeing = votes.filter((vote) => vote.verdict === verdict);
  const who =
    votes.length === 1
      ? model
      : `${agreeing.length} of ${votes.length} votes of ${model} (agreement ${Math.round(100 * result.share)} %)`;
  const found = verdict === "passed" ? "found that it does" : "found that it does not";
  const others = votes.filter((vote) => vote.verdict !== verdict).map(voteLine);
  return { verdict, lines: [withReason(`${who} ${found}`, agreeing), ...others] };
}

/** The finding of a judge's votes; without a verdict the reply is unjudged. */
export function judgeFinding(
  { rubric, turn, agent, reply }: JudgeQuestion,
  cast: CastVotes,
): Finding {
  const { verdict, lines } = rulingOf(cast);
  if (verdict === undefined) return unjudged(lines.join("\n"));
  if (verdict === "passed") return passed(lines.join("\n"));
  const where = turn === null ? "" : ` in turn ${turn}`;
  return failed(
    [
      `expected by the rubric: ${rubric}`,
      ...lines,
      `${agent}${where} said: ${show(reply, 600)}`,
    ].join("\n"),
  );
}

/** Otherwise a recorded answer without a verdict would be replayed for ever. */
const ASK_AGAIN = "If that is recorded, delete the recording, and --traffic record asks again.";

function noVerdict(model: string, votes: readonly Vote[]): string[] {
  const [first] = votes;
  const isKept = votes.some(({ verdict, error }) => verdict === undefined && error === undefined);
  const askAgain = isKept ? [ASK_AGAIN] : [];
  if (votes.length === 1) return [`${model} gave no verdict: ${first?.reason}`, ...askAgain];
  const count = (verdict: Vote["verdict"]): number =>
    votes.filter((vote) => vote.verdict === verdict).length;
  const missing = count(undefined);
  const counts = [
    `${count("passed")} passed it`,
    `${count("failed")} failed it`,
    ...(missing > 0 ? [`${missing} gave no verdict`] : []),
  ];
  const hint = missing === 0 && votes.length % 2 === 0 ? " An odd number of votes cannot tie." : "";
  return [
    `${votes.length} votes of ${model} have no majority: ${counts.join(", ")}.${hint}`,
    ...votes.map(voteLine),
    ...askAgain,
  ];
}

function voteLine(vote: Vote): string {
  return withReason(vote.verdict ?? "no verdict", [vote]);
}

/** A finding with the first reason that was given for it. */
function withReason(finding: string, votes: readonly Vote[]): string {
  const reason = votes.find(({ reason }) => reason !== "")?.reason;
  return reason === undefined ? `${finding}, and gave no reason` : `${finding}: ${reason}`;
}
