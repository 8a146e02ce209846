import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { htmlReport } from "../../../src/reports/html/page.ts";
import { flaky, GATE, greeting, ONE_OF_EACH, skipped, wrongTool } from "../airline.ts";
import { startBrowser, WITHOUT_BROWSER } from "./browser.ts";
import { calls, check, draw, endOf, HEADER, played, says, trial, turn } from "../results.ts";

type Cases = Parameters<typeof draw>[1];
type More = Parameters<typeof draw>[2];

function html(cases: Cases, more: More = {}): string {
  const [page = ""] = Object.values(draw(htmlReport, cases, more).files);
  return page;
}

describe("the file", () => {
  it("names nothing that would have to be loaded", () => {
    const page = html([greeting, wrongTool, flaky, skipped]);
    const named = [
      ...page.matchAll(/(?:\s(?:src|href|action|srcset)=|url\(|@import)["']?([^\s"'>]*)/g),
    ];
    expect(named.map(([, target]) => target)).toEqual([
      "#case-cancel-and-refund",
      "#case-refund-refused",
      "#case-refund-refused",
    ]);
  });

  it("shows what passed as lines once there is much of it, and says so", () => {
    const long = played("talk", 1, [
      trial({ turns: [turn("Go on.", says("A", "word ".repeat(4000)))] }),
    ]);
    const cases = Array.from({ length: 130 }, (_, index) => ({ ...long, id: `talk-${index}` }));
    const page = html(cases);
    expect(page.length).toBeLessThan(2_200_000);
    const full = page.match(/<details class="case/g)?.length ?? 0;
    expect(full).toBeGreaterThan(90);
    expect(page.match(/<div class="case passed"/g)).toHaveLength(130 - full);
    expect(page).toContain(
      `${130 - full} cases that passed stand here without their conversations`,
    );
  });

  it("shows what did not pass in full beside that", () => {
    const wrong = played("wrong", 1, [
      trial({
        turns: [turn("Go on.", says("A", "word ".repeat(4000)))],
        checks: [check("failed", "output", 1, "expected less")],
      }),
    ]);
    const cases = Array.from({ length: 700 }, (_, index) => ({ ...wrong, id: `wrong-${index}` }));
    const page = html([...cases, greeting]);
    const full = page.match(/<details class="case failed/g)?.length ?? 0;
    expect(full).toBeGreaterThan(500);
    expect(page).toContain(`${700 - full} cases that did not pass stand here without`);
    expect(page).toContain(`<details class="case passed" id="case-greeting">`);
  });

  it("has a route of agents whatever they are called", () => {
    const handoff = calls("In → Out", "toNone", { to: "–" });
    const page = html([
      played("odd", 1, [trial({ turns: [turn("Hi", handoff)] })]),
      played("none", 2, [trial({ error: { kind: "api", message: "500 Oops" } })]),
    ]);
    const routes = [...page.matchAll(/<span class="route">(.*?)<\/span>\s*<span class="number"/gs)];
    expect(routes.map(([, route]) => route)).toEqual([
      '<span class="agent-0">In → Out</span> → <span class="agent-1">–</span>',
      "",
    ]);
  });

  it.each([
    ["not answered", true],
    ["not executed", false],
  ])("calls a call %s by what the loop did, though the trial broke off", (state, executed) => {
    const turns = [turn("Is it on time?", calls("A", "lookUp", { executed }))];
    const error = { kind: "timeout", message: "It took too long." } as const;
    const page = html([played("slow", 1, [trial({ turns, error })])]);
    expect(page).toContain(`<i class="state">${state}</i>`);
    expect(page).toContain("The trial broke off here.");
  });

  it("has lines for twenty thousand cases that passed, and counts the rest", () => {
    const cases = Array.from({ length: 20_010 }, () => greeting);
    const page = html([...cases, wrongTool], { end: endOf([greeting, wrongTool]) });
    expect(page.match(/class="case passed"/g)).toHaveLength(20_000);
    expect(page.match(/class="case failed"/g)).toHaveLength(1);
    expect(page).toContain("10 cases that passed have no line.");
  });
});

describe("in a browser", () => {
  let browser: Browser | undefined;
  let scratch: string;
  // One for all tests: to open another takes longer than most of them.
  let page: Page;
  let address: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "page-"));
    if (WITHOUT_BROWSER !== undefined) {
      console.warn(`The page is not tested in a browser. ${WITHOUT_BROWSER}`);
      return;
    }
    browser = await startBrowser();
    page = await browser.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (request.url() !== address) complaints.push(request.url());
    });
  });

  beforeEach(({ skip }) => skip(WITHOUT_BROWSER !== undefined, WITHOUT_BROWSER));

  afterAll(async () => {
    await browser?.close();
    rmSync(scratch, { recursive: true });
  });

  /** Opens a page; `complaints` gathers whatever the browser complains of from now on or asks the network for. */
  async function open(text: string, opened = page): Promise<void> {
    const file = join(scratch, `${randomUUID()}.html`);
    writeFileSync(file, text);
    address = pathToFileURL(file).href;
    complaints.length = 0;
    await opened.goto(address);
  }

  const shown = (): Promise<string[]> => page.locator(".case:visible .name > b").allInnerTexts();

  it("asks nothing of the network, and gives no cause for complaint", async () => {
    await open(html(ONE_OF_EACH));
    expect(complaints).toEqual([]);
  });

  it("begins with what the run came to and what went wrong", async () => {
    await open(html(ONE_OF_EACH));
    await page.locator(".cause summary").nth(0).click();
    const before = await page.evaluate<string>(`document.body.innerText.split('Cases\\n')[0]`);
    expect(before?.replace(/\n{2,}/g, "\n")).toMatchInlineSnapshot(`
      "airline
      evals/airline.jsonl against evals/airline.ts · 2026-03-05 09:30 UTC · each agent's own model · replayed
      4 passed
      2 failed
      2 errored
      of 8 trials in 4 cases, 1 skipped
      $0.029
      cost
      10,240
      tokens
      2.3 s
      time
      pass rate 58.3 % (16.4–90.9 %), in brackets 95 % intervals; 1 case left out, with too few trials that count
      pass^4 0 % (0–79.3 %) · pass@4 100 % (20.7–100 %); 3 cases left out, with too few trials that count
      pass^k: k trials all pass; pass@k: one of k passes
      What went wrong
      failed cancel-and-refund
      tool_calls in turn 2 (Flight Cancel Agent): expected these calls and no others, in this order:
          - refundBooking({"booking":"QX7T2A"}) is missing
          + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
      not_called: creditBooking was called by Flight Cancel Agent in turn 2
      See cancel-and-refund
      failed refund-refused
      agent in turn 1: expected Flight Cancel Agent to be active at the end, got Triage Agent: nothing was handed off
      errored refund-refused
      RateLimitError: 429 Too many requests (req_5f2a)
      errored down
      No recording answers POST /chat/completions, asked by Triage Agent in turn 1. ⏎ Nearest is recording 1 of 4 in fixtures/airline/down.1.jsonl. It differs in messages[0].content (system): ⏎ - line 2: Be brief. ⏎ + line 2: Be brief and kind. ⏎ If the change is meant, record the case again: npx swarm-ev…
      "
    `);
  });

  it("tells what each model took, where there are several", async () => {
    const spent = (calls: number, tokens: number | null, cost: number | null) => ({
      calls,
      usage:
        tokens === null
          ? null
          : { prompt_tokens: tokens, cached_tokens: 0, completion_tokens: tokens / 10 },
      cost,
    });
    const one = trial({});
    const several = {
      ...one,
      spending: { "gpt-5.4": spent(3, 12_000, 0.03), house: spent(1, 100, null) },
      judges: { "<judge>": spent(2, null, null) },
    };
    await open(html([played("a", 1, [several])]));
    expect(await page.locator(".spending table").innerText()).toBe(
      [
        "\tcompletions\ttokens in\tcached\ttokens out\tcost",
        "gpt-5.4\t3\t12,000\t0\t1,200\t$0.030",
        "house\t1\t100\t0\t10\tunknown",
        "<judge>, as a judge\t2\tunknown\tunknown\tunknown\tunknown",
      ].join("\n"),
    );
    await open(html([played("a", 1, [one])]));
    expect(await page.locator(".spending").count()).toBe(0);
  });

  it("opens a case to its reasons, conversation, context variables, state and costs", async () => {
    await open(html([wrongTool]));
    await page.locator(".case > summary").click();
    for (const fold of await page.locator(".case .call > summary, .case .values > summary").all())
      await fold.click();
    const told = await page.locator(".inside").innerText();
    expect(told.replace(/\n{2,}/g, "\n")).toMatchInlineSnapshot(`
      "evals/airline.jsonl:9
      tool_calls in turn 2 (Flight Cancel Agent)
      expected these calls and no others, in this order:
        - refundBooking({"booking":"QX7T2A"}) is missing
        + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
      not_called
      creditBooking was called by Flight Cancel Agent in turn 2
      Turn 1
      User
      I want to cancel my flight.
      Triage Agent transferToFlightCancel() → Flight Cancel Agent
      Arguments
      {}
      Answer
      {
        "assistant": "Flight Cancel Agent"
      }
      Flight Cancel Agent
      A refund or a credit?
      handoffs handed off: Triage Agent → Flight Cancel Agent
      Turn 2
      User
      A refund please.
      Flight Cancel Agent creditBooking({"booking":"QX7T2A"})
      Arguments
      {
        "booking": "QX7T2A"
      }
      Answer
      Credited.
      Flight Cancel Agent
      Done: you have a credit of 640 pounds.
      tool_calls failed
      The whole case
      not_called failed
      Context variables
      {
        "customer": "John Smith",
        "refunded": false
      }
      State
      {
        "bookings": {
          "QX7T2A": {
            "status": "cancelled"
          }
        }
      }
      gpt-5.4 · 4 completions · 1,200 tokens in, 80 out · $0.0042 · 1.3 s · ended with Flight Cancel Agent"
    `);
  });

  it("opens a case of several trials to the first that failed, with the others folded", async () => {
    await open(html([flaky]));
    await page.locator(".case > summary").click();
    expect(await page.locator(".trial > summary").allInnerTexts()).toEqual([
      "Trial 1 passed",
      "Trial 4 failed",
      "Trial 5 errored",
    ]);
    expect(await page.locator(".trial[open] > summary").allInnerTexts()).toEqual([
      "Trial 4 failed",
    ]);
    expect(await page.locator(".inside > .note").allInnerTexts()).toMatchInlineSnapshot(`
      [
        "pass rate 75 % (30.1–95.4 %) · pass^4 0 % (0–83 %) · pass@4 100 % (76.1–100 %)",
        "Trials 2 and 3 passed too, and can be read in the result file.",
      ]
    `);
  });

  it.each([
    ["failed", ["cancel-and-refund", "refund-refused"]],
    ["errored", ["down"]],
    ["flaky", ["refund-refused"]],
    ["skipped", ["group-booking"]],
    ["passed", ["greeting"]],
    ["all", ["greeting", "cancel-and-refund", "refund-refused", "group-booking", "down"]],
  ])("shows by a button only what %s", async (verdict, ids) => {
    await open(html(ONE_OF_EACH));
    await page.getByRole("button", { name: verdict, exact: true }).click();
    expect(await shown()).toEqual(ids);
    expect(await page.locator("output").innerText()).toBe(
      ids.length === 5 ? "5 cases" : `${ids.length} of 5 cases`,
    );
  });

  it.each([
    ["a word of a reply, in any case", "HERON", ["greeting"]],
    ["words from anywhere", "creditbooking miss", ["cancel-and-refund"]],
    ["nothing there", "zebra", []],
  ])("finds cases by %s", async (_, words, ids) => {
    await open(html(ONE_OF_EACH));
    await page.getByRole("searchbox").fill(words);
    await page.locator("output", { hasText: `${ids.length} of 5 cases` }).waitFor();
    expect(await shown()).toEqual(ids);
  });

  it("opens the case that a link names, also one that the filter hides", async () => {
    const odd = { ...wrongTool, id: "환불 100% <b>" };
    await open(html([odd, greeting]));
    await page.getByRole("button", { name: "passed", exact: true }).click();
    await page.locator(".cause > summary").click();
    await page.locator(".cause a").click();
    expect(await page.locator(".case[open] .name > b").innerText()).toBe("환불 100% <b>");
  });

  it("shows open what regressed against the baseline", async () => {
    const end = { ...endOf([greeting, wrongTool]), gate: GATE };
    await open(html([greeting, wrongTool], { end }));
    const gate = page.locator("details[open]", { hasText: "1 regression against the baseline" });
    expect(await gate.innerText()).toContain("REGRESSED cancel-and-refund 1/1 → 0/1");
  });

  it("reads without its script", async () => {
    const scriptless = await (browser as Browser).newPage({ javaScriptEnabled: false });
    await open(html(ONE_OF_EACH), scriptless);
    expect(await scriptless.locator("#filter").isVisible()).toBe(false);
    await scriptless.locator(".case.failed > summary").first().click();
    const reply = scriptless.getByText("Done: you have a credit of 640 pounds.");
    expect(await reply.isVisible()).toBe(true);
  });

  it.each([
    [1280, "light"],
    [1280, "dark"],
    [400, "light"],
    [400, "dark"],
  ] as const)("fits a window of %i pixels, %s", async (width, colorScheme) => {
    const long = played("a".repeat(200), 1, [
      trial({
        turns: [
          turn(
            "b".repeat(300),
            calls("C".repeat(100), "d".repeat(100), {
              with: { e: "f".repeat(300) },
              answer: "g".repeat(300),
            }),
          ),
        ],
        checks: [check("failed", "output", 1, "h".repeat(300))],
        context: { i: "j".repeat(300) },
      }),
    ]);
    onTestFinished(async () => {
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.emulateMedia({ colorScheme: "light" });
    });
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await open(html([...ONE_OF_EACH, long]));
    await page.evaluate(
      `for (const fold of document.querySelectorAll("details")) fold.open = true`,
    );
    const found = await page.evaluate(`({
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      page: getComputedStyle(document.body).backgroundColor,
    })`);
    expect(found).toEqual({
      over: 0,
      page: colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(21, 24, 28)",
    });
  });

  it.each([
    ["an image", `<img src=x onerror="document.title='hit'">`],
    ["a script", `</script><script>document.title='hit'</script>`],
    ["the end of an attribute", `" onclick="document.title='hit'" x='`],
    [
      "the end of what it stands in",
      `</pre></p></summary></details></main></style></title><iframe src="https://example.invalid"></iframe>`,
    ],
    ["a comment", `<!-- --!> <![CDATA[`],
    ["entities", `&lt;script&gt;&#x3c;img&#62;`],
  ])("shows what a model wrote as it is: %s", async (_, evil) => {
    const everywhere = played(
      evil,
      1,
      [
        trial({
          model: evil,
          turns: [
            turn(
              evil,
              says(evil, evil),
              calls(evil, evil, { with: { [evil]: evil }, answer: evil }),
              calls(evil, evil, { error: evil }),
              calls(evil, "t", { to: evil }),
            ),
          ],
          checks: [
            check("failed", evil, 1, evil),
            check("passed", evil, 1, evil),
            check("failed", evil, null, evil),
          ],
          context: { [evil]: evil },
          state: evil,
          leftovers: [evil],
        }),
      ],
      { tags: [evil] },
    );
    const errored = played(`${evil}2`, 2, [trial({ error: { kind: "api", message: evil } })]);
    const header = {
      ...HEADER,
      suite: evil,
      case_file: evil,
      agents_module: evil,
      model_override: evil,
    };
    await open(html([everywhere, errored], { header }));
    await page.evaluate(`for (const fold of document.querySelectorAll("summary")) fold.click()`);
    expect(await page.title()).toBe(evil);
    expect(await page.locator("h1").innerText()).toBe(evil);
    expect(await page.locator("img, iframe, script:not(body > script)").count()).toBe(0);
    expect(await page.locator(".case").count()).toBe(2);
    expect(await page.locator(".said p").first().innerText()).toBe(evil);
    expect(await page.locator("div.wrong pre").allInnerTexts()).toContain(evil);
    expect(complaints).toEqual([]);
  });
});
