import { isRecord } from "../../json/value.ts";
import { commonEnds } from "../../text/common-ends.ts";
import { CONVERSATIONS } from "../tape/request-line.ts";
import { lineDiff } from "./line-diff.ts";
import { definitionOf, messageSummary, speakerOf, toolName, toolSummary } from "./summaries.ts";

/** How a request differs from a recording. */
export interface Difference {
  /** The first place, such as `messages[0].content (system)`. */
  readonly place: string;
  /** `changed` if both have something there, `added` if only the request has, `removed` if only the recording has. */
  readonly kind: "changed" | "added" | "removed";
  /** The lines that differ: the recorded ones marked `-`, the requested ones `+`, numbered if there are several. */
  readonly lines: readonly string[];
  readonly otherPlaces: readonly string[];
  /** Whether only dates, times and generated ids differ. */
  readonly isVolatile: boolean;
}

/** How the body of a request differs from the recorded one; undefined if it does not. */
export function differenceOf(recorded: unknown, requested: unknown): Difference | undefined {
  const changes = [...changesOf(recorded, requested)];
  const [first, ...others] = changes;
  if (first === undefined) return undefined;
  const { place, before, after } = first;
  const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return {
    place,
    kind,
    lines: lineDiff(before, after),
    otherPlaces: others.map((change) => change.place),
    isVolatile: changes.every(isVolatile),
  };
}

/** Dates, times, UUIDs and long ids. */
const VOLATILE =
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?=,? )|(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,4}(?:,? \d{4})?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{16,}\b|\b\d{10,}\b/gi;

/** User messages come from the case: a date in one of them was changed by hand. */
function isVolatile({ place, before, after }: Change): boolean {
  if (before === undefined || after === undefined || place.endsWith("(user)")) return false;
  const [recorded, requested] = [before, after].map((text) =>
    unescaped(text).replace(VOLATILE, "·"),
  );
  return recorded === requested;
}

/** As a URL or a form has it before its colons are escaped. */
function unescaped(text: string): string {
  return text.replace(/%([2-7][\da-f])/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
}

/** A place in which two request bodies differ. */
interface Change {
  /** `messages[0].content (system)`, say, or `tools.bookFlight.description`. */
  readonly place: string;
  /** The text at this place; undefined on the side that does not have it. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Parameters in the order in which they matter to a reader; all others come after them. */
const ORDER = ["the path", "the query", "model", ...CONVERSATIONS, "tools"];

/** All places in which two bodies differ, in the order in which a reader should look at them. */
function* changesOf(before: unknown, after: unknown, place = ""): Generator<Change> {
  if (place === "tools" && isToolList(before) && isToolList(after)) {
    yield* toolChanges(before ?? [], after ?? []);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    if (isConversation(place, before) && isConversation(place, after))
      yield* messageChanges(before, after, place);
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

/** The input of other APIs (embeddings) may be a list of texts. */
function isConversation(place: string, list: readonly unknown[]): boolean {
  return CONVERSATIONS.some((name) => name === place) && list.every(isRecord);
}

/** Messages that were inserted or removed do not count as changes of those that follow. */
function* messageChanges(
  before: readonly unknown[],
  after: readonly unknown[],
  list: string,
): Generator<Change> {
  const [old, now] = [before, after].map((list) => list.map((item) => JSON.stringify(item))) as [
    string[],
    string[],
  ];
  const { start, end } = commonEnds(old, now);
  for (let index = start; index < Math.max(old.length, now.length) - end; index++) {
    const a = index < old.length - end ? before[index] : undefined;
    const b = index < now.length - end ? after[index] : undefined;
    const place = `${list}[${index}]`;
    if (isRecord(a) && isRecord(b) && a["role"] === b["role"] && a["type"] === b["type"]) {
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

/** Tools are compared by name: one more does not change those that follow, and a renamed tool is not a new one. */
function* toolChanges(before: readonly unknown[], after: readonly unknown[]): Generator<Change> {
  const named = (list: readonly unknown[], name: string): unknown =>
    list.find((tool) => toolName(tool) === name);
  const removed = before.filter((tool) => named(after, toolName(tool)) === undefined);
  const added = after.filter((tool) => named(before, toolName(tool)) === undefined);
  for (const tool of removed) {
    const renamed = added.find((other) => withoutName(other) === withoutName(tool));
    if (renamed === undefined) {
      yield { place: `tools.${toolName(tool)}`, before: toolSummary(tool), after: undefined };
    } else {
      added.splice(added.indexOf(renamed), 1);
      yield { place: "the name of a tool", before: toolName(tool), after: toolName(renamed) };
    }
  }
  for (const tool of added)
    yield { place: `tools.${toolName(tool)}`, before: undefined, after: toolSummary(tool) };
  for (const tool of before) {
    const other = named(after, toolName(tool));
    if (other !== undefined)
      yield* changesOf(definitionOf(tool), definitionOf(other), `tools.${toolName(tool)}`);
  }
  const [old, now] = [before, after].map((list) => list.map(toolName).join(", "));
  if (removed.length === 0 && before.length === after.length && old !== now)
    yield { place: "the order of the tools", before: old, after: now };
}

function isToolList(value: unknown): value is readonly unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}

function withoutName(tool: unknown): string {
  const { name: _, ...rest } = definitionOf(tool);
  return JSON.stringify(rest);
}

function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}
