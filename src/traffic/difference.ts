import { isRecord } from "../json/is-record.ts";
/** The first thing in which two requests differ, as a reader can find it. */
export interface Difference {
  /** Where: `messages[0].content (system)`, `tools.cancelFlight.description`, `temperature`. */
  readonly place: string;
  /** The lines that differ, those recorded marked `-`, those asked now `+`, with the line number where the text has several. */
  readonly lines: readonly string[];
  /** How many more places differ. */
  readonly others: number;
}

interface Change {
  readonly place: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between the body that was recorded and the one that is asked for; undefined where nothing does. */
export function firstDifference(recorded: unknown, asked: unknown): Difference | undefined {
  const changes = [...changesOf(recorded, asked, "")];
  const [first] = changes;
  if (first === undefined) return undefined;
  return {
    place: first.place,
    lines: lineDiff(textOf(first.before), textOf(first.after)),
    others: changes.length - 1,
  };
}

/** Parameters in the order in which they matter to a reader: a prompt's change also changes what comes after it. */
const ORDER = ["model", "messages", "tools"];

function* changesOf(before: unknown, after: unknown, place: string): Generator<Change> {
  if (Array.isArray(before) && Array.isArray(after)) {
    yield* listChanges(before, after, place);
  } else if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...ORDER, ...Object.keys(before), ...Object.keys(after)])];
    for (const key of keys)
      yield* changesOf(before[key], after[key], place === "" ? key : `${place}.${key}`);
  } else if (before !== after) {
    yield { place: place === "" ? "the body" : place, before, after };
  }
}

/** Tools are told apart by their names, so that one more is not a change of all that follow; everything else by its place. */
function* listChanges(
  before: readonly unknown[],
  after: readonly unknown[],
  place: string,
): Generator<Change> {
  if (place === "tools") {
    const names = [...new Set([...before, ...after].map(toolName))];
    const find = (list: readonly unknown[], name: string): unknown =>
      list.find((tool) => toolName(tool) === name);
    for (const name of names)
      yield* toolChanges(find(before, name), find(after, name), `tools.${name}`);
    if (
      names.every((name) => find(before, name) !== undefined && find(after, name) !== undefined)
    ) {
      const order = [before, after].map((list) => list.map(toolName).join(", "));
      if (order[0] !== order[1])
        yield { place: "the order of tools", before: order[0], after: order[1] };
    }
    return;
  }
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const role = place === "messages" ? ` (${roleOf(after[index] ?? before[index])})` : "";
    for (const change of changesOf(before[index], after[index], `${place}[${index}]`)) {
      yield { ...change, place: change.place + role };
    }
  }
}

function* toolChanges(before: unknown, after: unknown, place: string): Generator<Change> {
  if (isRecord(before) && isRecord(after))
    yield* changesOf(before["function"] ?? before, after["function"] ?? after, place);
  else yield { place, before, after };
}

function toolName(tool: unknown): string {
  const named = isRecord(tool) && isRecord(tool["function"]) ? tool["function"]["name"] : undefined;
  return typeof named === "string" ? named : JSON.stringify(tool);
}

function roleOf(message: unknown): string {
  return isRecord(message) && typeof message["role"] === "string" ? message["role"] : "message";
}

const MOST_LINES = 4;
const MOST_COLUMNS = 100;

/** The lines between what two texts have in common at their beginning and at their end. */
function lineDiff(before: string | undefined, after: string | undefined): string[] {
  if (before === undefined) return side("+", (after as string).split("\n"), 0, false);
  if (after === undefined) return side("-", before.split("\n"), 0, false);
  const old = before.split("\n");
  const now = after.split("\n");
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old.at(-1 - end) === now.at(-1 - end)
  )
    end++;
  const [removed, added] = [old, now].map((lines) => lines.slice(start, lines.length - end)) as [
    string[],
    string[],
  ];
  const numbered = old.length > 1 || now.length > 1;
  const column = firstDifferingColumn(removed[0] ?? "", added[0] ?? "");
  return [
    ...side("-", removed, column, numbered, start),
    ...side("+", added, column, numbered, start),
  ];
}

function side(
  mark: string,
  lines: readonly string[],
  column: number,
  numbered: boolean,
  start = 0,
): string[] {
  const shown = lines.slice(0, MOST_LINES).map((line, index) => {
    const number = numbered ? ` line ${start + index + 1}:` : "";
    return `${mark}${number} ${around(line, index === 0 ? column : 0)}`;
  });
  return lines.length > MOST_LINES
    ? [...shown, `${mark} … ${lines.length - MOST_LINES} more lines`]
    : shown;
}

function firstDifferingColumn(before: string, after: string): number {
  let column = 0;
  while (column < before.length && column < after.length && before[column] === after[column])
    column++;
  return column;
}

/** A long line cut to the surroundings of the column in which it differs. */
function around(line: string, column: number): string {
  if (line.length <= MOST_COLUMNS) return line;
  const start = Math.max(0, Math.min(column - 30, line.length - MOST_COLUMNS));
  const end = start + MOST_COLUMNS;
  return `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  return JSON.stringify(value);
}
