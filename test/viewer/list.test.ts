import { describe, expect, it } from "vitest";
import { GATE, ONE_OF_EACH } from "../reports/airline.ts";
import { played, says, trial, turn } from "../reports/results.ts";
import { inBrowser } from "./in-browser.ts";
import { AIRLINE } from "./made.ts";
import { pageText } from "./pages.ts";

const browser = inBrowser();
const airline = pageText(AIRLINE);

const ids = (): Promise<string[]> => browser.pages.page.locator(".row .name a").allInnerTexts();

it("begins with what went wrong and what changed since the baseline", async () => {
  const page = await browser.pages.open(airline);
  const before = await page.locator(".overview").innerText();
  expect(before.replace(/\n{2,}/g, "\n")).toMatchInlineSnapshot(`
    "✓4 passed
    ✗2 failed
    !2 errored
    of 8 trials in 4 cases, 1 flaky, 1 skipped
    cost
    $0.029
    tokens
    10,240
    time
    2.3 s
    What went wrong
    ✗failed
    cancel-and-refund
    tool_calls in turn 2 (Flight Cancel Agent): expected these calls and no others, in this order:
    - refundBooking({"booking":"QX7T2A"}) is missing
    + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
    not_called: creditBooking was called by Flight Cancel Agent in turn 2
    Open cancel-and-refund
    ✗failed
    refund-refused
    agent in turn 1: expected Flight Cancel Agent to be active at the end, got Triage Agent: nothing was handed off
    !errored
    refund-refused
    RateLimitError: 429 Too many requests (req_5f2a)
    !errored
    down
    No recording answers POST /chat/completions, asked by Triage Agent in turn 1. ⏎ Nearest is recording 1 of 4 in fixtures/airline/down.1.jsonl. It differs in messages[0].content (system): ⏎ - line 2: Be brief. ⏎ + line 2: Be brief and kind. ⏎ If the change is meant, record the case again: npx swarm-ev…
    Against the baseline: 1 regression
    reports/airline.baseline.json, blessed on 2026-03-01; agents that were changed since: Flight Cancel Agent.
    1 regressed
    1 still failing
    1 unchanged
    cancel-and-refund
    regressed
    1/1 → 0/1
    tool_calls in turn 2: refundBooking is missing
    The trajectories diverge at step 4, in turn 2:
    step	baseline, trial 1	now, trial 1
    4
    parts here
    	Flight Cancel Agent calls refundBooking()	Flight Cancel Agent calls creditBooking()
    pass rate 58.3 % (16.4–90.9 %), in brackets 95 % intervals; 1 case left out, with too few trials that count
    pass^4 0 % (0–79.3 %) · pass@4 100 % (20.7–100 %); 3 cases left out, with too few trials that count
    pass^k: k trials all pass; pass@k: one of k passes."
  `);
});

it("tells what each model took, where there are several", async () => {
  const took = (calls: number, tokens: number | null, cost: number | null) => ({
    calls,
    usage:
      tokens === null
        ? null
        : { prompt_tokens: tokens, cached_tokens: 0, completion_tokens: tokens / 10 },
    cost,
  });
  const spending = { "gpt-5.4": took(3, 12_000, 0.03), house: took(1, 100, null) };
  const judges = { "<judge>": took(2, null, null) };
  const several = { ...trial({}), spending, judges };
  const page = await browser.pages.open(
    pageText({ runs: [{ cases: [played("a", 1, [several])] }] }),
  );
  await page.getByText("What each model took").click();
  await expect
    .poll(() => page.locator(".spending table").innerText())
    .toBe(
      [
        "model\tcompletions\ttokens in\tcached\ttokens out\tcost",
        "gpt-5.4\t3\t12,000\t0\t1,200\t$0.030",
        "house\t1\t100\t0\t10\tunknown",
        "<judge>, as a judge\t2\tunknown\tunknown\tunknown\tunknown",
      ].join("\n"),
    );
});

