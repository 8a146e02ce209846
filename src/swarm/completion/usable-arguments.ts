import { field, isRecord, parseIfJson } from "../../json/value.ts";
import { KEPT_OUTPUT } from "./reply-items.ts";

/**
 * A message, or an input item of the Responses API, as it goes back: arguments that are no JSON object are `{}`. Servers
 * of open models (vLLM, llama.cpp) read the arguments of earlier calls, and refuse a conversation for those that they
 * cannot read; templates of chats want an object. What the model wrote stays in the steps and in the run's response.
 */
export function withUsableArguments<Part>(part: Part): Part {
  if (!isRecord(part)) return part;
  if (part["type"] === "function_call") return usable(part);
  const inCalls = replaced(
    part,
    "tool_calls",
    each((call) => (field(call, "type") === "custom" ? call : replaced(call, "function", usable))),
  );
  const inOldCall = replaced(inCalls, "function_call", usable);
  return replaced(inOldCall, KEPT_OUTPUT, (kept) =>
    replaced(kept, "output", each(withUsableArguments)),
  );
}

function usable<Written>(written: Written): Written {
  return replaced(written, "arguments", (args) =>
    typeof args === "string" && !isRecord(parseIfJson(args)) ? "{}" : args,
  );
}

/** The value with another member, or the value itself: what is sent again is known by its identity. */
function replaced<Value>(value: Value, key: string, replace: (member: unknown) => unknown): Value {
  if (!isRecord(value) || !(key in value)) return value;
  const member = replace(value[key]);
  return member === value[key] ? value : { ...value, [key]: member };
}

function each(map: (item: unknown) => unknown): (list: unknown) => unknown {
  return (list) => {
    if (!Array.isArray(list)) return list;
    const mapped = list.map(map);
    return mapped.every((item, index) => item === list[index]) ? list : mapped;
  };
}
