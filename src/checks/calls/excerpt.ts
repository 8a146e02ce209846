/** A line of an explanation. */
export interface Line {
  /** Called only for a line that is shown: finding what is nearest to something takes long. */
  readonly text: () => string;
  readonly wrong: boolean;
}

/** This many lines are shown on either side of a wrong one. */
const AROUND = 2;

/** At most this many wrong lines are shown. */
const MOST_WRONG = 12;

/** An explanation of at most this many lines is shown whole. */
const FEW = 16;

/** The wrong lines of a long explanation, what stands around them, and how much was left out. */
export function excerpt(lines: readonly Line[]): string[] {
  const wrong = [...lines.keys()].filter((index) => lines[index]?.wrong);
  const end = wrong[MOST_WRONG] ?? lines.length;
  const near = new Set(wrong.flatMap(neighbours));
  const shown: string[] = [];
  let left = 0;
  for (const [index, { text }] of lines.slice(0, end).entries()) {
    if (lines.length > FEW && !near.has(index)) {
      left++;
      continue;
    }
    if (left > 0) shown.push(`… ${left} as expected`);
    left = 0;
    shown.push(text());
  }
  if (left > 0) shown.push(`… ${left} as expected`);
  const more = wrong.length - MOST_WRONG;
  return more > 0 ? [...shown, `… and ${more} more differences`] : shown;
}

function neighbours(index: number): number[] {
  return Array.from({ length: 2 * AROUND + 1 }, (_, offset) => index - AROUND + offset);
}
