import type { TrialResult } from "../../results/result.ts";
import { conversation } from "./conversation.ts";
import type { Deed, ToldTurn } from "./conversation.ts";
import { ARROW } from "../words/format.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_CHARACTERS = 300;
/** A conversation of more lines is told in full only where something went wrong. */
const LONG = 24;
const MOST_LINES = 60;

/**
 * A trial as it was spoken, a line for each message, call, answer and handoff; turns in which a check did not pass are
 * marked ✗. Of a long conversation the turns without such a check are a line each.
 */
export function transcript(
  trial: Pick<TrialResult, "turns" | "handoffs" | "tool_calls" | "checks">,
): string[] {
  const told = conversation(trial);
  const wrong = new Set(
    trial.checks.filter(({ verdict }) => verdict !== "passed").map(({ turn }) => turn),
  );
  const whole = told.flatMap((turn) => turnLines(turn, wrong.has(turn.turn)));
  if (whole.length <= LONG || wrong.size === 0 || wrong.has(null)) return cut(whole);
  return cut(
    told.flatMap((turn) =>
      wrong.has(turn.turn) || turn.brokeOff
        ? turnLines(turn, wrong.has(turn.turn))
        : [inShort(turn)],
    ),
  );
}

function turnLines({ turn, user, brokeOff, deeds }: ToldTurn, wrong: boolean): string[] {
  const lines = [...deeds.flatMap(deedLines), ...(brokeOff ? ["(broke off here)"] : [])];
  return [`${mark(turn, wrong)} User: ${clipped(user)}`, ...lines.map((line) => `    ${line}`)];
}

function mark(turn: number, wrong: boolean): string {
  return `${wrong ? "✗" : " "} ${turn}`;
}

function deedLines(deed: Deed): string[] {
  if (deed.type === "handoff") return [oneLine(`${deed.from}${ARROW}${deed.to}`)];
  if (deed.type === "reply") return [`${oneLine(deed.agent)}: ${clipped(deed.text)}`];
  const { agent, name, arguments: args, answer, unanswered, error, to } = deed;
  const call = oneLine(`${agent} calls ${name}(${args === "{}" ? "" : clipped(args)})`);
  if (to !== null) return [`${call}${ARROW}${oneLine(to)}`];
  if (answer === null) return [`${call}, which was ${unanswered}`];
  return [call, `  ${clipped(error === null ? answer : `failed: ${error}`)}`];
}

function inShort({ turn, user, deeds }: ToldTurn): string {
  const calls = deeds.filter(({ type }) => type === "call").length;
  const handed = deeds.flatMap((deed) =>
    deed.type === "reply" || deed.to === null ? [] : [deed.to],
  );
  const what = [
    ...(calls === 0 ? [] : [plural(calls, "call")]),
    ...handed.map((to) => `→ ${oneLine(to)}`),
  ];
  return `${mark(turn, false)} User: ${oneLine(user, 80)}${what.length === 0 ? "" : ` (${what.join(", ")})`}`;
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
