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

/** What a person must see of a long explanation: the first that is wrong, what stands around it, and how much was left out. */
export function excerpt(lines: readonly Line[]): string[] {
  const wrong = lines.flatMap((line, index) => (line.wrong ? [index] : []));
  const last = wrong[MOST_WRONG] ?? lines.length;
  const shown: string[] = [];
  let passedOver = 0;
  const passOver = (): void => {
    if (passedOver > 0) shown.push(`… ${passedOver} as expected`);
    passedOver = 0;
  };
  let nextWrong = 0;
  for (const [index, { text }] of lines.slice(0, last).entries()) {
    while ((wrong[nextWrong] ?? Infinity) < index - AROUND) nextWrong++;
    const near = wrong[nextWrong];
    if (lines.length > 2 * AROUND + MOST_WRONG && (near === undefined || near > index + AROUND)) {
      passedOver++;
      continue;
    }
    passOver();
    shown.push(text());
  }
  passOver();
  const more = wrong.length - MOST_WRONG;
  return [...shown, ...(more > 0 ? [`… and ${more} more differences`] : [])];
}
