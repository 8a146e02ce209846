import { isRecord } from "../json/is-record.ts";
import { commonEnds } from "./common-ends.ts";
import { definitionOf, messageSummary, speakerOf, toolName, toolSummary } from "./request-words.ts";

/** A place in which two request bodies differ. */
export interface Change {
  /** As a reader finds it: `messages[0].content (system)`, `tools.bookFlight.description`. */
  readonly place: string;
  /** What stands there, as text; undefined on the side that has no such place. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Parameters in the order in which they matter to a reader; all others come behind. */
const ORDER = ["the path", "the query", "model", "messages", "tools"];

/** All places in which two bodies differ, in the order in which a reader should look at them. */
export function* changesOf(before: unknown, after: unknown, place = ""): Generator<Change> {
  if (place === "tools" && isToolList(before) && isToolList(after)) {
    yield* toolChanges(before ?? [], after ?? []);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    if (place === "messages") yield* messageChanges(before, after);
    else
      for (let index = 0; index < Math.max(before.length, after.length); index++)
        yield* changesOf(before[index], after[index], `${place}[${index}]`);
  } else if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...ORDER, ...Object.keys(before), ...Object.keys(after)]);
    for (const key of keys)
      yield* changesOf(before[key], after[key], place === "" ? key : `${place}.${key}`);
  } else if (before !== after) {
    yield {
      place: place === "" ? "the body" : place,
      before: asText(before),
      after: asText(after),
    };
  }
}

/** Messages that were put in, or taken out, are no change of those that follow. */
function* messageChanges(before: readonly unknown[], after: readonly unknown[]): Generator<Change> {
  const [old, now] = [before, after].map((list) => list.map((item) => JSON.stringify(item))) as [
    string[],
    string[],
  ];
  const { start, end } = commonEnds(old, now);
  for (let index = start; index < Math.max(old.length, now.length) - end; index++) {
    const a = index < old.length - end ? before[index] : undefined;
    const b = index < now.length - end ? after[index] : undefined;
    const place = `messages[${index}]`;
    if (isRecord(a) && isRecord(b) && a["role"] === b["role"]) {
      for (const change of changesOf(a, b, place))
        yield { ...change, place: `${change.place} (${speakerOf(b, after)})` };
    } else {
      yield {
        place,
        before: a === undefined ? undefined : messageSummary(a, before),
        after: b === undefined ? undefined : messageSummary(b, after),
      };
    }
  }
}

/** Tools are told apart by their names: one more is no change of those that follow, and a new name no new tool. */
function* toolChanges(before: readonly unknown[], after: readonly unknown[]): Generator<Change> {
  const named = (list: readonly unknown[], name: string): unknown =>
    list.find((tool) => toolName(tool) === name);
  const gone = before.filter((tool) => named(after, toolName(tool)) === undefined);
  const come = after.filter((tool) => named(before, toolName(tool)) === undefined);
  for (const tool of gone) {
    const renamed = come.find((other) => nameless(other) === nameless(tool));
    if (renamed === undefined) {
      yield { place: `tools.${toolName(tool)}`, before: toolSummary(tool), after: undefined };
    } else {
      come.splice(come.indexOf(renamed), 1);
      yield { place: "the name of a tool", before: toolName(tool), after: toolName(renamed) };
    }
  }
  for (const tool of come)
    yield { place: `tools.${toolName(tool)}`, before: undefined, after: toolSummary(tool) };
  for (const tool of before) {
    const other = named(after, toolName(tool));
    if (other !== undefined)
      yield* changesOf(definitionOf(tool), definitionOf(other), `tools.${toolName(tool)}`);
  }
  const [old, now] = [before, after].map((list) => list.map(toolName).join(", "));
  if (gone.length === 0 && before.length === after.length && old !== now)
    yield { place: "the order of the tools", before: old, after: now };
}

function isToolList(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}

function nameless(tool: unknown): string {
  const { name: _, ...rest } = definitionOf(tool);
  return JSON.stringify(rest);
}

function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}
