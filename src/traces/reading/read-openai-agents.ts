import { field, isRecord, parseIfJson, textField } from "../../json/value.ts";
import { messagesOf } from "./genai-messages.ts";
import { usageOf, type Span, type SpanDeed } from "./span.ts";

/**
 * The spans of traces of the OpenAI Agents SDK, as its exporter sends them: objects of the kinds `trace` and `trace.span`,
 * in lists or in `{ "data": […] }`. Undefined for any other value. Traces of one group are one conversation.
 */
export function readOpenAIAgents(exports: readonly unknown[]): Span[] | undefined {
  const items = exports.flatMap((each) => {
    const data = field(each, "data");
    return Array.isArray(data) ? (data as unknown[]) : [each].flat();
  });
  const kinds = items.map((item) => field(item, "object"));
  if (items.length === 0 || !kinds.every((kind) => kind === "trace" || kind === "trace.span"))
    return undefined;
  const groups = new Map<string, string>();
  for (const item of items) {
    const group = textField(item, "group_id");
    if (group !== undefined) groups.set(String(field(item, "id")), group);
  }
  return items.filter(isRecord).flatMap((item): Span[] => {
    if (item["object"] === "trace") return [];
    const trace = String(item["trace_id"]);
    return [
      {
        id: String(item["id"]),
        parent: textField(item, "parent_id"),
        conversation: groups.get(trace) ?? trace,
        start: microseconds(String(item["started_at"])),
        deed: deedOf(item["span_data"], isRecord(item["error"])),
      },
    ];
  });
}

/** Of a time as ISO 8601 with as many digits. `Date` drops all but three. */
function microseconds(time: string): number {
  const [, digits = ""] = /\.(\d+)/.exec(time) ?? [];
  const seconds = Date.parse(time.replace(/\.\d+/, "")) * 1000;
  return seconds + Number(digits.padEnd(6, "0").slice(0, 6));
}

function deedOf(data: unknown, failed: boolean): SpanDeed {
  switch (field(data, "type")) {
    case "agent":
      return { type: "agent", name: textField(data, "name") };
    case "generation":
    // It has the id of the reply only, unless somebody kept more.
    case "response":
      return {
        type: "model",
        agent: undefined,
        model: textField(data, "model"),
        input: messagesOf(field(data, "input")),
        output: messagesOf(field(data, "output"), "assistant")?.at(-1),
        usage: usageOf(
          field(field(data, "usage"), "input_tokens"),
          field(field(data, "usage"), "output_tokens"),
        ),
      };
    case "function": {
      const input = textField(data, "input") ?? "{}";
      const name = textField(data, "name") ?? "";
      return { type: "tool", name, arguments: parseIfJson(input) ?? input, id: undefined, failed };
    }
    case "handoff":
      return { type: "handoff", to: textField(data, "to_agent") };
    default:
      return { type: "other" };
  }
}
