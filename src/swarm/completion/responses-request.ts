import { field, isRecord } from "../../json/value.ts";
import { replyItems } from "./reply-items.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The parameter by which reasoning comes sealed, to be sent back by whom the API stores nothing for. */
const SEALED_REASONING = "reasoning.encrypted_content";

/** Models that do not reason refuse it. */
const WITHOUT_REASONING = /^(?:ft:)?(?:gpt-3\.5|gpt-4|chatgpt-|gpt-[\d.]+-chat)/;

/**
 * The request of a chat completion as the Responses API has it. Nothing is stored there: every request has the whole
 * conversation. A parameter that it does not know goes as it is, for the API to refuse.
 */
export function responsesRequest(request: object): Fields {
  const {
    model,
    messages,
    tools,
    tool_choice: choice,
    max_completion_tokens: limit,
    max_tokens: oldLimit,
    reasoning_effort: effort,
    response_format: format,
    verbosity,
    reasoning,
    text,
    stream_options: _options,
    ...rest
  } = request as Fields;
  const name = String(model);
  const most = limit ?? oldLimit;
  const texts = { ...given("format", flat(format)), ...given("verbosity", verbosity) };
  return {
    store: false,
    ...(WITHOUT_REASONING.test(name) ? {} : { include: [SEALED_REASONING] }),
    ...rest,
    model,
    input: inputOf(Array.isArray(messages) ? messages : [], name),
    ...(Array.isArray(tools) ? { tools: tools.map(toolOf) } : {}),
    ...given("tool_choice", choiceOf(choice)),
    ...given("max_output_tokens", most),
    ...merged("reasoning", reasoning, given("effort", effort)),
    ...merged("text", text, texts),
  };
}

function given(name: string, value: unknown): Fields {
  return value === undefined ? {} : { [name]: value };
}

function merged(name: string, own: unknown, more: Fields): Fields {
  const all = { ...(isRecord(own) ? own : {}), ...more };
  return Object.keys(all).length === 0 ? {} : { [name]: all };
}

/** What Chat Completions wraps in a member of its type (`{ type: "function", function: { name } }`), unwrapped. */
function flat(wrapped: unknown): unknown {
  if (!isRecord(wrapped)) return wrapped;
  const { type } = wrapped;
  const inner = typeof type === "string" ? wrapped[type] : undefined;
  return isRecord(inner) ? { type, ...inner } : wrapped;
}

/** A function is strict in the Responses API unless it says that it is not. */
function toolOf(tool: unknown): unknown {
  const flattened = flat(tool);
  return isRecord(flattened) && flattened["type"] === "function"
    ? { strict: false, ...flattened }
    : flattened;
}

function choiceOf(choice: unknown): unknown {
  const flattened = flat(choice);
  const allowed = field(flattened, "tools");
  return isRecord(flattened) && Array.isArray(allowed)
    ? { ...flattened, tools: allowed.map(flat) }
    : flattened;
}

/** The messages of a conversation as input items. */
function inputOf(messages: readonly unknown[], model: string): unknown[] {
  /** The custom tools' calls: their answers have a type of their own. */
  const custom = new Set<unknown>();
  let oldCalls = 0;
  return messages.flatMap((message) => {
    if (!isRecord(message)) return [message];
    const { role, content, tool_calls: calls, function_call: old, tool_call_id: id } = message;
    switch (role) {
      case "assistant": {
        for (const call of Array.isArray(calls) ? calls : [])
          if (field(call, "type") === "custom") custom.add(field(call, "id"));
        const items = isRecord(old)
          ? [{ id: `function_call_${++oldCalls}`, type: "function", function: old }]
          : calls;
        return replyItems({ ...message, tool_calls: items }, model);
      }
      case "tool": {
        const type = custom.has(id) ? "custom_tool_call_output" : "function_call_output";
        return [{ type, call_id: id, output: inputContent(content) }];
      }
      case "function":
        return [
          {
            type: "function_call_output",
            call_id: `function_call_${oldCalls}`,
            output: inputContent(content),
          },
        ];
      default:
        return [{ role, content: inputContent(content) }];
    }
  });
}

function inputContent(content: unknown): unknown {
  return Array.isArray(content) ? content.map(inputPart) : (content ?? "");
}

/** Text, images and files have other names; what has the same in both, or is in the new form already, stays. */
function inputPart(part: unknown): unknown {
  switch (field(part, "type")) {
    case "text":
      return { type: "input_text", text: field(part, "text") };
    case "image_url": {
      const image = field(part, "image_url");
      const detail = field(image, "detail") ?? "auto";
      return { type: "input_image", image_url: field(image, "url"), detail };
    }
    case "file":
      return { type: "input_file", ...(field(part, "file") as object) };
    default:
      return part;
  }
}
