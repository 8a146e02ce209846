import { isDeepStrictEqual } from "node:util";
import type { Message } from "../swarm/agent/chat-client.ts";
import { copyContext } from "../swarm/agent/context-variables.ts";
import { otherModel } from "../swarm/completion/answering-model.ts";
import type { Floor } from "../swarm/floor.ts";
import { parseArguments } from "../swarm/tools/call-tool.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import { annotatedMessage } from "../trajectory/messages.ts";
import type {
  AssistantMessage,
  ContextVariables,
  FunctionCall,
  ReplyStep,
  Step,
  ToolFailure,
  ToolResultStep,
} from "../trajectory/trajectory.ts";

/** A call whose result was not told yet. */
interface OpenCall {
  readonly agent: string;
  readonly id: string;
  readonly name: string;
}

/** What a framework tells of a reply. */
type ToldReply = Pick<ReplyStep, "usage" | "finishReason"> & {
  /** The model that was asked; undefined if only the provider says who answered. */
  readonly model: string | undefined;
  readonly answeredBy: string | undefined;
  readonly message: AssistantMessage;
};

/** What came of a call: what the model reads, and what went wrong. */
interface ToldResult {
  readonly content: string;
  readonly error?: string | undefined;
  readonly failure?: ToolFailure | undefined;
  /** The agent that it hands to. */
  readonly to?: string | undefined;
}

/** Makes steps of what another framework tells of a turn, and the messages that the next one starts from. */
export class TurnSteps {
  /** Who is active. */
  agent: string;
  readonly messages: Message[] = [];
  /** The framework's own state, which its tools change. */
  readonly #context: ContextVariables;
  readonly #completions: Floor["completions"];
  #before: ContextVariables;
  #open: OpenCall[] = [];

  constructor(floor: Floor, agent: string, context: ContextVariables = {}) {
    this.agent = agent;
    this.#completions = floor.completions;
    this.#context = context;
    this.#before = copyContext(context);
  }

  /** A reply, and the calls that it makes. */
  *reply({ model, answeredBy, ...told }: ToldReply): Generator<Step> {
    yield* this.changes();
    this.#completions.taken++;
    const asked = model ?? answeredBy ?? "unknown";
    const other = otherModel(asked, answeredBy);
    const answered = other === undefined ? {} : { answeredBy: other };
    yield this.#added({ type: "reply", agent: this.agent, model: asked, ...answered, ...told });
    for (const { id = "", name, text } of callsIn(told.message)) {
      this.#open.push({ agent: this.agent, id, name });
      const parsed = parseArguments(text);
      const args = "problem" in parsed ? text : parsed.value;
      const { agent } = this;
      yield { type: "tool_call", agent, id, name, arguments: args, executed: true };
    }
  }

  /** The result of the call of this id; nothing if it was told already, or its call never was. */
  *result(id: string, { content, error, failure, to }: ToldResult): Generator<Step> {
    const call = this.#open.find((one) => one.id === id);
    if (call === undefined) return;
    this.#open = this.#open.filter((one) => one !== call);
    const failed = error === undefined ? {} : { failure: failure ?? ("threw" as const) };
    yield this.#added({ type: "tool_result", ...call, content, error, ...failed, to });
  }

  /** All calls without a result fail with this. Returns whether there was one. */
  *failOpenCalls(error: string, failure: ToolFailure): Generator<Step, boolean> {
    const open = [...this.#open];
    for (const { id } of open) yield* this.result(id, { content: error, error, failure });
    return open.length > 0;
  }

  *handoff(to: string): Generator<Step> {
    if (to === this.agent) return;
    yield* this.changes();
    yield { type: "handoff", agent: this.agent, to };
    this.agent = to;
  }

  /** What changed in the framework's state since it was asked last. */
  *changes(): Generator<Step> {
    const changes = Object.fromEntries(
      Object.entries(this.#context).filter(
        ([key, value]) => !isDeepStrictEqual(value, this.#before[key]),
      ),
    );
    if (Object.keys(changes).length === 0) return;
    this.#before = copyContext(this.#context);
    yield { type: "context_change", agent: this.agent, changes: copyContext(changes) };
  }

  /** The turn was cut short: its model would have been asked again. */
  *cutShort(): Generator<Step> {
    yield* this.changes();
    this.#completions.cut = true;
    yield { type: "turn_limit", agent: this.agent, max_turns: this.#completions.taken };
  }

  #added(step: ReplyStep | ToolResultStep): Step {
    this.messages.push(annotatedMessage(step) as Message);
    return step;
  }
}

/** A call of a function, as messages have it. */
export function functionCall(id: string, name: string, args: string): FunctionCall {
  return { id, type: "function", function: { name, arguments: args } };
}

/** A reply as a message: words, and calls if there are any. */
export function assistantMessage(
  text: string,
  calls: readonly FunctionCall[],
  more: { readonly refusal?: string } = {},
): AssistantMessage {
  const content = text === "" && (calls.length > 0 || more.refusal !== undefined) ? null : text;
  return {
    role: "assistant",
    content,
    ...more,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}
