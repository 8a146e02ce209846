import { describe, expect, it } from "vitest";
import { greeting, ONE_OF_EACH } from "../reports/airline.ts";
import { inBrowser } from "./in-browser.ts";
import { AIRLINE, HISTORY, LONG, LOOP, MODELS, WIDE } from "./made.ts";
import { pageText } from "./pages.ts";

const browser = inBrowser();

const airline = pageText(AIRLINE);
const models = pageText({ ...MODELS, history: HISTORY });
const wide = pageText({ runs: [{ cases: [WIDE, greeting] }] });
const suites = pageText({
  runs: [{ cases: [greeting] }, { cases: ONE_OF_EACH, header: { suite: "desk" } }],
});

const VIEWS = [
  ["the list", airline, ""],
  ["a case", airline, "#case=cancel-and-refund"],
  ["many turns", pageText({ runs: [{ cases: [LONG, LOOP] }] }), "#case=long"],
  ["two trials", airline, "#case=refund-refused&trial=4&beside=0.1"],
  ["the swarm", airline, "#view=swarm"],
  ["the models", models, "#view=models"],
  ["the history", models, "#view=history"],
  ["the suites", suites, "#view=suites"],
  ["a list of long names", wide, ""],
  ["a case of long names", wide, `#case=${WIDE.id}`],
  ["a swarm of long names", wide, "#view=swarm"],
] as const;

it.each(VIEWS)("%s has nothing that axe objects to, and fits any screen", async (_, text, hash) => {
  const { pages } = browser;
  const page = await pages.open(text, hash);
  expect(await pages.violations()).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await pages.violations(["color-contrast"])).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  for (const width of [390, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await pages.overflow()).toBe(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

describe("the swarm", () => {
  it("draws agents and handoffs, and opens the cases of each", async () => {
    const page = await browser.pages.open(airline, "#view=swarm");
    const edge = page.getByRole("link", { name: "Triage Agent hands to Flight Cancel Agent" });
    await expect.poll(() => edge.textContent()).toBe("5");
    await edge.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("output").innerText()).toBe("2 of 5 cases");
    await page.getByRole("button", { name: "Triage Agent → Flight Cancel Agent" }).click();
    await expect.poll(() => page.locator("output").innerText()).toBe("5 cases");
  });

  it("has its numbers as a table behind it", async () => {
    const page = await browser.pages.open(airline, "#view=swarm");
    await page.getByRole("button", { name: "Show as table" }).click();
    const table = page.getByRole("group", { name: "The swarm, as a table" });
    await expect
      .poll(() => table.innerText())
      .toContain("Triage Agent → Flight Cancel Agent\t5\t2");
    await expect.poll(() => page.locator("svg.graph").count()).toBe(0);
  });

  it("dashes what no case touched", async () => {
    const coverage = {
      share: 0.5,
      agents: [{ agent: "Baggage Agent", known: true, covered: false }],
      handoffs: [
        { from: "Triage Agent", to: "Baggage Agent", functions: ["toBaggage"], covered: false },
      ],
      tools: [],
      context_keys: [],
      unresolved: [],
    };
    const page = await browser.pages.open(
      pageText({ runs: [{ cases: ONE_OF_EACH, end: { coverage } }] }),
      "#view=swarm",
    );
    await expect
      .poll(() => page.locator(".node.untouched .name").allTextContents())
      .toEqual(["Baggage Agent "]);
    await expect.poll(() => page.locator(".edge.untouched").count()).toBe(1);
    await expect
      .poll(() => page.locator("figcaption").innerText())
      .toContain("Dashed: 2 that no case touched.");
  });

  it("says of decisions which went elsewhere, and opens their cases", async () => {
    const page = await browser.pages.open(models, "#view=swarm&run=1");
    const cell = page.getByRole("link", { name: "Cancel, Triage: 24 times, in 8 cases" });
    await expect.poll(() => cell.locator("..").getAttribute("class")).toBe("failed");
    await cell.click();
    await expect
      .poll(() => page.locator(".chip").innerText())
      .toContain("expected Cancel, got Triage");
    await expect.poll(() => page.locator("output").innerText()).toBe("8 cases");
  });
});

describe("models", () => {
  it("begins with the verdict in a sentence, and names the cases that changed", async () => {
    const page = await browser.pages.open(models);
    const against = page.getByRole("region", { name: "gpt-5.4-mini against gpt-5.4" });
    await expect
      .poll(() => against.innerText())
      .toMatch(
        /^gpt-5\.4-mini against gpt-5\.4: worse\n+A difference of −100 % .*, p = 0\.0078, by the sign-flip test over 8 cases/,
      );
    await against.getByRole("link", { name: "case-3 3/3 → 0/3" }).click();
    await expect
      .poll(() => page.locator(".parting").innerText())
      .toBe("They part at step 2, in turn 1: somebody else acts, or does something else.");
    await expect.poll(() => page.locator(".heads").innerText()).toContain("gpt-5.4-mini, trial 1");
  });

  it.each([
    ["Pass rate", "gpt-5.4\t100 % (67.6–100 %)"],
    ["pass^k", "gpt-5.4-mini\t0 % (0–32.4 %)"],
    ["Cost against quality", "gpt-5.4\t$0.0042\t100 %"],
    ["Latency", "gpt-5.4\t1.3 s\t1.3 s"],
  ])("has the numbers of a chart as a table: %s", async (title, row) => {
    const page = await browser.pages.open(models);
    const figure = page
      .locator("figure")
      .filter({ has: page.getByRole("heading", { name: title }) });
    await expect.poll(() => figure.locator("svg.chart").count()).toBe(1);
    await figure.getByRole("button", { name: "Show as table" }).click();
    await expect.poll(() => figure.innerText()).toContain(row);
  });
});

it("shows over runs what became of each case, those that changed their mind first", async () => {
  const page = await browser.pages.open(models, "#view=history");
  const rows = page.locator(".history tbody tr");
  await expect
    .poll(() => rows.allInnerTexts())
    .toEqual(["fickle\t3\t3/3\t0/3\t3/3\t2/3", "steady\t0\t3/3\t3/3\t3/3\t3/3"]);
  await expect.poll(() => page.locator("figure svg.chart").count()).toBe(3);
});

it("lists the suites of a page, those in which something went wrong first", async () => {
  const page = await browser.pages.open(suites);
  await expect
    .poll(() => page.locator(".suites tbody th").allInnerTexts())
    .toEqual(["desk", "airline"]);
  await page.getByRole("link", { name: "desk" }).click();
  await expect.poll(() => page.getByRole("heading", { level: 1 }).innerText()).toBe("desk");
  await expect.poll(() => page.locator("output").innerText()).toBe("5 cases");
});

it("prints the whole of it, without what only a screen has a use for", async () => {
  const { pages } = browser;
  const page = await pages.open(airline, "#case=cancel-and-refund");
  await page.emulateMedia({ media: "print" });
  const state = page.getByText('"status": "cancelled"');
  await state.waitFor();
  await expect.poll(() => page.locator("nav:visible").count()).toBe(0);
  await page.emulateMedia({ media: "screen" });
  await expect.poll(() => state.isVisible()).toBe(false);
});
