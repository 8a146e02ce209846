import { anything, dictionary, list, openObject, orNull, string } from "../../json/rules.ts";
import { textField } from "../../json/value.ts";
import type { SimulatedUser, UserContent } from "../case.ts";
import type { CaseLine, CommonLine, ExpectationLine } from "../rules/case-line.ts";
import { literal } from "./expected-calls.ts";
import { freeId } from "./new-id.ts";
import { readJson } from "./read-json.ts";
import { oneRubric } from "./rubric.ts";
import { EXPECTS_NOTHING, toldCase, type ToldCall } from "./told-case.ts";
import type { Unmapped } from "./unmapped.ts";

/**
 * Reads an eval set of Google's Agent Development Kit (`*.evalset.json`, `*.test.json`). A turn expects its tool calls in
 * their order, its transfers as handoffs and its rubrics by a judge. Throws CaseFileError.
 */
export function readAdkCases(
  text: string,
  file: string,
  agent: string | undefined,
  unmapped: Unmapped,
): CaseLine[] {
  const { eval_cases } = readJson<EvalSet>(text, file, evalSetRule);
  const ids = new Set<string>();
  return eval_cases.flatMap((evalCase) => {
    const id = freeId(idOf(evalCase), (taken) => ids.has(taken));
    ids.add(id);
    return adkCase(evalCase, { id, ...(agent === undefined ? {} : { agent }) }, unmapped);
  });
}

/** ADK names cases that it has converted by the path of their file. */
function idOf({ eval_id }: EvalCase): string {
  return (
    eval_id
      .replace(/^.*\//s, "")
      .replace(/\.test\.json$/, "")
      .trim() || "case"
  );
}

type Tell = (what: string) => void;

function adkCase(evalCase: EvalCase, { id, ...named }: CommonLine, unmapped: Unmapped): CaseLine[] {
  const tell: Tell = (what) => unmapped.add(what, id);
  const { conversation, conversation_scenario: scenario, rubrics, final_session_state } = evalCase;
  const state = evalCase.session_input?.state ?? {};
  const head = {
    id,
    ...named,
    ...(Object.keys(state).length === 0 ? {} : { context_variables: state }),
  };
  const whole: ExpectationLine = {
    ...judged(rubrics, tell),
    ...(Object.keys(final_session_state ?? {}).length === 0
      ? {}
      : { context_variables: literal(final_session_state) as Record<string, unknown> }),
  };
  if (scenario !== undefined && scenario !== null) {
    if (Object.keys(whole).length > 0) return [{ ...head, user: userOf(scenario), expect: whole }];
    tell(EXPECTS_NOTHING);
    return [];
  }
  const turns = (conversation ?? []).map((invocation) => {
    if (wordsOf(invocation.final_response) !== "") tell(WORDS);
    const calls = callsOf(invocation.intermediate_data);
    return {
      user: contentOf(invocation.user_content, tell),
      calls,
      agent: calls?.findLast(({ to }) => to !== undefined)?.to,
      expect: judged(invocation.rubrics, tell),
    };
  });
  return toldCase(head, turns, unmapped, whole);
}

function userOf({
  starting_prompt: first,
  conversation_plan: plan,
  user_persona,
}: Scenario): SimulatedUser {
  const persona =
    textField({ user_persona }, "user_persona") ?? textField(user_persona, "description");
  return {
    goal: first ? `Begin by saying: ${JSON.stringify(first)} Then: ${plan}` : plan,
    ...(persona === undefined ? {} : { persona }),
  };
}

const WORDS =
  'final_response: words differ from one reply to the next; where they matter, add "output":{"judge":"…"}';

/** The function by which ADK's agents hand over, whatever the application is. */
const TRANSFER = "transfer_to_agent";

/** The calls of an invocation; undefined if its data is not there. */
function callsOf(data: IntermediateData | null | undefined): ToldCall[] | undefined {
  if (data?.invocation_events !== undefined)
    return data.invocation_events.flatMap(({ author, content }) =>
      (content?.parts ?? []).flatMap(({ function_call: call }) =>
        call === undefined || call === null ? [] : [toldCall(call, author)],
      ),
    );
  return data?.tool_uses?.map((call) => toldCall(call, undefined));
}

function toldCall({ name, args }: FunctionCall, agent: string | undefined): ToldCall {
  const to = name === TRANSFER ? textField(args, "agent_name") : undefined;
  return { name: to === undefined ? name : undefined, arguments: args ?? {}, agent, to };
}

type ShownPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };

