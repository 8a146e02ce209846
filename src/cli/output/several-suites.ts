import { suitesText } from "../../reports/terminal/suites.ts";
import type { EndedSuite } from "../../reports/terminal/suites.ts";
import type { ReportOptions } from "./reporters.ts";
import { paint } from "./reporters.ts";

/** Tells the tables of several suites apart, and says at the end what they come to. Of a single suite it says nothing. */
export interface SeveralSuites {
  /** Stands before all that is said of a suite. */
  begin(name: string): void;
  ended(suite: EndedSuite): void;
  finish(): void;
}

/** Says so on stdout, where that has the tables. */
export function severalSuites(
  planned: number,
  { reporter, json = false }: Pick<ReportOptions, "reporter" | "json">,
): SeveralSuites {
  const told = planned > 1 && !json && reporter.includes("table");
  const ended: EndedSuite[] = [];
  let begun = false;
  return {
    begin(name) {
      if (!told) return;
      process.stdout.write(`${begun ? "\n" : ""}${paint("bold", name)}\n`);
      begun = true;
    },
    ended: (suite) => void ended.push(suite),
    finish() {
      if (told) process.stdout.write(`\n${suitesText(ended, planned, paint)}\n`);
    },
  };
}
