import { changesOf } from "./changes.ts";
import type { Change } from "./changes.ts";
import { lineDiff } from "./line-diff.ts";

/** In what a request differs from a recording. */
export interface Difference {
  /** The first place, such as `messages[0].content (system)`. */
  readonly place: string;
  /** Whether both have something there, or only the request, or only the recording. */
  readonly kind: "changed" | "added" | "removed";
  /** The lines that differ, those recorded marked `-`, those asked now `+`, with the line number where the text has several. */
  readonly lines: readonly string[];
  /** The other places. */
  readonly others: readonly string[];
  /** Whether nothing differs but dates, times and ids that a program made up. */
  readonly volatile: boolean;
}

/** What differs between the body that was recorded and the one that is asked for; undefined where nothing does. */
export function differenceOf(recorded: unknown, asked: unknown): Difference | undefined {
  const changes = [...changesOf(recorded, asked)];
  const [first, ...others] = changes;
  if (first === undefined) return undefined;
  const { place, before, after } = first;
  const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return {
    place,
    kind,
    lines: lineDiff(before, after),
    others: others.map((change) => change.place),
    volatile: changes.every(isVolatile),
  };
}

/** Dates, times, UUIDs and long ids. */
const VOLATILE =
  /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?=,? )|(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,4}(?:,? \d{4})?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{16,}\b|\b\d{10,}\b/gi;

/** What a user says comes from the case: a date in it was changed by hand. */
function isVolatile({ place, before, after }: Change): boolean {
  if (before === undefined || after === undefined || place.endsWith("(user)")) return false;
  return before.replace(VOLATILE, "·") === after.replace(VOLATILE, "·");
}
