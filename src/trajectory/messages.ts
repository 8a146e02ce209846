import type { ReplyStep, Step, ToolResultStep } from "./trajectory.ts";

/** A message of a response or a result, with what the API is never sent: the `sender` of a reply, the `tool_name` of an answer. */
export interface AnnotatedMessage {
  readonly role: string;
  readonly [field: string]: unknown;
}

/** Whether a step adds a message to the conversation that the model is sent. */
export function addsMessage(step: Step): step is ReplyStep | ToolResultStep {
  return step.type === "reply" || step.type === "tool_result";
}

/** The message that a step adds, annotated for readers. */
export function annotatedMessage(step: ReplyStep | ToolResultStep): AnnotatedMessage {
  if (step.type === "reply") return { ...step.message, sender: step.agent };
  const { id, name, content } = step;
  return id === undefined
    ? { role: "function", name, content, tool_name: name }
    : { role: "tool", tool_call_id: id, content, tool_name: name };
}

/** The message without the annotations, which strict providers refuse. */
export function stripAnnotations<Message extends object>(message: Message): Message {
  if (!("sender" in message) && !("tool_name" in message)) return message;
  const {
    sender: _sender,
    tool_name: _tool,
    ...rest
  } = message as Readonly<Record<string, unknown>>;
  return rest as Message;
}
