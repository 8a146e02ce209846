import { describe, expect, it } from "vitest";
import { calls, check, played, says, trial, turn } from "../reports/results.ts";
import { inBrowser } from "./in-browser.ts";
import { AIRLINE, LONG, LOOP } from "./made.ts";
import { pageText } from "./pages.ts";

const browser = inBrowser();
const airline = pageText(AIRLINE);
const long = pageText({ runs: [{ cases: [LONG, LOOP] }] });

/** A page with one case, which is open. */
function open(...trials: Parameters<typeof played>[2]) {
  const text = pageText({ runs: [{ cases: [played("a", 1, trials)] }] });
  return browser.pages.open(text, "#case=a");
}

it("says which agent did what wrong in which turn, and leads to the step", async () => {
  const page = await browser.pages.open(airline, "#case=cancel-and-refund");
  const first = await page.locator(".wrong-item").first().innerText();
  expect(first.replace(/\n{2,}/g, "\n")).toMatchInlineSnapshot(`
    "✗failed
    tool_calls in turn 2 (Flight Cancel Agent)
    step 5, Flight Cancel Agent
    expected these calls and no others, in this order:
    - refundBooking({"booking":"QX7T2A"}) is missing
    + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
    "
  `);
  await page.getByRole("link", { name: "step 5, Flight Cancel Agent" }).first().click();
  await expect.poll(() => page.evaluate("location.hash")).toContain("step=5");
  const wrong = page.getByRole("listitem", { name: "step 5, something is wrong" });
  await expect.poll(() => wrong.innerText()).toContain("creditBooking");
});

it("shows the conversation step by step: messages, calls with their answers, handoffs, checks", async () => {
  const page = await browser.pages.open(airline, "#case=cancel-and-refund");
  const told = await page.locator(".conversation").innerText();
  expect(told.replace(/\n{2,}/g, "\n")).toMatchInlineSnapshot(`
    "User
    Triage Agent
    1 completion · 1 call · 1,280 tokens · $0.0042
    Flight Cancel Agent
    3 completions · 1 call
    Turn 1
    User
    I want to cancel my flight.
    Triage Agent transferToFlightCancel() → Flight Cancel Agent
    Raw reply
    1,280 tokens
    $0.0042
    Flight Cancel Agent
    A refund or a credit?
    Raw reply
    0 tokens
    $0
    ✓ handoffs
    Turn 2
    ✗
    something is wrong
    User
    A refund please.
    Flight Cancel Agent creditBooking({"booking":"QX7T2A"})
    Credited.
    tool_calls failed
    expected these calls and no others, in this order:
    - refundBooking({"booking":"QX7T2A"}) is missing
    + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
    not_called failed, of the whole case
    creditBooking was called by Flight Cancel Agent in turn 2
    Raw reply
    0 tokens
    $0
    Flight Cancel Agent
    Done: you have a credit of 640 pounds.
    Raw reply
    0 tokens
    $0"
  `);
});

it("draws a lane for each agent, and an arrow from lane to lane where one hands over", async () => {
  const page = await browser.pages.open(airline, "#case=cancel-and-refund");
  await expect
    .poll(() => page.locator(".lanes-head li").allInnerTexts())
    .toEqual([
      "User",
      "Triage Agent\n1 completion · 1 call · 1,280 tokens · $0.0042",
      "Flight Cancel Agent\n3 completions · 1 call",
    ]);
  const handoff = page.getByRole("listitem", { name: "step 2", exact: true });
  const arrow = handoff.locator(".arrow > line");
  expect(Number(await arrow.getAttribute("x2"))).toBeGreaterThan(
    Number(await arrow.getAttribute("x1")),
  );
});

it("gives an agent that is called User a lane of its own", async () => {
  const page = await open(trial({ turns: [turn("Hi", says("User", "I am an agent."))] }));
  await page.getByText("I am an agent.").waitFor();
  await expect.poll(() => page.locator(".lanes-head li").count()).toBe(2);
});

it("opens a call to its arguments and its answer, and a reply to what the model sent", async () => {
  const page = await browser.pages.open(airline, "#case=cancel-and-refund");
  const step = page.getByRole("listitem", { name: "step 5, something is wrong" });
  await step.locator(".call > summary").click();
  await step.locator(".call pre").first().waitFor();
  await expect
    .poll(() => step.locator(".call").innerText())
    .toContain('Arguments\n{\n  "booking": "QX7T2A"\n}\nAnswer, as the model read it\nCredited.');
  await step.hover();
  await step.getByText("Raw reply").click();
  await step.locator(".seen", { hasText: '"name": "creditBooking"' }).waitFor();
});

