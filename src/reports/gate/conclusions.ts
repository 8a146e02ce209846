import type { SuiteEnd } from "../../results/result.ts";
import { coverageText, percentage } from "./coverage.ts";
import { gateAnswer, gateText } from "./gate.ts";
import { plain } from "../words/paint.ts";
import { printable } from "../../text/printable.ts";

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
  const place = { paint: plain, columns: COLUMNS };
  return [
    ...(gate === undefined
      ? []
      : [
          {
            title: `Against the baseline: ${gateAnswer(gate)}`,
            wrong: gate.verdict === "regressed",
            text: printable(gateText(gate, place)),
          },
        ]),
    ...(coverage === undefined
      ? []
      : [
          {
            title: `Coverage of the swarm: ${percentage(coverage.share)}`,
            wrong: false,
            text: printable(coverageText(suite, coverage, plain)),
          },
        ]),
  ];
}
