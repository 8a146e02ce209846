/** Something that was measured. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** Stands behind the value, with its space. */
  readonly unit: string;
  /** What it must hold; a floor, and what is only good to know, has none. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Whether a figure is within its bound. */
export function holds({ value, atMost = Infinity, atLeast = -Infinity }: Figure): boolean {
  return value <= atMost && value >= atLeast;
}

/** A figure as a line of a table whose first column is so wide. */
export function line(figure: Figure, width: number): string {
  const { what, value, unit, atMost, atLeast } = figure;
  const bound =
    atMost === undefined
      ? atLeast === undefined
        ? ""
        : `≥ ${atLeast}${unit}`
      : `≤ ${atMost}${unit}`;
  const number = `${value.toPrecision(3)}${unit}`;
  return `${holds(figure) ? " " : "✗"} ${what.padEnd(width)} ${number.padStart(9)}   ${bound}`.trimEnd();
}
