import { field, isRecord } from "../json/value.ts";
import { sentencesOf } from "../text/sentences.ts";

/** Something of what a model is told beside the conversation: the name of a tool, or a sentence of its instructions. */
export interface OfferedPart {
  readonly agent: string;
  readonly kind: "tool" | "instruction";
  readonly text: string;
}

type Body = Readonly<Record<string, unknown>>;

/** What a request, of Chat Completions or the Responses API, offers to the model of this agent. */
export function offeredBy(body: object, agent: string): OfferedPart[] {
  const tools = toolsOf(body as Body).flatMap((tool) => nameOf(tool) ?? []);
  return [
    ...tools.map((text) => ({ agent, kind: "tool" as const, text })),
    ...sentencesOf(instructionsOf(body as Body)).flatMap((sentence) => {
      const text = sentence.trim();
      return text === "" ? [] : [{ agent, kind: "instruction" as const, text }];
    }),
  ];
}

/** The request without these parts. A tool that is not offered any more is not forced either. */
export function offeringLess(body: object, agent: string, leftOut: readonly OfferedPart[]): object {
  const own = leftOut.filter((part) => part.agent === agent);
  const isLeftOut = (kind: OfferedPart["kind"], text: string | undefined): boolean =>
    own.some((part) => part.kind === kind && part.text === text);
  if (own.length === 0) return body;
  const { tools: _, tool_choice: choice, parallel_tool_calls: parallel, ...rest } = body as Body;
  const tools = toolsOf(body as Body).filter((tool) => !isLeftOut("tool", nameOf(tool)));
  const isFree = choice !== undefined && !isLeftOut("tool", nameOf(choice));
  return {
    ...rest,
    ...withInstructions(body as Body, (sentence) => !isLeftOut("instruction", sentence)),
    ...(tools.length === 0
      ? {}
      : {
          tools,
          ...(isFree ? { tool_choice: choice } : {}),
          ...(parallel === undefined ? {} : { parallel_tool_calls: parallel }),
        }),
  };
}

function toolsOf({ tools }: Body): readonly unknown[] {
  return Array.isArray(tools) ? tools : [];
}

/** Chat Completions has it one level deeper than the Responses API. */
function nameOf(tool: unknown): string | undefined {
  const name = field(field(tool, "function"), "name") ?? field(tool, "name");
  return typeof name === "string" ? name : undefined;
}

/** The conversation, whose first message has the instructions. */
function messagesOf(body: Body): { readonly key: string; readonly list: readonly unknown[] } {
  const key = Array.isArray(body["messages"]) ? "messages" : "input";
  const list = body[key];
  return { key, list: Array.isArray(list) ? list : [] };
}

function instructionsOf(body: Body): string {
  const [first] = messagesOf(body).list;
  const content = field(first, "role") === "system" ? field(first, "content") : undefined;
  return typeof content === "string" ? content : "";
}

/** Without any instructions, there is no message that would have them. */
function withInstructions(body: Body, keeps: (sentence: string) => boolean): Body {
  const before = instructionsOf(body);
  const kept = sentencesOf(before).filter((sentence) => keeps(sentence.trim()));
  const content = kept.join("").trim();
  const { key, list } = messagesOf(body);
  const [first, ...others] = list;
  if (before === "" || !isRecord(first)) return { [key]: list };
  return { [key]: content === "" ? others : [{ ...first, content }, ...others] };
}
