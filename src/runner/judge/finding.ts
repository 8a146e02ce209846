import { failed, passed, unjudged } from "../../checks/scope/check.ts";
import type { Finding } from "../../checks/scope/check.ts";
import type { JudgeQuestion } from "../../checks/judge.ts";
import { isRecord, parseIfJson } from "../../json/value.ts";
import { show } from "../../json/show.ts";
import { agreement } from "../../stats/agreement.ts";
import { contentText } from "../../trajectory/content.ts";
import type { Reply } from "../../swarm/completion/reply.ts";

/** What a judge's votes come to. A verdict needs more than half of the votes that were asked for; without one, nothing can be said of the reply. */
export function judgeFinding(
  model: string,
  { rubric, turn, agent, reply }: JudgeQuestion,
  votes: readonly Vote[],
): Finding {
  const fallen = agreement(votes.map(({ verdict }) => verdict));
  const verdict = fallen?.majority;
  if (fallen === undefined || verdict === undefined || fallen.share <= 0.5)
    return unjudged(noVerdict(model, votes).join("\n"));
  const holds = verdict === "passed";
  const agreeing = votes.filter((vote) => vote.verdict === verdict);
  const who =
    votes.length === 1
      ? model
      : `${agreeing.length} of ${votes.length} votes of ${model} (agreement ${Math.round(100 * fallen.share)} %)`;
  const lines = [
    `${who} ${holds ? "found that it does" : "found that it does not"}: ${agreeing[0]?.reason}`,
    ...votes.filter((vote) => vote.verdict !== verdict).map(dissent),
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

function noVerdict(model: string, votes: readonly Vote[]): string[] {
  const [first] = votes;
  if (votes.length === 1) return [`${model} gave no verdict: ${first?.reason}`, ASKED_AGAIN];
  const count = (verdict: Vote["verdict"]): number =>
    votes.filter((vote) => vote.verdict === verdict).length;
  const [yes, no, missing] = [count("passed"), count("failed"), count(undefined)];
  const fallen = [
    `${yes} passed it`,
    `${no} failed it`,
    ...(missing > 0 ? [`${missing} gave no verdict`] : []),
  ];
  const hint = missing === 0 && votes.length % 2 === 0 ? " An odd number of votes cannot tie." : "";
  return [
    `${votes.length} votes of ${model} have no majority: ${fallen.join(", ")}.${hint}`,
    ...votes.map(dissent),
    ...(missing > 0 ? [ASKED_AGAIN] : []),
  ];
}

/** A recorded answer that is none would be replayed for ever. */
const ASKED_AGAIN = "Where that is recorded, --traffic update asks again.";

function dissent({ verdict, reason }: Vote): string {
  return `${verdict ?? "no verdict"}: ${reason}`;
}

/** One vote of a judge: its verdict with the reason, or why it gave none. */
export type Vote =
  | { readonly verdict: "passed" | "failed"; readonly reason: string }
  | { readonly verdict: undefined; readonly reason: string };

/** Reads a judge's answer. Whatever is not exactly what was asked for is no verdict. */
export function readVerdict({ message, finishReason }: Reply): Vote {
  if (message.refusal !== undefined) return none(`it refused: ${excerpt(message.refusal)}`);
  const text = contentText(message.content);
  if (finishReason === "length")
    return none(`its answer was cut off at the length limit: ${excerpt(text)}`);
  const answer = parseIfJson(text);
  if (!isRecord(answer)) return none(`it answered ${excerpt(text)} instead of a JSON object`);
  const { verdict, reason } = answer;
  if (verdict !== "passed" && verdict !== "failed")
    return none(`its verdict is neither "passed" nor "failed": ${excerpt(text)}`);
  if (typeof reason !== "string" || reason.trim() === "")
    return none(`it gave a verdict without a reason: ${excerpt(text)}`);
  return { verdict, reason: reason.trim() };
}

/** A vote that could not be had. */
export function none(reason: string): Vote {
  return { verdict: undefined, reason };
}

const MOST_CHARACTERS = 300;

function excerpt(text: string): string {
  return show(text, MOST_CHARACTERS);
}
