import { isDeepStrictEqual } from "node:util";
import { field, isRecord, parseIfJson } from "../../json/value.ts";
import { otherModel } from "../../swarm/completion/answering-model.ts";
import type { Reply } from "../../swarm/completion/reply.ts";
import { parseArguments } from "../../swarm/tools/call-tool.ts";
import { contentText } from "../../trajectory/content.ts";
import { callsIn, type MessageCall } from "../../trajectory/message-calls.ts";
import type { ContextVariables, Step } from "../../trajectory/trajectory.ts";
import type { ModelRequest, SeenMessage } from "./model-request.ts";
import type { SpeakerNames } from "./speaker-names.ts";
import type { ToldLine } from "./told-line.ts";

/** A call whose result no request has shown yet. */
interface OpenCall extends Pick<MessageCall, "id" | "name"> {
  readonly agent: string;
}

/** A reply, until the next request shows what came of it. */
interface Answered {
  readonly request: ModelRequest;
  readonly reply: Reply;
}

/** What an agent is called whose name nothing has told. */
const UNNAMED = "program";

/**
 * Makes steps of what a program asked its model. A request shows what came of the replies before it: results of calls,
 * whom they handed to, and whose the replies were. So each reply is told with the next request, or at the turn's end.
 */
export class TrafficSteps {
  readonly #names: SpeakerNames;
  #answered: Answered[] = [];
  #openCalls: OpenCall[] = [];
  /** Undefined as long as nothing has told a name. */
  #active: string | undefined;
  #lastSaid: string | undefined;

  /** `starting` is who is active first, if that is known. */
  constructor(names: SpeakerNames, starting: string | undefined) {
    this.#names = names;
    this.#active = starting;
  }

  /** Who is active. */
  get agent(): string {
    return this.#active ?? UNNAMED;
  }

  /** What a request tells. Throws UnplayableCaseError if an agent that must be known is not. */
  asked(request: ModelRequest): Step[] {
    const open = this.#openCalls.splice(0);
    const said = this.#answered.splice(0).flatMap((one) => this.#said(one, request));
    // What others did within a call comes before its result.
    return [...said, ...this.#handingOn(open.flatMap((call) => this.#resultOf(call, request)))];
  }

  /** Notes a reply that the program was given. */
  answered(request: ModelRequest, reply: Reply): void {
    this.#answered.push({ request, reply });
  }

  /** What the end of a turn tells; `before` are the context variables as they stood. Throws as `asked` does. */
  ended(
    { reply = "", agent, context_variables: after }: ToldLine,
    before: ContextVariables,
  ): Step[] {
    const last = this.#answered.at(-1);
    const steps = this.#answered.splice(0).flatMap((one) => {
      // Whoever called a tool may have handed on since.
      const isLast = one === last && callsIn(one.reply.message).length === 0;
      return this.#said(one, undefined, isLast ? agent : undefined);
    });
    if (agent !== undefined) steps.push(...this.#handedTo(agent));
    if (reply.trim() !== (this.#lastSaid?.trim() ?? ""))
      steps.push({ type: "said", agent: this.agent, content: reply, by: "program" });
    this.#lastSaid = undefined;
    const changes = after && changedFrom(before, after);
    if (changes !== undefined && Object.keys(changes).length > 0)
      steps.push({ type: "context_change", agent: this.agent, changes });
    return steps;
  }

  #said({ request, reply }: Answered, later: ModelRequest | undefined, told?: string): Step[] {
    const { message, answeredBy, usage, unusableUsage, finishReason } = reply;
    const { model, api, body } = request;
    const { name, takesTurns } = this.#names.speakerOf(request, message, {
      later,
      told,
      active: this.agent,
    });
    const steps = this.#handedTo(name, takesTurns);
    const other = otherModel(model, answeredBy);
    this.#lastSaid = contentText(message.content);
    steps.push({
      type: "reply",
      agent: name,
      model,
      ...(other === undefined ? {} : { answeredBy: other }),
      message,
      usage,
      ...(unusableUsage === undefined ? {} : { unusableUsage }),
      finishReason,
      // The same is kept of it as of a request of the loop.
      ...(api === "chat_completions" ? { sent: body } : {}),
    });
    const calls = callsIn(message).flatMap((call): Step[] => {
      const made = { agent: name, id: call.id, name: call.name };
      const executed = later !== undefined;
      const step = { type: "tool_call", ...made, arguments: argumentsOf(call), executed } as const;
      return executed ? [step, ...this.#resultOf(made, later)] : [step];
    });
    return [...steps, ...this.#handingOn(calls)];
  }

  /** The result of a call, if a request shows it. */
  #resultOf(call: OpenCall, { messages }: ModelRequest): Step[] {
    const answer = messages.findLast(isAnswerTo(call));
    if (answer === undefined) {
      this.#openCalls.push(call);
      return [];
    }
    const { text: content } = answer;
    const to = successorIn(content);
    return [{ type: "tool_result", ...call, content, ...failureIn(content), to }];
  }

  /** The steps, and the handoff of the last result that names an agent. */
  #handingOn(steps: readonly Step[]): readonly Step[] {
    const results = steps.filter((step) => step.type === "tool_result");
    const successor = results.findLast(({ to }) => to !== undefined)?.to;
    return successor === undefined ? steps : [...steps, ...this.#handedTo(successor)];
  }

  /** Makes an agent the active one. A first name is no handoff, but that of whoever was active before it was known. */
  #handedTo(name: string, takesTurns = false): Step[] {
    const from = this.#active;
    this.#active = name;
    return from === undefined || from === name || takesTurns
      ? []
      : [{ type: "handoff", agent: from, to: name }];
  }
}

function isAnswerTo({ id, name }: OpenCall): (message: SeenMessage) => boolean {
  return ({ answers }) =>
    answers !== undefined &&
    ("id" in answers ? answers.id === id : id === undefined && answers.name === name);
}

/** The agent that a result names, as Swarm writes it, and others after it. */
function successorIn(content: string): string | undefined {
  const value = content.startsWith("{") ? parseIfJson(content) : undefined;
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
  const name = field(value, "assistant");
  return typeof name === "string" ? name : undefined;
}

/** Swarm, AutoGen and others begin the result of a call that failed like this. */
function failureIn(content: string): {
  readonly error: string | undefined;
  readonly failure?: "threw";
} {
  const [, error] = /^Error: (.+)/s.exec(content) ?? [];
  return error === undefined ? { error } : { error, failure: "threw" };
}

function argumentsOf({ text, isJson }: MessageCall): unknown {
  const parsed = isJson ? parseArguments(text) : { value: text };
  return "problem" in parsed ? text : parsed.value;
}

function changedFrom(before: ContextVariables, after: ContextVariables): ContextVariables {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isDeepStrictEqual(value, before[key])),
  );
}
