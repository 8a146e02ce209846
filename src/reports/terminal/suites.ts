import type { SuiteEnd } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import type { Paint } from "../words/paint.ts";
import { verdictsText } from "../words/sums.ts";

/** How one of several suites ended. */
export interface EndedSuite {
  /** Its case file, or its result file. */
  readonly name: string;
  readonly end: SuiteEnd;
  /** The exit code of this suite alone. */
  readonly exit: number;
}

/** How many of several suites passed, and a line for each that did not. */
export function suitesText(ended: readonly EndedSuite[], planned: number, paint: Paint): string {
  const wrong = ended.filter(({ exit }) => exit !== 0);
  const left = planned - ended.length;
  const column = Math.max(0, ...wrong.map(({ name }) => name.length));
  const head = `${ended.length - wrong.length} of ${plural(planned, "suite")} passed${left > 0 ? `, ${left} not played` : ""}`;
  return [
    paint(wrong.length > 0 || left > 0 ? "red" : "green", head),
    ...wrong.map(
      ({ name, end, exit }) =>
        `  ${name.padEnd(column)}  ${verdictsText(end.summary, paint)}: exit ${exit}`,
    ),
  ].join("\n");
}
