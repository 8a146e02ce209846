import type { SuiteEnd } from "../../results/result.ts";
import { coverageText, percentage } from "./coverage.ts";
import { gateAnswer, gateText } from "./gate.ts";
import { plain } from "../words/paint.ts";
import { printable } from "../../text/printable.ts";

/** Something that was concluded from all cases, for a reader of text. */
export interface Conclusion {
  readonly title: string;
  /** Whether it is what decides the run. */
  readonly wrong: boolean;
  readonly text: string;
}

/** How wide such texts are where they are read on a page. */
const COLUMNS = 120;

/** What a run's end says beside its sums: how it compares with its baseline, and what it touched of the swarm. */
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
