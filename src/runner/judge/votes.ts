import type { JudgeQuestion } from "../../checks/judge.ts";
import { failed, passed, unjudged, type Finding } from "../../checks/scope/check.ts";
import { isRecord, parseIfJson } from "../../json/value.ts";
import { show } from "../../json/show.ts";
import type { TrialError } from "../../results/result.ts";
import { agreement } from "../../stats/agreement.ts";
import type { Reply } from "../../swarm/completion/reply.ts";
import { contentText } from "../../trajectory/content.ts";

/** One vote of a judge: its verdict with the reason, or why it gave none. */
export interface Vote {
  readonly verdict: "passed" | "failed" | undefined;
  readonly reason: string;
  /** Why the judge could not be asked. */
  readonly error?: TrialError;
}

/** Reads a judge's answer. Only an answer in exactly the form that was asked for is a verdict. */
export function readVote({ message, finishReason }: Reply): Vote {
  if (message.refusal !== undefined) return noVote(`it refused: ${excerpt(message.refusal)}`);
  const text = contentText(message.content);
  if (finishReason === "length")
    return noVote(`its answer was cut off at the length limit: ${excerpt(text)}`);
  const answer = parseIfJson(text);
  if (!isRecord(answer)) return noVote(`it answered ${excerpt(text)} instead of a JSON object`);
  const { verdict, reason } = answer;
  if (verdict !== "passed" && verdict !== "failed")
    return noVote(`its verdict is neither "passed" nor "failed": ${excerpt(text)}`);
  if (typeof reason !== "string" || reason.trim() === "")
    return noVote(`it gave a verdict without a reason: ${excerpt(text)}`);
  return { verdict, reason: reason.trim() };
}

/** A vote without a verdict, and why the answer gives none. */
function noVote(reason: string): Vote {
  return { verdict: undefined, reason };
}

/** The vote of a judge that could not be asked. */
export function unasked(error: TrialError): Vote {
  return { verdict: undefined, reason: `it could not be asked: ${error.message}`, error };
}

function excerpt(text: string): string {
  return show(text, 300);
}

/** The finding of a judge's votes. A verdict needs more than half of them; without one the reply is unjudged. */
export function judgeFinding(
  model: string,
  { rubric, turn, agent, reply }: JudgeQuestion,
  votes: readonly Vote[],
): Finding {
  const result = agreement(votes.map(({ verdict }) => verdict));
  const verdict = result?.majority;
  if (result === undefined || verdict === undefined || result.share <= 0.5)
    return unjudged(noVerdict(model, votes).join("\n"));
  const holds = verdict === "passed";
  const agreeing = votes.filter((vote) => vote.verdict === verdict);
  const who =
    votes.length === 1
      ? model
      : `${agreeing.length} of ${votes.length} votes of ${model} (agreement ${Math.round(100 * result.share)} %)`;
  const lines = [
    `${who} ${holds ? "found that it does" : "found that it does not"}: ${agreeing[0]?.reason}`,
    ...votes.filter((vote) => vote.verdict !== verdict).map(voteLine),
  ];
  if (holds) return passed(lines.join("\n"));
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

function voteLine({ verdict, reason }: Vote): string {
  return `${verdict ?? "no verdict"}: ${reason}`;
}
