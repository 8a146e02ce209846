import { field, isRecord, parseIfJson, textField } from "../../json/value.ts";
import { indexedMessages, messagesOf } from "./genai-messages.ts";
import { attributesOf } from "./otlp-values.ts";
import { usageOf, type Message, type Span, type SpanDeed } from "./span.ts";

/**
 * The spans of OTLP JSON: of exports, or of the lines that the collector's file exporter writes. Undefined for any other
 * value. Models, agents and tools are told by OpenTelemetry's conventions for generative AI, or by what came before them.
 */
export function readOtlp(exports: readonly unknown[]): Span[] | undefined {
  if (exports.length === 0 || !exports.every((each) => Array.isArray(field(each, "resourceSpans"))))
    return undefined;
  return exports
    .flatMap((each) => field(each, "resourceSpans") as unknown[])
    .flatMap((resource) => lists(resource, "scopeSpans"))
    .flatMap((scope) => lists(scope, "spans"))
    .filter(isRecord)
    .map(spanOf);
}

function lists(value: unknown, key: string): readonly unknown[] {
  const list = field(value, key);
  return Array.isArray(list) ? list : [];
}

type Attributes = ReadonlyMap<string, unknown>;

function spanOf(span: Readonly<Record<string, unknown>>): Span {
  const attributes = new Map([
    // What was said may be in an event, to be kept apart from the span.
    ...lists(span, "events").flatMap((event) => [...attributesOf(event)]),
    ...attributesOf(span),
  ]);
  const failed = field(span["status"], "code") === 2 || attributes.has("error.type");
  return {
    id: String(span["spanId"]),
    parent: textField(span, "parentSpanId"),
    conversation: String(attributes.get("gen_ai.conversation.id") ?? span["traceId"]),
    start: nanoseconds(span["startTimeUnixNano"]),
    deed: deedOf(attributes, failed),
  };
}

function nanoseconds(value: unknown): bigint {
  return /^\d+$/.test(String(value)) ? BigInt(String(value)) : 0n;
}

function deedOf(attributes: Attributes, failed: boolean): SpanDeed {
  const text = (key: string): string | undefined => textField({ at: attributes.get(key) }, "at");
  const operation = text("gen_ai.operation.name") ?? text("traceloop.span.kind");
  switch (operation) {
    case "invoke_agent":
    case "agent":
      return { type: "agent", name: text("gen_ai.agent.name") ?? text("traceloop.entity.name") };
    case "execute_tool":
    case "tool":
      return {
        type: "tool",
        name: text("gen_ai.tool.name") ?? text("traceloop.entity.name") ?? "",
        arguments: parsedText(attributes.get("gen_ai.tool.call.arguments")),
        id: text("gen_ai.tool.call.id"),
        failed,
      };
    default:
      if (/handoff/.test(operation ?? ""))
        return { type: "handoff", to: text("gen_ai.handoff.to_agent") };
      return modelDeed(attributes, text) ?? { type: "other" };
  }
}

/** A request to a model; undefined for what asks none. */
function modelDeed(
  attributes: Attributes,
  text: (key: string) => string | undefined,
): SpanDeed | undefined {
  const model = text("gen_ai.request.model") ?? text("gen_ai.response.model");
  if (model === undefined && !attributes.has("gen_ai.input.messages")) return undefined;
  const input =
    messagesOf(attributes.get("gen_ai.input.messages")) ??
    indexedMessages(attributes, "gen_ai.prompt");
  const output =
    messagesOf(attributes.get("gen_ai.output.messages"), "assistant") ??
    indexedMessages(attributes, "gen_ai.completion");
  return {
    type: "model",
    agent: text("gen_ai.agent.name"),
    model,
    input: input && [...instructions(attributes, input), ...input],
    output: output?.at(-1),
    usage: usageOf(
      attributes.get("gen_ai.usage.input_tokens") ?? attributes.get("gen_ai.usage.prompt_tokens"),
      attributes.get("gen_ai.usage.output_tokens") ??
        attributes.get("gen_ai.usage.completion_tokens"),
    ),
  };
}

/** What the conventions keep apart from the messages. */
function instructions(attributes: Attributes, input: readonly Message[]): Message[] {
  if (input.some(({ role }) => role === "system")) return [];
  const parts = attributes.get("gen_ai.system_instructions");
  const list = typeof parts === "string" ? parseIfJson(parts) : parts;
  return Array.isArray(list) ? (messagesOf([{ role: "system", parts: list }]) ?? []) : [];
}

function parsedText(value: unknown): unknown {
  return typeof value === "string" ? (parseIfJson(value) ?? value) : (value ?? {});
}
