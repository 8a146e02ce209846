import { contentText } from "../../trajectory/content.ts";
import { callsIn } from "../../trajectory/message-calls.ts";
import type { AssistantMessage, ReplyStep } from "../../trajectory/trajectory.ts";
import type { Tool } from "../agent/tool.ts";

/**
 * What the text of a reply looks like, if it is neither: a call in the form in which some model writes calls, or a
 * tool's answer. Servers of open models leave calls in the text where their chat template or tool parser does not fit the
 * model, and such models write on where the answer belongs. `tools` are what the agent may call.
 */
export function likenessOf(
  message: AssistantMessage,
  tools: readonly Pick<Tool, "name">[],
): Pick<ReplyStep, "looksLike"> {
  const text = contentText(message.content);
  // Nearly all replies are prose.
  if (!/[<[{(:]/.test(text)) return {};
  const names = tools.map(({ name }) => name);
  const call = markedCall(text, names) ?? plainCall(text, names);
  // Some servers leave the text of a call that they have read.
  if (call !== undefined && callsIn(message).length === 0) return { looksLike: { call } };
  return call === undefined && ANSWER.test(text) ? { looksLike: { answer: true } } : {};
}

/** What begins a call, by the templates of Hermes, Qwen, Kimi, DeepSeek, Gemma; Mistral; Llama; Claude; Cohere; Phi; Harmony. */
const CALL =
  /<[|｜]?(?:[a-z]+[:_])?(?:tool|function)s?[_▁]?(?:calls?|use|code)[\w▁]*[|｜]?>|\[TOOL_CALLS\]|<\|python_(?:tag|start)\|>|<function=|<invoke\b|<\|(?:START_ACTION|action_start)\|>|functools(?=\[)|\bto=functions\.|```tool_(?:code|call)\b|✿FUNCTION✿/giu;

/** What stands around an answer in the same templates. */
const ANSWER =
  /<[|｜/]{0,2}(?:[a-z]+[:_])?(?:tool|function)s?[_▁]?(?:responses?|results?|outputs?)[\w▁]*[|｜]?>|\[TOOL_RESULTS\]|<[|/]?observation\|?>|^Observation:/imu;

/** Up to the name in an object that says what is called. */
const NAMED = String.raw`"(?:name|function|tool|tool_name|action|recipient_name)"\s*:\s*(?:\{\s*"name"\s*:\s*)?"(?:functions\.)?`;

/** Where such an object has the arguments, or breaks off before them. */
const GIVEN = /"(?:arguments|parameters|args|input|action_input|tool_input)"\s*:|,\s*"?\w*$/;

/** Other marks, and words that stand between a mark and the name. */
const BETWEEN = String.raw`^(?:[^\w{<]|<[^<>=\n]{0,40}>|\b(?:functions?|name|call|type|print|default_api)\b)*`;

/** Whose call a text begins by the marks of a template; empty if it breaks off before the name. */
function markedCall(text: string, tools: readonly string[]): string | undefined {
  // One mark may stand in another.
  const rests = [...text.matchAll(CALL)].map(({ index, 0: mark }) =>
    text.slice(index + mark.length).slice(0, 300),
  );
  const names = [
    new RegExp(String.raw`^[\s[{][^]*?${NAMED}([\w-]*)`),
    new RegExp(`${BETWEEN}(${anyOf(tools)})(?![\\w-])`),
    new RegExp(`${BETWEEN}([a-z_][\\w-]*)(?=["']?\\s*(?:[>{(<[]|:\\d))`, "i"),
  ];
  for (const form of names)
    for (const rest of rests) {
      const name = form.exec(rest)?.[1];
      if (name !== undefined) return completed(name, tools);
    }
  return rests.some((rest) => /^\s*(?:[[{][^}]*)?$/.test(rest)) ? "" : undefined;
}

/** Whose call a text is that has no such mark: JSON, Python, JavaScript, XML, or the steps of ReAct. */
function plainCall(text: string, tools: readonly string[]): string | undefined {
  const names = anyOf(tools);
  const bare = text.trim().replace(/^```\w*\s*|\s*```$/g, "");
  const inObject = new RegExp(`${NAMED}(${names})"`).exec(text)?.[1];
  if (inObject !== undefined && GIVEN.test(text)) return inObject;
  const [, alone, cut] =
    new RegExp(`^[[{]\\s*${NAMED}(?:(${names})"\\s*\\}[}\\]\\s]*|([\\w-]+))$`).exec(bare) ?? [];
  if (alone !== undefined) return alone;
  const begun = cut === undefined ? undefined : completed(cut, tools);
  if (begun !== undefined && tools.includes(begun)) return begun;
  const found = [
    String.raw`^[ \t[${"`"}]*(?:\w* ?[Cc]all(?:ing)?:? )?(?:print\()?(?:await )?(?:functions[.:]|default_api\.|tools?\.|call:)?(${names})(?::\d+)?(?:\((?:\s*|.*["'=:{\d].*)\)[\])${"`"};\s]*$|\(\s*$|\s*:?\s*\{\s*(?:["'}]|\w+:)|\[ARGS\]|<\|)`,
    String.raw`^[ \t]*<(${names})(?:\s[^>]*)?/?>`,
    String.raw`^[ \t]*\{\s*"(${names})"\s*:\s*\{`,
    String.raw`^Action:\s*(${names})\b`,
  ];
  return found
    .map((form) => new RegExp(form, "m").exec(text)?.[1])
    .find((name) => name !== undefined);
}

/** A pattern of these names, and of nothing where there are none. */
function anyOf(names: readonly string[]): string {
  if (names.length === 0) return "(?!)";
  return names.map((name) => name.replace(/\$/g, "\\$")).join("|");
}

/** The name of the one tool that a name may have begun, if it is none itself. */
function completed(name: string, tools: readonly string[]): string {
  if (tools.includes(name)) return name;
  const begun = tools.filter((tool) => name !== "" && tool.startsWith(name));
  return begun.length === 1 ? String(begun[0]) : name;
}
