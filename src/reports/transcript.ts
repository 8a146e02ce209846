import type { TrialResult, TurnResult } from "../results/result.ts";

/** A trial as it was spoken, a line for each message, call, answer and handoff. */
export function transcript({ turns, handoffs }: Pick<TrialResult, "turns" | "handoffs">): string[] {
  return turns.flatMap((turn, index) => [
    `${index + 1}  User: ${oneLine(turn.user)}`,
    ...turnLines(turn).map((line) => `   ${line}`),
    ...handoffs.filter((handoff) => handoff.turn === index + 1).map(({ from, to }) => `   ${from} → ${to}`),
  ]);
}

interface Named {
  readonly id?: unknown;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown };
}

function turnLines({ messages }: TurnResult): string[] {
  const lines: string[] = [];
  for (const { role, content, sender, tool_calls: calls, tool_name: name } of messages) {
    if (role === "tool") {
      lines.push(`  ${String(name)} answered: ${oneLine(content)}`);
      continue;
    }
    const said = oneLine(content);
    if (said !== "") lines.push(`${String(sender)}: ${said}`);
    for (const call of (calls ?? []) as readonly Named[]) {
      lines.push(`${String(sender)} calls ${String(call.function?.name)}(${oneLine(call.function?.arguments)})`);
    }
  }
  return lines;
}

const MOST_CHARACTERS = 300;

function oneLine(content: unknown): string {
  if (content === null || content === undefined) return "";
  const text = (typeof content === "string" ? content : JSON.stringify(content)).replace(/\s*\n\s*/g, " ⏎ ");
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
