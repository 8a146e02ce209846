import type { AssistantMessage } from "./trajectory.ts";

/** A call of a message, of whichever kind. */
export interface MessageCall {
  /** What its answer refers to; undefined for a `function_call` of old, which is answered by name. */
  readonly id: string | undefined;
  readonly name: string;
  /** What the model wrote for the tool. */
  readonly text: string;
  /** Whether the text is meant as JSON: a custom call's is not. */
  readonly isJson: boolean;
}

/** The calls of a message, in order. */
export function callsIn({
  tool_calls: calls,
  function_call: old,
}: AssistantMessage): MessageCall[] {
  const made = (calls ?? []).map((call): MessageCall => {
    const { id } = call;
    if (call.type === "custom")
      return { id, name: call.custom.name, text: call.custom.input, isJson: false };
    return { id, name: call.function.name, text: call.function.arguments, isJson: true };
  });
  if (old === undefined) return made;
  return [...made, { id: undefined, name: old.name, text: old.arguments, isJson: true }];
}
