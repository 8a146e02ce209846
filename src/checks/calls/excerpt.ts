/** A line of an explanation. */
export interface Line {
  /** Made only for a line that is shown: to say what is nearest to something takes long. */
  readonly text: () => string;
  /** Whether it is something that is wrong, or only stands around it. */
  readonly wrong: boolean;
}

/** Lines that are shown on either side of one that is wrong. */
const AROUND = 2;

/** Wrong lines after which a reader has seen enough. */
const MOST_WRONG = 12;

/** Lines that are all shown, whatever is wrong with them. */
const FEW = 16;

/** What a person must see of a long explanation: what is wrong first, what stands around it, and how much was left out. */
export function excerpt(lines: readonly Line[]): string[] {
  const wrong = [...lines.keys()].filter((index) => lines[index]?.wrong);
  const end = wrong[MOST_WRONG] ?? lines.length;
  const near = new Set(wrong.flatMap((index) => neighbours(index)));
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
