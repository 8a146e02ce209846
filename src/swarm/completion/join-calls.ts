import { field, isRecord, parseIfJson, textField } from "../../json/value.ts";

interface PartialCall {
  readonly index: unknown;
  readonly fields: Record<string, unknown>;
  readonly function: Record<string, unknown> & { name: string; arguments: string };
}

/** Puts the tool calls of a streamed reply together from their deltas. */
export class CallJoiner {
  readonly #calls: PartialCall[] = [];

  /** The calls so far, as a message carries them. */
  get calls(): Record<string, unknown>[] {
    return this.#calls.map((call) => ({ ...call.fields, function: call.function }));
  }

  /** Takes in one delta of one call. */
  add(delta: unknown): void {
    if (!isRecord(delta)) return;
    const { index: _, function: piece, ...fields } = delta;
    const call = this.#callFor(delta);
    // An id is sent once, and by some again as null or nothing.
    const id = textField(delta, "id") ?? call.fields["id"];
    Object.assign(call.fields, fields, id === undefined ? {} : { id });
    if (!isRecord(piece)) return;
    const { name: _name, arguments: args, ...others } = piece;
    Object.assign(call.function, others);
    call.function.name = textField(piece, "name") ?? call.function.name;
    if (typeof args === "string") call.function.arguments += args;
    else if (isRecord(args)) call.function.arguments = JSON.stringify(args);
  }

  /** The call that a delta goes on with. Some providers leave the index out, and some give every parallel call index 0. */
  #callFor(delta: Readonly<Record<string, unknown>>): PartialCall {
    const { index = undefined } = delta;
    const latest = this.#calls.findLast(
      (call) => typeof index !== "number" || call.index === index,
    );
    if (latest !== undefined && !beginsAnother(delta, latest)) return latest;
    const call = { index, fields: {}, function: { name: "", arguments: "" } };
    this.#calls.push(call);
    return call;
  }
}

/** A delta with a name begins another call where its id is new, or where it has none and the arguments before its own are complete. */
function beginsAnother(delta: unknown, latest: PartialCall): boolean {
  const piece = field(delta, "function");
  if (textField(piece, "name") === undefined) return false;
  const id = textField(delta, "id");
  if (id !== undefined) return latest.fields["id"] !== undefined && latest.fields["id"] !== id;
  const before = latest.function.arguments;
  return textField(piece, "arguments") !== undefined && parseIfJson(before) !== undefined;
}
