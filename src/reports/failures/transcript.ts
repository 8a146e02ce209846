import type { TrialResult } from "../../results/result.ts";
import { describeContent } from "../../trajectory/content.ts";
import { completionKey, folded, foldedRoute } from "../../trajectory/loops.ts";
import { turnsOf, type Action, type Turn } from "../../trajectory/turns.ts";
import { ARROW } from "../words/format.ts";
import { plural } from "../../text/count.ts";
import { codeText, endText } from "../words/team-text.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_CHARACTERS = 300;
/** A longer conversation is shown in full only in the turns in which something went wrong. */
const LONG = 24;
const MOST_LINES = 60;

/**
 * A trial as a conversation: a line for each message, call, answer and handoff. Turns in which a check did not pass are
 * marked ✗; in a long conversation those in which nothing went wrong take a line each.
 */
export function transcript(
  trial: Pick<TrialResult, "steps" | "checks" | "error" | "ended_early">,
): string[] {
  const turns = turnsOf(trial.steps);
  const brokenTurn = trial.error?.turn;
  const endOf = ({ turn }: Turn): string[] => {
    if (turn === brokenTurn) return ["(broke off here)"];
    return turn === trial.ended_early?.turn ? ["(ended here)"] : [];
  };
  const wrong = new Set(
    trial.checks.filter(({ verdict }) => verdict !== "passed").map(({ turn }) => turn),
  );
  const linesOf = (turn: Turn): string[] => turnLines(turn, wrong.has(turn.turn), endOf(turn));
  const whole = turns.flatMap(linesOf);
  const shown = brokenTurn === undefined ? wrong : new Set([...wrong, brokenTurn]);
  if (whole.length <= LONG || shown.size === 0 || shown.has(null)) return cut(whole);
  return cut(turns.flatMap((turn) => (shown.has(turn.turn) ? linesOf(turn) : [inShort(turn)])));
}

function turnLines(
  { turn, user, completions }: Turn,
  wrong: boolean,
  end: readonly string[],
): string[] {
  const lines = [...roundsLines(completions), ...end];
  return [
    `${mark(turn, wrong)} User: ${clipped(describeContent(user))}`,
    ...lines.map((line) => `    ${line}`),
  ];
}

/** Loops are shown once. */
function roundsLines(completions: Turn["completions"]): string[] {
  return folded(completions, completionKey).flatMap(({ items, rounds }) => [
    ...items.flat().flatMap(actionLines),
    ...(rounds === 1 ? [] : [`(the same calls ${rounds - 1} more times)`]),
  ]);
}

function mark(turn: number, wrong: boolean): string {
  return `${wrong ? "✗" : " "} ${turn}`;
}

function actionLines(action: Action): string[] {
  const { type, agent } = action;
  if (type === "handoff") return action.byCall ? [] : [oneLine(`${agent}${ARROW}${action.to}`)];
  if (type === "reply") {
    const { text, silent, remarks } = action;
    const [name, isEmpty] = [oneLine(agent), text === ""];
    const said = silent ? [`${name} said nothing`] : isEmpty ? [] : [`${name}: ${clipped(text)}`];
    const by = isEmpty && !silent ? ` of ${name}` : "";
    return [...said, ...remarks.map((remark) => `  (the reply${by} ${oneLine(remark)})`)];
  }
  if (type === "code") return [oneLine(`${agent} ${codeText(action)}`)];
  if (type === "said") return [`${oneLine(agent)}: ${clipped(action.text)}`];
  if (type === "ended") return [`(${oneLine(agent)} ${endText(action)})`];
  if (type === "turn_limit")
    return [`(ended after ${plural(action.max, "completion")}, the limit of the turn)`];
  const { name, text, executed, result, error, fault, to, handsOff } = action;
  const call = oneLine(`${agent} calls ${name}(${text === "{}" ? "" : clipped(text)})`);
  if (handsOff && to !== undefined) return [`${call}${ARROW}${oneLine(to)}`];
  if (result === undefined)
    return [`${call}, which was ${executed ? "not answered" : "not executed"}`];
  const put = fault === undefined ? "" : ` (fault put in: ${oneLine(fault)})`;
  return [call, `  ${clipped(error === undefined ? result : `failed: ${error}`)}${put}`];
}

function inShort({ turn, user, actions }: Turn): string {
  const calls = actions.filter(({ type }) => type === "call").length;
  const route = actions.flatMap((action) => (action.type === "handoff" ? [action.to] : []));
  const what = [
    ...(calls === 0 ? [] : [plural(calls, "call")]),
    ...foldedRoute(route).map((agent) => `→ ${oneLine(agent)}`),
  ];
  const message = oneLine(describeContent(user), 80);
  return `${mark(turn, false)} User: ${message}${what.length === 0 ? "" : ` (${what.join(", ")})`}`;
}

function clipped(text: string): string {
  return oneLine(text, MOST_CHARACTERS);
}

function cut(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  return [
    ...lines.slice(0, MOST_LINES),
    `… ${plural(lines.length - MOST_LINES, "more line")} in the result file`,
  ];
}
