import { isDeepStrictEqual } from "node:util";
import type { UserContent } from "../../cases/case.ts";
import type { ToldCall, ToldTurn } from "../../cases/importing/told-case.ts";
import { parseIfJson } from "../../json/value.ts";
import { repliesIn, type TracedReply } from "./replies.ts";
import type { Message, MessageCall, Span, SpanDeed } from "./span.ts";

/** A conversation as its spans tell it. */
export interface TracedConversation {
  /** As the trace calls it. */
  readonly id: string;
  /** Who answered first, if the trace says so. */
  readonly agent: string | undefined;
  /** The messages before the first turn. */
  readonly before: readonly Message[];
  /** None if the trace does not hold what was said. */
  readonly turns: readonly ToldTurn[];
  /** What models answered, in order; undefined if the trace does not hold it all. */
  readonly replies: readonly TracedReply[] | undefined;
}

/** The conversations of spans, each with its turns, in the order in which they began. */
export function conversationsOf(spans: readonly Span[]): TracedConversation[] {
  const sorted = spans.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  return [...Map.groupBy(sorted, ({ conversation }) => conversation)].map(([id, own]) => {
    const told = new Telling(own);
    for (const span of own) told.add(span);
    const replies = told.hasCalls ? repliesIn(own) : undefined;
    return { id, agent: told.agent, before: told.before, turns: told.turns(), replies };
  });
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface OpenTurn {
  readonly user: UserContent;
  /** As messages have them. */
  readonly calls: Writable<ToldCall>[];
  /** As spans of tools and handoffs have them: some instrumentations keep no calls in messages. */
  readonly spans: Writable<ToldCall>[];
  /** Who was asked last. */
  agent: string | undefined;
  /** How many of the calls were made before somebody handed over. */
  handedOver: number;
}

/** Makes turns of spans that come in their order. */
class Telling {
  agent: string | undefined;
  before: readonly Message[] = [];
  readonly #turns: OpenTurn[] = [];
  readonly #spans: ReadonlyMap<string, Span>;
  #users: readonly Message[] = [];

  constructor(spans: readonly Span[]) {
    this.#spans = new Map(spans.map((span) => [span.id, span]));
  }

  /** Whether calls are where they belong, in messages. */
  get hasCalls(): boolean {
    return this.#turns.every(({ calls, spans }) => calls.length > 0 || spans.length === 0);
  }

  add(span: Span): void {
    const around = this.#around(span);
    // What an agent does that is a tool of another's is that tool's affair.
    if (around.some(({ deed }) => deed.type === "tool")) return;
    const agent = around.flatMap(({ deed }) => (deed.type === "agent" ? (deed.name ?? []) : []))[0];
    const { deed } = span;
    if (deed.type === "model") this.#asked(deed, agent ?? deed.agent);
    else if (deed.type === "tool")
      this.#turns.at(-1)?.spans.push({
        name: deed.name,
        arguments: deed.arguments,
        agent,
        ...(deed.failed ? { error: true } : {}),
      });
    else if (deed.type === "handoff")
      this.#turns.at(-1)?.spans.push({ name: undefined, arguments: {}, agent, to: deed.to });
  }

  turns(): ToldTurn[] {
    return this.#turns.map(({ user, calls, spans, agent }) => {
      for (const { name, arguments: args, error } of spans) {
        if (error === undefined) continue;
        const failed = calls.find(
          (call) =>
            call.name === name &&
            call.error === undefined &&
            isDeepStrictEqual(call.arguments, args),
        );
        if (failed !== undefined) failed.error = error;
      }
      return { user, calls: calls.length > 0 ? calls : spans, agent };
    });
  }

  /** The spans around one, the nearest first. */
  #around(span: Span): Span[] {
    const around: Span[] = [];
    let parent = this.#spans.get(span.parent ?? "");
    while (parent !== undefined && !around.includes(parent)) {
      around.push(parent);
      parent = this.#spans.get(parent.parent ?? "");
    }
    return around;
  }

  #asked({ input = [], output }: SpanDeed & { type: "model" }, agent: string | undefined): void {
    const end = input.findLastIndex(({ role }) => role === "user");
    if (end >= 0) this.#heard(input, end, agent);
    const turn = this.#turns.at(-1);
    if (turn === undefined) return;
    // A request tells what was called before it, if it does not rely on what its server keeps.
    const told = input.slice(end + 1).flatMap(({ tool_calls }) => tool_calls ?? []);
    for (const call of told.slice(turn.calls.length)) turn.calls.push(toldCall(call, turn.agent));
    if (turn.agent !== undefined && agent !== undefined && agent !== turn.agent)
      handOver(turn, agent);
    for (const call of output?.tool_calls ?? []) turn.calls.push(toldCall(call, agent));
    turn.agent = agent ?? turn.agent;
  }

  /** Begins a turn if the user has said something that nobody has answered yet. */
  #heard(input: readonly Message[], end: number, agent: string | undefined): void {
    const users = input.filter(({ role }) => role === "user");
    const isKnown =
      this.#users.length >= users.length && isDeepStrictEqual(users.at(-1), this.#users.at(-1));
    this.#users = users;
    if (isKnown) return;
    const start = input.findLastIndex(({ role }, index) => index < end && role !== "user") + 1;
    if (this.#turns.length === 0) {
      this.agent = agent;
      this.before = input
        .slice(0, start)
        .filter(({ role }) => role !== "system" && role !== "developer");
    }
    const user = saidIn(input.slice(start, end + 1));
    this.#turns.push({ user, calls: [], spans: [], agent: undefined, handedOver: 0 });
  }
}

/** What the user says in messages in a row: their texts, or the last one with what it shows. */
function saidIn(messages: readonly Message[]): UserContent {
  const contents = messages.map(({ content }) => content ?? "");
  return contents.every((content) => typeof content === "string")
    ? contents.join("\n")
    : (contents.at(-1) ?? "");
}

function toldCall({ function: { name, arguments: text } }: MessageCall, agent: string | undefined) {
  return { name, arguments: parseIfJson(text) ?? text, agent };
}

/** Finds the call by which the agent of a turn handed over: of its last ones, one that no tool was executed for. */
function handOver(turn: OpenTurn, to: string): void {
  const own = turn.calls.slice(turn.handedOver);
  const call =
    own.findLast(({ name }) => !turn.spans.some((span) => span.name === name)) ?? own.at(-1);
  if (call !== undefined) call.to = to;
  turn.handedOver = turn.calls.length;
  const span = turn.spans.findLast(({ name }) => name === undefined);
  if (span !== undefined) span.to ??= to;
}
