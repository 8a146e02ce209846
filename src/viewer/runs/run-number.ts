import type { Page } from "../data/page.ts";

/** The number of a compared run on the page, for addresses; undefined if the page has not got it. */
export function runNumber(page: Page, suite: string, label: string): string | undefined {
  const run = page.runs.find(({ part }) => part.label === label && part.header.suite === suite);
  return run && String(run.number);
}
