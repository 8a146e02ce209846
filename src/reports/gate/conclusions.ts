import type { SuiteEnd } from "../../results/result.ts";
import { printable } from "../../text/printable.ts";
import { plain } from "../words/paint.ts";
import { coverageText, percentage } from "./coverage.ts";
import { gateAnswer } from "../words/gate.ts";
import { gateText } from "./gate.ts";

/** A conclusion from all cases, as text. */
export interface Conclusion {
  readonly title: string;
  /** Whether it makes the run fail. */
  readonly wrong: boolean;
  readonly text: string;
}

const COLUMNS = 120;

/** How a run compares with its baseline, and what it touched of the swarm. */
export function conclusions(suite: string, { gate, coverage }: SuiteEnd): Conclusion[] {
  const all: readonly (Conclusion | undefined)[] = [
    gate && {
      title: `Against the baseline: ${gateAnswer(gate)}`,
      wrong: gate.verdict !== "passed",
      text: printable(gateText(gate, { paint: plain, columns: COLUMNS })),
    },
    coverage && {
      title: `Coverage of the swarm: ${percentage(coverage.share)}`,
      wrong: false,
      text: printable(coverageText(suite, coverage, plain)),
    },
  ];
  return all.filter((one) => one !== undefined);
}
