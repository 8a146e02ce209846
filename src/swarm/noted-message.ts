import type { Message } from "./chat-client.ts";
import type { Step } from "./trajectory.ts";

type Speaking = Extract<Step, { readonly type: "reply" | "tool_result" }>;

/** Whether a step adds a message to the conversation. */
export function isSpeaking(step: Step): step is Speaking {
  return step.type === "reply" || step.type === "tool_result";
}

/** The message that a step adds, with our readers' notes: the `sender` of a reply, the `tool_name` of an answer. */
export function notedMessage(step: Speaking): Message {
  if (step.type === "reply") return { ...step.message, sender: step.agent };
  return { role: "tool", tool_call_id: step.id, content: step.content, tool_name: step.name };
}
