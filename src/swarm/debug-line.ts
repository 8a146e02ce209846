import type { LoopEvent } from "./loop.ts";
import { contentText } from "./reply.ts";

/** One line of a run's debug log: who, and what. */
export function debugLine(event: Exclude<LoopEvent, { type: "delta" }>): string {
  return `[${event.agent}] ${what(event)}`;
}

function what(event: Exclude<LoopEvent, { type: "delta" }>): string {
  switch (event.type) {
    case "user":
      return `user: ${event.content}`;
    case "reply": {
      const calls = event.message.tool_calls ?? [];
      const said = contentText(event.message.content);
      return `reply from ${event.model}: ${[said, calls.length > 0 ? `${calls.length} tool calls` : ""].filter(Boolean).join(", ")}`;
    }
    case "tool_call":
      return `calls ${event.name}(${JSON.stringify(event.arguments)})`;
    case "tool_result":
      return `${event.name} answered: ${event.content}`;
    case "handoff":
      return `hands off to ${event.to}`;
    case "context_change":
      return `context variables: ${JSON.stringify(event.changes)}`;
    case "message_start":
      return "message starts";
    case "message_end":
      return "message ends";
  }
}
