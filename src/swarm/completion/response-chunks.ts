import { field, isRecord, textField } from "../../json/value.ts";
import { contentText } from "../../trajectory/content.ts";
import { chatCompletion, headOf } from "./read-response.ts";
import { isCall, KEPT_OUTPUT } from "./reply-items.ts";
import { firstChoice, UnusableReplyError } from "./reply.ts";

type Fields = Readonly<Record<string, unknown>>;

/** How many characters of an output item were passed on, and the place of a call among the calls. */
interface Told {
  content: number;
  refusal: number;
  input: number;
  call: number | undefined;
}

/** Makes the events of a streamed Response the chunks of a chat completion, the last of them with its end and usage. */
export class ResponseChunks {
  readonly #model: string;
  /** By the place that the provider gives an item, which may be any number: a list would be as long as that says. */
  readonly #told = new Map<number, Told>();
  readonly #items = new Map<number, unknown>();
  #calls = 0;
  #head: Fields = {};
  #latest: unknown;
  #isWhole = false;

  /** `model` is whom the response was asked of. */
  constructor(model: string) {
    this.#model = model;
  }

  /** The chunks that an event makes. Throws UnusableReplyError for the end of a response that has none. */
  add(event: unknown): Fields[] {
    this.#latest = event;
    const index = Number(field(event, "output_index") ?? 0);
    const delta = textField(event, "delta") ?? "";
    switch (field(event, "type")) {
      case "response.created":
        this.#head = headOf(field(event, "response"));
        return [this.#chunk({ role: "assistant" })];
      case "response.output_text.delta":
        return this.#words(index, "content", delta);
      case "response.refusal.delta":
        return this.#words(index, "refusal", delta);
      case "response.output_item.added":
        return this.#begun(index, field(event, "item"));
      case "response.function_call_arguments.delta":
        return this.#written(index, "function", delta);
      case "response.custom_tool_call_input.delta":
        return this.#written(index, "custom", delta);
      case "response.output_item.done":
        return this.#rest(index, field(event, "item"));
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        return this.#end(field(event, "response"));
      case "error":
        return [{ error: field(event, "error") ?? event }];
      default:
        return [];
    }
  }

  /** Throws UnusableReplyError if the stream ended before the response did. */
  finish(): void {
    if (this.#isWhole) return;
    throw new UnusableReplyError(
      "The provider's stream broke off: it ended without response.completed.",
      this.#latest,
    );
  }

  #toldOf(index: number): Told {
    const told = this.#told.get(index) ?? { content: 0, refusal: 0, input: 0, call: undefined };
    this.#told.set(index, told);
    return told;
  }

  #words(index: number, kind: "content" | "refusal", text: string): Fields[] {
    if (text === "") return [];
    this.#toldOf(index)[kind] += text.length;
    return [this.#chunk({ [kind]: text })];
  }

  #begun(index: number, item: unknown): Fields[] {
    const told = this.#toldOf(index);
    if (!isCall(item) || told.call !== undefined) return [];
    told.call = this.#calls++;
    const { call_id: id, name } = item;
    const call =
      item["type"] === "custom_tool_call"
        ? { type: "custom", custom: { name, input: "" } }
        : { type: "function", function: { name, arguments: "" } };
    return [this.#chunk({ tool_calls: [{ index: told.call, id, ...call }] })];
  }

  #written(index: number, kind: "function" | "custom", text: string): Fields[] {
    const told = this.#toldOf(index);
    if (text === "" || told.call === undefined) return [];
    told.input += text.length;
    const piece = { [kind === "function" ? "arguments" : "input"]: text };
    return [this.#chunk({ tool_calls: [{ index: told.call, [kind]: piece }] })];
  }

  /** What was not told of an item that is whole: some servers tell of it only then. */
  #rest(index: number, item: unknown): Fields[] {
    this.#items.set(index, item);
    const told = this.#toldOf(index);
    const content = field(item, "type") === "message" ? field(item, "content") : [];
    const parts = Array.isArray(content) ? content : [];
    const refusal = parts.map((part) => textField(part, "refusal") ?? "").join("");
    const begun = this.#begun(index, item);
    return [
      ...this.#words(index, "content", contentText(parts).slice(told.content)),
      ...this.#words(index, "refusal", refusal.slice(told.refusal)),
      ...begun,
      ...this.#written(index, "function", (textField(item, "arguments") ?? "").slice(told.input)),
      ...this.#written(index, "custom", (textField(item, "input") ?? "").slice(told.input)),
    ];
  }

  #end(response: unknown): Fields[] {
    this.#isWhole = true;
    const listed = field(response, "output");
    const output = Array.isArray(listed) ? listed : [];
    const rest = output.flatMap((item, index) => this.#rest(index, item));
    // Some servers list in the end nothing of what they streamed.
    const items = [...this.#items]
      .toSorted(([one], [other]) => one - other)
      .flatMap(([, item]) => (item === undefined ? [] : [item]));
    const whole = chatCompletion(
      isRecord(response) ? { ...response, output: items } : response,
      this.#model,
    );
    const choice = firstChoice(whole);
    if (choice === undefined) return [whole];
    const kept = field(field(choice, "message"), KEPT_OUTPUT);
    const last = this.#chunk(
      kept === undefined ? {} : { [KEPT_OUTPUT]: kept },
      field(choice, "finish_reason"),
    );
    return [...rest, { ...last, usage: whole["usage"] }];
  }

  #chunk(delta: Fields, finish_reason: unknown = null): Fields {
    const choices = [{ index: 0, delta, finish_reason }];
    return { ...this.#head, object: "chat.completion.chunk", choices };
  }
}