describe("filters", () => {
  it.each([
    ["all 5", ["cancel-and-refund", "refund-refused", "down", "greeting", "group-booking"]],
    ["failed 2", ["cancel-and-refund", "refund-refused"]],
    ["errored 1", ["down"]],
    ["regressed 1", ["cancel-and-refund"]],
    ["flaky 1", ["refund-refused"]],
    ["passed 1", ["greeting"]],
    ["skipped 1", ["group-booking"]],
  ])("by verdict, each with its count: %s", async (name, listed) => {
    const page = await browser.pages.open(airline);
    await page.getByRole("button", { name, exact: true }).click();
    await expect.poll(() => ids()).toEqual(listed);
  });

  it.each([
    ["tag", "refund (1)", ["cancel-and-refund"]],
    ["agent", "Flight Cancel Agent (2)", ["cancel-and-refund", "refund-refused"]],
    ["tool", "creditBooking (1)", ["cancel-and-refund"]],
  ])("by %s, each with its count: %s", async (facet, label, listed) => {
    const page = await browser.pages.open(airline);
    await page.getByRole("combobox", { name: facet, exact: true }).selectOption({ label });
    await expect.poll(() => ids()).toEqual(listed);
  });

  it("by model, where cases were played with several", async () => {
    const by = (model: string) => played(model, 1, [trial({ model })]);
    const page = await browser.pages.open(
      pageText({ runs: [{ cases: [by("gpt-5.4"), by("house")] }] }),
    );
    await page
      .getByRole("combobox", { name: "model", exact: true })
      .selectOption({ label: "house (1)" });
    await expect.poll(() => ids()).toEqual(["house"]);
  });

  it("by cause, which can be taken back", async () => {
    const down = ONE_OF_EACH.slice(-1).map((one) => ({ ...one, id: "down-too", line: 51 }));
    const page = await browser.pages.open(
      pageText({ runs: [{ cases: [...ONE_OF_EACH, ...down] }] }),
    );
    await page.locator("summary", { hasText: "down and 1 more case" }).click();
    await page.getByRole("link", { name: "List 2 cases" }).click();
    // The list is led to, though what went wrong stands above it.
    await expect.poll(() => page.evaluate("scrollY")).toBeGreaterThan(0);
    await expect.poll(() => ids()).toEqual(["down", "down-too"]);
    await page.locator(".chip").click();
    await expect.poll(() => ids()).toHaveLength(6);
  });

  it("by drift from the baseline, which the case shows as well", async () => {
    const rows = GATE.cases[0]?.divergence ?? null;
    const drifted = { id: "greeting", line: 1, trials: 1, trial: 1, divergence: rows };
    const drift = { allowed: true, cases: [{ ...drifted, differs: ["path" as const] }] };
    const page = await browser.pages.open(
      pageText({ runs: [{ cases: ONE_OF_EACH, end: { gate: { ...GATE, drift } } }] }),
    );
    await page.getByRole("button", { name: "drifted 1" }).click();
    await page.locator(".row a").click();
    await expect
      .poll(() => page.locator(".since").innerText())
      .toMatch(/drifted in its path, and passes[^]*creditBooking/);
  });

  it("counts what the other filters leave", async () => {
    const page = await browser.pages.open(airline, "#agent=Flight+Cancel+Agent");
    await expect
      .poll(() => page.locator(".standings button").allInnerTexts())
      .toEqual([
        "all 2",
        "failed 2",
        "errored 0",
        "regressed 1",
        "flaky 1",
        "passed 0",
        "skipped 0",
      ]);
  });

  it.each([
    ["a word of a reply, in any case", "HERON", ["greeting"]],
    ["words from anywhere", "creditbooking miss", ["cancel-and-refund"]],
    ["a tag", "refund", ["cancel-and-refund", "refund-refused"]],
    ["a value in the state", "cancelled", ["cancel-and-refund"]],
    ["no word that every result has", "tool_result", []],
    ["nothing there", "zebra", []],
  ])("by %s", async (_, words, listed) => {
    const page = await browser.pages.open(airline);
    await page.getByRole("searchbox").fill(words);
    await page.locator("output", { hasText: `${listed.length} of 5 cases` }).waitFor();
    await expect.poll(() => ids()).toEqual(listed);
  });
});

