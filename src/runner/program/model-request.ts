import { field, isRecord, textField } from "../../json/value.ts";
import type { Api } from "../../swarm/agent/api.ts";
import { contentText } from "../../trajectory/content.ts";
import type { ProxiedRequest } from "../../traffic/proxy/proxy-server.ts";

/** A message of a request, as far as it tells what went before. */
export interface SeenMessage {
  readonly text: string;
  /** The ids of the calls that it makes. */
  readonly calls: readonly string[];
  /** The call that it answers: its id or, of a `function_call` of old, the name of the function. */
  readonly answers: { readonly id: string } | { readonly name: string } | undefined;
  /** Whose it is: `sender` is Swarm's, `name` that of AutoGen. */
  readonly sender: string | undefined;
  readonly name: string | undefined;
}

/** A request by which a program asks its model for a reply. */
export interface ModelRequest {
  readonly api: Api;
  readonly model: string;
  readonly streams: boolean;
  readonly instructions: string;
  readonly messages: readonly SeenMessage[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Reads a request of Chat Completions or the Responses API; undefined for any other. */
export function modelRequest({
  path,
  body,
}: Pick<ProxiedRequest, "path" | "body">): ModelRequest | undefined {
  const [, resource] = /\/(chat\/completions|responses)(?:\?|$)/.exec(path) ?? [];
  if (resource === undefined || body.kind !== "json" || !isRecord(body.value)) return undefined;
  const api = resource === "responses" ? "responses" : "chat_completions";
  const { value } = body;
  const given = value[api === "responses" ? "input" : "messages"];
  const messages = typeof given === "string" ? [{ role: "user", content: given }] : given;
  const all: readonly unknown[] = Array.isArray(messages) ? messages : [];
  const instructions = all.filter(isInstruction).map((one) => contentText(field(one, "content")));
  return {
    api,
    model: textField(value, "model") ?? "",
    streams: value["stream"] === true,
    instructions: [textField(value, "instructions") ?? [], instructions].flat(2).join("\n"),
    messages: all.filter((one) => !isInstruction(one)).map(seen),
    body: value,
  };
}

function isInstruction(message: unknown): boolean {
  return ["system", "developer"].includes(textField(message, "role") ?? "");
}

function seen(message: unknown): SeenMessage {
  const output = field(message, "output");
  const calls = field(message, "tool_calls");
  const ids = (Array.isArray(calls) ? calls : []).flatMap((call) => textField(call, "id") ?? []);
  return {
    text: contentText(output ?? field(message, "content")),
    calls: ids,
    answers: answered(message),
    sender: textField(message, "sender"),
    name: textField(message, "name"),
  };
}

function answered(message: unknown): SeenMessage["answers"] {
  const isOutput = textField(message, "type")?.endsWith("_call_output") === true;
  const id =
    textField(message, "tool_call_id") ?? (isOutput ? textField(message, "call_id") : undefined);
  if (id !== undefined) return { id };
  const name = textField(message, "role") === "function" ? textField(message, "name") : undefined;
  return name === undefined ? undefined : { name };
}