it("shows on demand what the model was sent", async () => {
  const made = trial({ turns: [turn("Hi", says("Desk", "Hello!"))] });
  const request = { parameters: "p", messages: ["s", [0, 0] as const] };
  const page = await open({
    ...made,
    steps: made.steps.map((step) => (step.type === "reply" ? { ...step, request } : step)),
    texts: {
      s: JSON.stringify({ role: "system", content: "You are the desk.\n<b>Be kind.</b>" }),
      p: JSON.stringify({
        tools: [{ type: "function", function: { name: "refund", description: "Pays back." } }],
        temperature: 0,
      }),
    },
  });
  await page.locator(".seen > summary").click();
  const shown = await page.locator(".seen .inside").innerText();
  expect(shown.replaceAll(/\n+/g, "\n")).toMatch(
    /^system\nYou are the desk\.\n<b>Be kind\.<\/b>\nuser\nHi\nTools\nrefund Pays back\.\nParameters\n\{\n {2}"temperature": 0\n\}\nReply\n/,
  );
  expect(await browser.pages.violations()).toEqual([]);
});

it.each([
  ["not answered", true],
  ["not executed", false],
])("calls a call %s by what the loop did, though the trial broke off", async (state, executed) => {
  const page = await open(
    trial({
      turns: [turn("Is it on time?", calls("A", "lookUp", { executed }))],
      error: { kind: "timeout", message: "It took too long." },
    }),
  );
  await expect.poll(() => page.locator(".call").innerText()).toContain(state);
  await expect
    .poll(() => page.locator(".event.wrong").innerText())
    .toContain("The trial broke off here.");
});

it("shows the fault that was put in beside its call, and leads to it", async () => {
  const made = trial({
    turns: [turn("Hi", calls("A", "refund", { answer: "Error: no answer" }), says("A", "Done."))],
    checks: [check("failed", "faults", 1, "refund timed out (call 1, turn 1)")],
  });
  const page = await open({
    ...made,
    steps: made.steps.map((step) =>
      step.type === "tool_result" ? { ...step, fault: "timeout" } : step,
    ),
  });
  expect(await page.locator(".event.wrong .call").innerText()).toContain("fault put in: timeout");
});

it("shows what values were expected and what they were, beneath each other", async () => {
  const reason = 'A7: expected "refunded today", got "refunded now"; B2.paid: expected 12, got 13';
  const page = await open(
    trial({
      turns: [turn("Hi", says("A", "Done."))],
      checks: [check("failed", "state", 1, reason)],
    }),
  );
  const diffs = page.locator(".went-wrong .diff");
  await expect
    .poll(() => diffs.allTextContents())
    .toEqual([
      'expected  "refunded today"\ngot       "refunded now"\n',
      "expected  12\ngot       13\n",
    ]);
  await expect
    .poll(() => diffs.first().locator("mark").allTextContents())
    .toEqual(["today", "now"]);
});

it("shows the route that was expected beneath the one that was taken", async () => {
  const routing = { expected: ["Cancel", "Baggage"], actual: ["Cancel"] };
  const page = await open(
    trial({
      turns: [turn("Hi", says("Triage", "Hello."))],
      checks: [{ ...check("failed", "handoffs", 1, "expected handoffs"), ...routing }],
    }),
  );
  await expect
    .poll(() => page.locator(".event .diff").textContent())
    .toBe("expected  Cancel → Baggage\ngot       Cancel\n");
});

it("shows a loop once, and its other rounds on demand", async () => {
  const page = await browser.pages.open(long, "#case=loop");
  await page.locator(".event").first().waitFor();
  await expect.poll(() => page.locator(".event").count()).toBe(2);
  await page.getByRole("button", { name: "The same calls 99 more times" }).click();
  await expect.poll(() => page.locator(".event").count()).toBe(101);
});

it("of a long conversation opens the turns in which something went wrong, and the one that is named", async () => {
  const page = await browser.pages.open(long, "#case=long");
  const opened = page.locator(".turn-head [aria-expanded=true]");
  await expect.poll(() => opened.allInnerTexts()).toEqual([expect.stringContaining("Turn 41")]);
  await page.getByRole("button", { name: "Turn 7 Message 7 (1 call)" }).click();
  await expect.poll(() => page.getByText("Answer 7", { exact: true }).isVisible()).toBe(true);
  await browser.pages.turnTo("#case=long&step=10");
  await page.getByText("Answer 4", { exact: true }).waitFor();
  await browser.pages.open(long, "#case=long&step=10");
  await expect.poll(() => opened.allInnerTexts()).toHaveLength(2);
});

it("shows a long text in full when that is asked for", async () => {
  const page = await open(trial({ turns: [turn("Hi", says("A", "word ".repeat(40_000)))] }));
  const text = page.locator(".said:not(.user) .text");
  await expect.poll(async () => (await text.innerText()).length).toBeLessThan(5_000);
  await page.getByRole("button", { name: "Show all 200,000 characters" }).click();
  await expect.poll(async () => (await text.innerText()).length).toBeGreaterThan(199_000);
});

