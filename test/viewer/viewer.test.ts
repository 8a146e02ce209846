import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ONE_OF_EACH, greeting } from "../reports/airline.ts";
import { calls, played, says, trial, turn } from "../reports/results.ts";
import { WITHOUT_BROWSER } from "./browser.ts";
import { AIRLINE, HISTORY, LONG, LOOP, MODELS } from "./made.ts";
import { Pages, pageText } from "./pages.ts";

let pages: Pages;

beforeAll(async () => {
  if (WITHOUT_BROWSER === undefined) pages = await Pages.start();
  else console.warn(`The viewer is not tested in a browser. ${WITHOUT_BROWSER}`);
});

beforeEach(({ skip }) => skip(WITHOUT_BROWSER !== undefined, WITHOUT_BROWSER));

afterEach(() => {
  if (WITHOUT_BROWSER === undefined) expect(pages.complaints).toEqual([]);
});

afterAll(() => pages?.close());

const airline = pageText(AIRLINE);
const models = pageText({ ...MODELS, history: HISTORY });
const suites = pageText({
  runs: [{ cases: [greeting] }, { cases: ONE_OF_EACH, header: { suite: "desk" } }],
});
const long = pageText({ runs: [{ cases: [LONG, LOOP] }] });

describe("every view", () => {
  const views = [
    ["the list", airline, ""],
    ["a case", airline, "#case=cancel-and-refund"],
    ["a case of many turns and agents", long, "#case=long"],
    ["two trials side by side", airline, "#case=refund-refused&trial=4&beside=0.1"],
    ["the swarm", airline, "#view=swarm"],
    ["the models", models, "#view=models"],
    ["the history", models, "#view=history"],
    ["the suites", suites, "#view=suites"],
  ] as const;

  it.each(views)(
    "has nothing that axe objects to, in light and dark: %s",
    async (_, text, hash) => {
      const page = await pages.open(text, hash);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await pages.violations()).toEqual([]);
      }
    },
  );

  it.each(views)("fits a phone and a wide screen: %s", async (_, text, hash) => {
    const page = await pages.open(text, hash);
    for (const width of [390, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await pages.overflow()).toBe(0);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });
});
