import { isRecord, parseIfJson, textField } from "../../json/value.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Where a call has what the model writes: a function's arguments, a custom tool's input. */
const WRITTEN = { function: "arguments", custom: "input" } as const;

/** A call of a stream, as far as it has come. */
export interface PartialCall {
  readonly index: unknown;
  readonly fields: Record<string, unknown>;
  readonly written: { -readonly [member in keyof typeof WRITTEN]?: Fields };
}

/** Adds a delta of one call to the calls so far. */
export function addCall(calls: PartialCall[], delta: unknown): void {
  if (!isRecord(delta)) return;
  const { index, function: _function, custom: _custom, ...fields } = delta;
  // Some providers leave the index out, and some give every parallel call index 0.
  let call = calls.findLast((known) => typeof index !== "number" || known.index === index);
  if (call === undefined || beginsAnother(delta, call)) {
    call = { index, fields: {}, written: {} };
    calls.push(call);
  }
  // An id is sent once; some providers repeat it as null or as an empty text.
  const id = textField(delta, "id") ?? call.fields["id"];
  Object.assign(call.fields, fields, id === undefined ? {} : { id });
  for (const member of ["function", "custom"] as const) {
    const written = joinWritten(call.written[member], delta[member], WRITTEN[member]);
    if (written !== undefined) call.written[member] = written;
  }
}

/** Adds a piece of what a call has under `key`, a text that comes in pieces, as the name may. */
export function joinWritten(
  before: Fields | undefined,
  piece: unknown,
  key: string,
): Fields | undefined {
  if (!isRecord(piece)) return before;
  const { name: _, [key]: more, ...others } = piece;
  const written = String(before?.[key] ?? "");
  const [name, begun] = [textField(piece, "name") ?? "", textField(before, "name") ?? ""];
  // Most providers send the name once, some with every piece.
  const isRest = written === "" && name !== begun;
  return {
    ...before,
    ...others,
    name: isRest ? begun + name : name || begun,
    [key]: isRecord(more) ? JSON.stringify(more) : written + (typeof more === "string" ? more : ""),
  };
}

/** A delta with a name begins another call if its id is new, or without an id if the arguments so far are complete. */
function beginsAnother(delta: Fields, latest: PartialCall): boolean {
  const piece = delta["function"];
  if ((textField(piece, "name") ?? textField(delta["custom"], "name")) === undefined) return false;
  const id = textField(delta, "id");
  if (id !== undefined) return latest.fields["id"] !== undefined && latest.fields["id"] !== id;
  const before = textField(latest.written.function, "arguments") ?? "";
  return textField(piece, "arguments") !== undefined && parseIfJson(before) !== undefined;
}