it("shows pictures that stand in the page, and names those that do not", async () => {
  const picture = (sha256: string) => [
    { type: "text", text: "Look" },
    { type: "image_url", image_url: { url: `media:image/gif;bytes=42;sha256=${sha256}` } },
  ];
  const bytes = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");
  const cases = [
    played("a", 1, [trial({ turns: [turn(picture("a".repeat(64)), says("A", "A dot."))] })]),
  ];
  const page = await browser.pages.open(
    pageText({ runs: [{ cases, bytesOf: () => bytes }] }),
    "#case=a",
  );
  await expect.poll(() => page.evaluate("document.querySelector('img').naturalWidth")).toBe(1);
  await browser.pages.open(pageText({ runs: [{ cases }] }), "#case=a");
  await expect
    .poll(() => page.locator(".said.user").innerText())
    .toContain("[image/gif, 42 B, beside the result file]");
});

it("shows programs that ran, words of persons, and how a team ended", async () => {
  const made = trial({ turns: [turn("Count.", says("Writer", "```sh\nwc -l\n```"))] });
  const steps = [
    ...made.steps,
    { type: "code", agent: "Runner", language: "sh", exit_code: 3, output: "no such file" },
    { type: "said", agent: "Ann", content: "Try again.", by: "person" },
    { type: "ended", agent: "Room", reason: "rounds", rounds: 2 },
  ] as const;
  const page = await open({ ...made, steps: steps.map((step) => ({ turn: 1, at: 0, ...step })) });
  await expect
    .poll(() => page.locator(".event").allInnerTexts())
    .toEqual([
      expect.stringContaining("Count."),
      expect.stringContaining("wc -l"),
      expect.stringMatching(/Runner runs sh: exit code 3\s+no such file/),
      expect.stringMatching(/Ann\s+Try again\./),
      expect.stringContaining("Room ended after 2 rounds, as its rounds were over."),
    ]);
});

describe("trials", () => {
  it("can all be read, the first that failed at once", async () => {
    const page = await browser.pages.open(airline, "#case=refund-refused");
    const trials = page.getByRole("navigation", { name: "Trials" });
    await expect
      .poll(() => trials.getByRole("link").allInnerTexts())
      .toEqual([
        "Trial 1 ✓passed",
        "Trial 2 ✓passed",
        "Trial 3 ✓passed",
        "Trial 4 ✗failed",
        "Trial 5 !errored",
      ]);
    await expect.poll(() => trials.locator("[aria-current]").innerText()).toContain("Trial 4");
    await trials.getByRole("link", { name: "Trial 2" }).click();
    await page.getByText("A refund or a credit?").waitFor();
  });

  it("stand side by side, and the first step at which they part is marked and scrolled to", async () => {
    const talk = (last: string) =>
      trial({
        turns: Array.from({ length: 30 }, (_, index) =>
          turn(
            `Question ${index}`,
            calls("A", "lookUp", { with: { key: index === 29 ? last : "k" }, answer: "found" }),
            says("A", `Answer ${index}`),
          ),
        ),
      });
    const page = await open(talk("x"), talk("y"));
    await page.getByRole("combobox", { name: "Beside it" }).selectOption("0.2");
    await expect
      .poll(() => page.locator(".parting").innerText())
      .toBe("They part at step 89, in turn 30: the same is done with other arguments.");
    const row = page.locator(".parts");
    await expect.poll(() => row.innerText()).toContain('lookUp({"key":"x"})');
    await expect.poll(() => row.innerText()).toContain('lookUp({"key":"y"})');
    const top = async () => (await row.boundingBox())?.y;
    await expect.poll(top).toBeGreaterThan(0);
    await expect.poll(top).toBeLessThan(800);
    await page.getByRole("button", { name: /^85 steps in which both do the same/ }).click();
    await expect.poll(() => page.locator(".pair.same").count()).toBe(89);
  });

  it.each([
    ["other arguments", { with: { a: 1 } }, { with: { a: 2 } }, "arguments"],
    ["another answer", { answer: "1" }, { answer: "2" }, "result"],
    ["another tool", {}, {}, "step"],
  ])("part by %s", async (name, one, other, differs) => {
    const tool = name === "another tool" ? "lookElsewhere" : "lookUp";
    const page = await open(
      trial({ turns: [turn("Hi", calls("A", "lookUp", one), says("A", "Yes"))] }),
      trial({ turns: [turn("Hi", calls("A", tool, other), says("A", "No"))] }),
    );
    await page.getByRole("combobox", { name: "Beside it" }).selectOption("0.2");
    await expect.poll(() => page.locator(".parts").getAttribute("class")).toContain(differs);
  });

  it("that are the same say so, and those that differ in words only are said to", async () => {
    const said = (text: string) => trial({ turns: [turn("Hi", says("A", text))] });
    const page = await open(said("Yes"), said("Yes"), said("Yes!"));
    const choice = page.getByRole("combobox", { name: "Beside it" });
    await choice.selectOption("0.2");
    await expect
      .poll(() => page.locator(".parting").innerText())
      .toBe("Both trials are the same in every step.");
    await choice.selectOption("0.3");
    await page
      .getByText("They part at step 2, in turn 1: the same is done, in other words.")
      .waitFor();
  });
});