it("sorts by any number, the greatest first, and back", async () => {
  const page = await browser.pages.open(airline);
  await page.getByRole("button", { name: "cost" }).click();
  await expect.poll(async () => (await ids())[0]).toBe("cancel-and-refund");
  await expect
    .poll(() => page.getByRole("columnheader", { name: "cost" }).getAttribute("aria-sort"))
    .toBe("descending");
  await page.getByRole("button", { name: "cost" }).click();
  await expect
    .poll(() => ids())
    .toEqual(["group-booking", "greeting", "cancel-and-refund", "refund-refused", "down"]);
});

describe("the address", () => {
  it("holds the view: the same is shown again, and the browser goes back through cases", async () => {
    const page = await browser.pages.open(airline);
    await page.getByRole("button", { name: "failed 2" }).click();
    await page.getByRole("button", { name: "case", exact: true }).click();
    await page.locator(".row a").nth(1).click();
    await page.getByRole("link", { name: "Trial 5" }).click();
    const address = new URL(page.url()).hash;
    expect(address).toBe("#case=refund-refused&trial=5&verdict=failed&sort=case");

    await browser.pages.open(airline, address);
    await expect
      .poll(() => page.getByRole("link", { name: "Trial 5" }).getAttribute("aria-current"))
      .toBe("true");
    await page.keyboard.press("Escape");
    await expect.poll(() => ids()).toEqual(["cancel-and-refund", "refund-refused"]);
    await page.goBack();
    await page.getByRole("heading", { name: "refund-refused" }).waitFor();
  });

  it("of a case that is not there says so", async () => {
    const page = await browser.pages.open(airline, "#case=gone");
    await expect
      .poll(() => page.getByRole("alert").innerText())
      .toContain("This run has no case gone.");
  });

  it("names cases of any name", async () => {
    const odd = played("환불 100% <b>&#", 1, [trial({ turns: [turn("Hi", says("A", "Yes"))] })]);
    const page = await browser.pages.open(pageText({ runs: [{ cases: [odd] }] }));
    await page.locator(".row a").click();
    await expect.poll(() => page.locator(".case-head h2").innerText()).toBe("환불 100% <b>&#");
    await page.getByText("Yes").waitFor();
  });
});

it("is walked through by keys alone", async () => {
  const page = await browser.pages.open(airline);
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const focused = () => page.evaluate<string>("document.activeElement.textContent");
  await press("j");
  await expect.poll(focused).toBe("cancel-and-refund");
  await press("j", "j", "k");
  await expect.poll(focused).toBe("refund-refused");
  await press("Enter");
  await page.getByRole("heading", { name: "refund-refused" }).waitFor();
  await press("n");
  await page.getByRole("heading", { name: "down" }).waitFor();
  await press("p", "p");
  await page.getByRole("heading", { name: "cancel-and-refund" }).waitFor();
  await page.locator(".event").first().waitFor();
  const step = () => page.evaluate<string>("document.activeElement.id");
  await press("j", "j");
  await expect.poll(step).toBe("step-2");
  await press("f");
  await expect.poll(step).toBe("step-5");
  await press("Enter");
  await page.getByText("Answer, as the model read it").waitFor();
  await press("Escape");
  await page.locator(".row").first().waitFor();
  await press("/");
  await page.keyboard.type("john");
  await page.locator("output", { hasText: "1 of 5 cases" }).waitFor();
  await expect.poll(() => page.getByRole("searchbox").inputValue()).toBe("john");
  await press("Enter", "?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await press("Escape", "Escape");
  await page.locator("output", { hasText: /^5 cases/ }).waitFor();
});

it("opens thousands of cases and draws only those near the screen", async () => {
  const cases = Array.from({ length: 5000 }, (_, index) =>
    played(`case-${index + 1}`, index + 1, [
      trial({ turns: [turn(`Question ${index + 1}`, says("A", `Answer ${index + 1}`))] }),
    ]),
  );
  const page = await browser.pages.open(pageText({ runs: [{ cases }] }));
  await expect.poll(() => page.locator(".row").count()).toBeLessThan(60);
  await page.keyboard.press("End");
  await page.locator(".row", { hasText: "case-5000" }).locator("a").click();
  await page.getByText("Answer 5000").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".row", { hasText: "case-5000" }).waitFor();
  await page.getByRole("searchbox").fill("question 4321");
  await page.locator("output", { hasText: "1 of 5,000 cases" }).waitFor();
  await expect.poll(() => ids()).toEqual(["case-4321"]);
});