/** What the user says: text alone, or with pictures. */
function contentOf({ parts }: Content, tell: Tell): UserContent {
  const shown = (parts ?? []).flatMap((part): ShownPart[] => {
    const { text, inline_data: inline } = part;
    if (typeof text === "string" && text !== "") return [{ type: "text", text }];
    const type = textField(inline, "mime_type");
    const data = textField(inline, "data");
    if (type?.startsWith("image/") === true && data !== undefined)
      return [{ type: "image_url", image_url: { url: `data:${type};base64,${data}` } }];
    for (const [key, value] of Object.entries(part))
      if (value !== null && value !== "") tell(`${key} in user_content`);
    return [];
  });
  const texts = shown.flatMap((part) => (part.type === "text" ? [part.text] : []));
  return texts.length === shown.length ? texts.join("\n") : shown;
}

function wordsOf(content: Content | null | undefined): string {
  return (content?.parts ?? []).map(({ text }) => text ?? "").join("");
}

/** Rubrics of the reply by one judge. Those of the way there would ask it for what it does not see. */
function judged(rubrics: readonly Rubric[] | null | undefined, tell: Tell): ExpectationLine {
  const texts = (rubrics ?? []).flatMap(({ type, rubric_content: content }) => {
    const text = textField(content, "text_property");
    if (type !== "TOOL_USE_QUALITY" && text !== undefined) return [text];
    tell(`a rubric of ${type === undefined ? "no text" : type}: ${text ?? ""}`);
    return [];
  });
  const judge = oneRubric(texts);
  return judge === undefined ? {} : { output: { judge } };
}

interface EvalSet {
  readonly eval_cases: readonly EvalCase[];
}

/** A conversation that was kept, or one that a model is to have as the user. */
interface EvalCase {
  readonly eval_id: string;
  readonly conversation?: readonly Invocation[] | null;
  readonly conversation_scenario?: Scenario | null;
  readonly session_input?: { readonly state?: Readonly<Record<string, unknown>> } | null;
  readonly rubrics?: readonly Rubric[] | null;
  readonly final_session_state?: Readonly<Record<string, unknown>> | null;
}

/** A turn. */
interface Invocation {
  readonly user_content: Content;
  readonly final_response?: Content | null;
  readonly intermediate_data?: IntermediateData | null;
  readonly rubrics?: readonly Rubric[] | null;
}

interface Scenario {
  readonly starting_prompt?: string | null;
  readonly conversation_plan: string;
  /** The name of one that ADK knows, or one that is described. */
  readonly user_persona?: unknown;
}

interface Content {
  readonly parts?: readonly Part[] | null;
}

/** The keys that a part has not may be null. */
interface Part {
  readonly text?: string | null;
  readonly function_call?: FunctionCall | null;
  readonly inline_data?: unknown;
}

/** Either the calls alone, or all events with their authors. */
interface IntermediateData {
  readonly tool_uses?: readonly FunctionCall[];
  readonly invocation_events?: readonly InvocationEvent[];
}

interface InvocationEvent {
  readonly author: string;
  readonly content?: Content | null;
}

interface FunctionCall {
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>> | null;
}

interface Rubric {
  readonly type?: string | null;
  readonly rubric_content?: unknown;
}

const name = string("it is empty");
const rubrics = orNull(list(openObject<Rubric>({})));
const call = openObject<FunctionCall>({ name }, { args: orNull(dictionary(anything)) });
const part = openObject<Part>({}, { text: orNull(string()), function_call: orNull(call) });
const content = openObject<Content>({}, { parts: orNull(list(part)) });
const event = openObject<InvocationEvent>({ author: name }, { content: orNull(content) });
const invocation = openObject<Invocation>(
  { user_content: content },
  {
    final_response: orNull(content),
    intermediate_data: orNull(
      openObject<IntermediateData>({}, { tool_uses: list(call), invocation_events: list(event) }),
    ),
    rubrics,
  },
);
const state = orNull(dictionary(anything));

const evalSetRule = openObject<EvalSet>({
  eval_cases: list(
    openObject<EvalCase>(
      { eval_id: name },
      {
        conversation: orNull(list(invocation, "it is empty")),
        conversation_scenario: orNull(
          openObject<Scenario>({ conversation_plan: name }, { starting_prompt: orNull(string()) }),
        ),
        session_input: orNull(openObject({}, { state })),
        rubrics,
        final_session_state: state,
      },
    ),
    "it holds no cases",
  ),
});
