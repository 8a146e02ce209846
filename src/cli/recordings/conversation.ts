import { field, textField } from "../../json/value.ts";
import { cut, oneLine, printable } from "../../text/printable.ts";
import { describeContent } from "../../trajectory/content.ts";
import { commonEnds } from "../../text/common-ends.ts";
import { thousands } from "../../text/count.ts";
import type { Reply } from "../../traffic/http/http.ts";
import { readRequest, type ReadRequest } from "../../traffic/tape/request-line.ts";
import type { TapeContent } from "../../traffic/tape/tape.ts";
import { answeredMessage, outcome } from "./answer.ts";
import { dialogueOf } from "./dialogue.ts";
import { gist, handedTo, spokenCalls } from "./message.ts";

/** Longer texts are cut: a tape has them in full. */
const MOST_CHARACTERS = 2_000;

/** A conversation on a tape. Judges, and agents that tools run, have others than the one that is played. */
interface Thread {
  /** Its messages so far, but for the system's. */
  gists: readonly string[];
  speaker: string;
}

/** A tape as a conversation, safe to print, a line each: what is new in each request, and its answer with its number. */
export function conversationLines({ parts, exchanges }: TapeContent): string[] {
  const shown = new Conversation();
  return exchanges.flatMap(({ request, reply }, index) =>
    shown.exchange(index + 1, readRequest(request, parts), reply()),
  );
}

class Conversation {
  readonly #threads: Thread[] = [];
  #latest: Thread | undefined;
  /** The system's texts that were shown. */
  readonly #systems = new Set<string>();
  /** The tools that were called by an id, in order: some models give one id to several calls. */
  readonly #tools = new Map<string, string[]>();

  exchange(number: number, request: ReadRequest, reply: Reply): string[] {
    const messages = dialogueOf(request.body);
    if (messages.length === 0) return numbered(number, [otherExchange(request, reply)]);
    const { thread, fresh } = this.#threadOf(messages);
    // The results of the last answer's calls come before the prompt of an agent that one of them handed over to.
    const results = fresh.findIndex((message) => !isResult(message));
    const [before, after] =
      results < 0 ? [fresh, []] : [fresh.slice(0, results), fresh.slice(results)];
    const lines = [
      ...(this.#latest === undefined || this.#latest === thread ? [] : [""]),
      ...before.flatMap((message) => this.#message(message, thread)),
      ...messages.filter(isSystem).flatMap((message) => this.#system(message)),
      ...after.flatMap((message) => this.#message(message, thread)),
    ];
    this.#latest = thread;
    const answer = answeredMessage(reply);
    const told = answer === undefined ? [] : this.#message(answer, thread);
    if (answer === undefined || reply.failure !== undefined)
      told.push(otherExchange(request, reply));
    if (answer !== undefined) thread.gists = [...thread.gists, gist(answer)];
    return [...indented(lines), ...numbered(number, told)];
  }

  /** The thread that a request continues, with its messages that are new in it. */
  #threadOf(messages: readonly unknown[]): {
    readonly thread: Thread;
    readonly fresh: readonly unknown[];
  } {
    const dialogue = messages.filter((message) => !isSystem(message));
    const gists = dialogue.map(gist);
    const known = this.#threads
      .map((thread) => ({ thread, shared: commonEnds(thread.gists, gists).start }))
      .filter(({ shared }) => shared > 0)
      .reduce<{ thread: Thread; shared: number } | undefined>(
        (best, one) => (best === undefined || one.shared >= best.shared ? one : best),
        undefined,
      );
    const thread = known?.thread ?? { gists, speaker: "Assistant" };
    if (known === undefined) this.#threads.push(thread);
    thread.gists = gists;
    return { thread, fresh: dialogue.slice(known?.shared ?? 0) };
  }

  #system(message: unknown): string[] {
    const text = describeContent(field(message, "content"));
    if (this.#systems.has(text)) return [];
    this.#systems.add(text);
    return said("System", text);
  }

  #result(message: unknown, thread: Thread): string[] {
    const content = field(message, "content");
    const id = textField(message, "tool_call_id") ?? "";
    const tool = this.#tools.get(id)?.shift() ?? textField(message, "name") ?? "A tool";
    const to = handedTo(content);
    if (to === undefined) return said(`  ${oneLine(tool)} gave`, describeContent(content));
    thread.speaker = to;
    return [oneLine(`  ${tool} handed over to ${to}`)];
  }

  #message(message: unknown, thread: Thread): string[] {
    if (isResult(message)) return this.#result(message, thread);
    const role = textField(message, "role") ?? "somebody";
    const name = oneLine(
      role === "assistant" ? thread.speaker : `${role.slice(0, 1).toUpperCase()}${role.slice(1)}`,
    );
    const text = describeContent(field(message, "content"));
    const refusal = textField(message, "refusal");
    const calls = spokenCalls(message);
    for (const { id, name: tool } of calls)
      if (id !== undefined) this.#tools.set(id, [...(this.#tools.get(id) ?? []), tool]);
    return [
      ...(text === "" && (calls.length > 0 || refusal !== undefined) ? [] : said(name, text)),
      ...(refusal === undefined ? [] : said(`${name} refuses`, refusal)),
      ...calls.flatMap(({ name: tool, arguments: args }) =>
        textLines(`${name} calls ${oneLine(tool)}(${shortened(args)})`),
      ),
    ];
  }
}

function isSystem(message: unknown): boolean {
  return ["system", "developer"].includes(textField(message, "role") ?? "");
}

function isResult(message: unknown): boolean {
  return ["tool", "function"].includes(textField(message, "role") ?? "");
}

/** `GET api.example.com/orders/7 → 200 (123 bytes)`. */
function otherExchange(request: ReadRequest, reply: Reply): string {
  // Requests to the model API have none.
  const host = "host" in request && typeof request.host === "string" ? request.host : "";
  const { method, path, query = "" } = request;
  return oneLine(`${method} ${host}${cut(`${path}${query}`, 300)} → ${cut(outcome(reply), 300)}`);
}

function said(who: string, text: string): string[] {
  return textLines(`${who}: ${shortened(text)}`);
}

function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${cut(text, MOST_CHARACTERS)} (${thousands(text.length - MOST_CHARACTERS)} characters more)`;
}

/** A text with its line breaks, further lines indented below the first. */
function textLines(text: string): string[] {
  return printable(text)
    .split("\n")
    .map((line, index) => (index === 0 ? line : `  ${line}`).trimEnd());
}

const INDENT = "    ";

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `${INDENT}${line}`));
}

/** The number of an exchange stands before its answer, as misses name it. */
function numbered(number: number, [first = "", ...others]: readonly string[]): string[] {
  return [`${String(number).padStart(INDENT.length - 1)} ${first}`, ...indented(others)];
}
