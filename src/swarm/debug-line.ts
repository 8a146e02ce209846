import { oneLine } from "../text/printable.ts";
import { withoutCommands } from "../text/workflow-commands.ts";
import { plural } from "../text/count.ts";
import { contentText } from "../trajectory/content.ts";
import type { Step } from "../trajectory/trajectory.ts";

/** One line of a run's debug log: who, and what. */
export function debugLine(step: Step): string {
  return withoutCommands(oneLine(`[${step.agent}] ${what(step)}`));
}

function what(step: Step): string {
  switch (step.type) {
    case "user":
      return `is told: ${contentText(step.content)}`;
    case "reply":
      return `${step.model} says: ${contentText(step.message.content) || "nothing"}`;
    case "tool_call":
      return `calls ${step.name}(${JSON.stringify(step.arguments)})${step.executed ? "" : ", which is not executed"}`;
    case "tool_result":
      return `${step.name} answers: ${step.content}`;
    case "handoff":
      return `hands off to ${step.to}`;
    case "context_change":
      return `context variables: ${JSON.stringify(step.changes)}`;
    case "code":
      return `runs ${step.language}, which ends with ${step.exit_code}`;
    case "said":
      return `says: ${step.content}`;
    case "ended":
      return `ends after ${plural(step.rounds, "round")}: ${step.reason}`;
    case "turn_limit":
      return `is not asked again: the limit is ${plural(step.max_turns, "completion")} a turn`;
  }
}
