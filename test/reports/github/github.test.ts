import { Marked } from "marked";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import type { GateCase } from "../../../src/results/gate-result.ts";
import { githubReport } from "../../../src/reports/github/github.ts";
import { changedPrompt, flaky, GATE, greeting, skipped, WORSE, wrongTool } from "../airline.ts";
import { calls, check, draw, endOf, played, says, trial, turn } from "../results.ts";

type Cases = Parameters<typeof draw>[1];
type More = Parameters<typeof draw>[2];

const summary = (cases: Cases, more: More = {}): string => draw(githubReport, cases, more).summary;

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads workflow commands as GitHub's runner does: a line each, with its escapes. */
function commands(cases: Cases, more: More = {}): Command[] {
  const lines = draw(githubReport, cases, more).stdout.split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => {
    const [, level = "", list = "", data = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
    const properties = list.split(",").map((property) => {
      const [name = "", value = ""] = property.split("=", 2);
      return [name, unescaped(value)] as const;
    });
    return { level, properties: Object.fromEntries(properties), message: unescaped(data) };
  });
}

function unescaped(text: string): string {
  return text
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%25", "%");
}

/** What a browser would show of a summary: the text of its elements, each on its own line and named where it matters. */
function shown(markdown: string): {
  readonly html: string;
  readonly cells: string[][];
  readonly folds: string[];
  readonly names: Set<string>;
} {
  const html = new Marked({ gfm: true }).parse(markdown, { async: false });
  const cells: string[][] = [];
  const folds: string[] = [];
  const names = new Set<string>();
  const open: string[] = [];
  const parser = new SaxesParser({ fragment: true });
  parser.on("error", (error) => {
    throw new Error(`${error.message}\n${html}`);
  });
  parser.on("opentag", ({ name }) => {
    open.push(name);
    names.add(name);
    if (name === "tr") cells.push([]);
    if (name === "td" || name === "th") cells.at(-1)?.push("");
    if (name === "pre") folds.push("");
  });
  parser.on("text", (text) => {
    const row = cells.at(-1);
    if (row !== undefined && (open.includes("td") || open.includes("th")))
      row[row.length - 1] += text;
    if (open.includes("pre")) folds[folds.length - 1] += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(html).close();
  return { html, cells, folds, names };
}

describe("annotations", () => {
  it("stand on the line of the case, and say what went wrong", () => {
    expect(draw(githubReport, [greeting, wrongTool]).stdout).toMatchInlineSnapshot(`
      "::error file=evals/airline.jsonl,line=9,title=cancel-and-refund failed::tool_calls in turn 2 (Flight Cancel Agent): expected these calls and no others, in this order:%0A    - refundBooking({"booking":"QX7T2A"}) is missing%0A    + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected%0Anot_called: creditBooking was called by Flight Cancel Agent in turn 2
      "
    `);
  });

  it("are not there where nothing went wrong", () => {
    expect(commands([greeting, skipped])).toEqual([]);
  });

  it("stand on the file as the repository has it", () => {
    const [command] = commands([wrongTool], { inRepository: (file) => `packages/desk/${file}` });
    expect(command?.properties).toEqual({
      file: "packages/desk/evals/airline.jsonl",
      line: "9",
      title: "cancel-and-refund failed",
    });
  });

  it("say once what many cases have in common", () => {
    const missed = ["a", "b", "c"].map((id, index) =>
      played(id, index + 4, [trial({ error: changedPrompt(id) })]),
    );
    const found = commands(missed);
    expect(found).toHaveLength(1);
    expect(found[0]?.properties).toMatchObject({ line: "4", title: "a and 2 more cases errored" });
    expect(found[0]?.message).toContain("-t '^(a|b|c)$' --traffic update");
  });

  it("warn of trials that failed of a case that passes at its threshold", () => {
    const found = commands([{ ...flaky, verdict: "passed" }]);
    expect(found.map(({ level, properties: { title } }) => `${level}: ${title}`)).toEqual([
      "error: refund-refused errored",
      "warning: refund-refused flaky",
    ]);
  });

  it("are ten at most, of which the last counts the rest", () => {
    const cases = Array.from({ length: 250 }, (_, index) =>
      played(`case-${index}`, index + 1, [
        trial({ checks: [check("failed", "output", 1, `expected ${index}`)] }),
      ]),
    );
    const found = commands(cases);
    expect(found).toHaveLength(10);
    expect(found.at(-1)?.properties).toMatchObject({
      line: "10",
      title: "241 more cases did not pass",
    });
    expect(commands(cases.slice(0, 10)).at(-1)?.properties["title"]).toBe("case-9 failed");
  });

  it("warn of recordings left over", () => {
    const left = played("a,b:c", 7, [
      trial({ leftovers: ["recording 2 of 2 in a.1.jsonl was not asked for"] }),
    ]);
    const [command] = commands([greeting, left]);
    expect(command).toMatchObject({ level: "warning", properties: { line: "7" } });
    expect(command?.message).toContain("a,b:c: recording 2 of 2 in a.1.jsonl was not asked for");
  });

  it.each([
    ["a command of its own", "x\n::error file=a::b"],
    ["what separates properties", "a,b:c=d::e"],
    ["escapes", "100%25 %0A"],
    ["a carriage return", "one\r\n::stop-commands::x"],
  ])("are one line each, whatever a model writes: %s", (_, text) => {
    const wrong = played(text, 3, [trial({ checks: [check("failed", "output", 1, text)] })]);
    const found = commands([wrong]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ level: "error", properties: { line: "3" } });
    expect(found[0]?.message).toContain(text.replace("\r", "\\u000d").split("\n").at(-1));
  });
});

describe("the step's summary", () => {
  it("has the sums, the cases that did not pass, and behind folds what went wrong", () => {
    expect(summary([greeting, wrongTool, skipped])).toMatchInlineSnapshot(`
      "### ❌ airline

      1 passed, 1 failed, 1 skipped · 2,560 tokens · &#36;0&#46;0043 · 2&#46;3 s

      | case | verdict | route of agents | why |
      | --- | --- | --- | --- |
      | cancel-and-refund | failed | Triage Agent → Flight Cancel Agent | tool&#95;calls in turn 2&#58; - refundBooking(&#123;&#34;booking&#34;&#58;&#34;QX7T2A&#34;&#125;) is missing ⏎ + creditBooking(&#123;&#34;booking&#34;&#58;&#34;QX7T2A&#34;&#125;) by Flight Cancel Agent in turn 2 was not expected |
      | group-booking | skipped |  | the agents have no tool for groups yet |

      <details><summary><b>failed</b> cancel-and-refund <code>evals/airline&#46;jsonl&#58;9</code></summary>

      <pre>tool_calls in turn 2 (Flight Cancel Agent): expected these calls and no others, in this order:
          - refundBooking({"booking":"QX7T2A"}) is missing
          + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
      not_called: creditBooking was called by Flight Cancel Agent in turn 2
      │   1 User: I want to cancel my flight.
      │     Triage Agent calls transferToFlightCancel() → Flight Cancel Agent
      │     Flight Cancel Agent: A refund or a credit?
      │ ✗ 2 User: A refund please.
      │     Flight Cancel Agent calls creditBooking({"booking":"QX7T2A"})
      │       Credited.
      │     Flight Cancel Agent: Done: you have a credit of 640 pounds.</pre>

      </details>

      "
    `);
  });

  it("is short where all passed", () => {
    expect(summary([greeting])).toMatchInlineSnapshot(`
      "### ✅ airline

      1 passed · 1,280 tokens · &#36;0&#46;000069 · 2&#46;3 s

      "
    `);
  });

  it("has the estimates of several trials", () => {
    const { html } = shown(summary([flaky]));
    expect(html).toContain("<p>pass rate 75 % (11.8–98.5 %), in brackets 95 % intervals</p>");
    expect(html).toContain("<p>pass^4 0 % (0–79.3 %) · pass@4 100 % (20.7–100 %)</p>");
  });

  it.each([
    ["pipes and line breaks", "a | b\n| --- |\n\n# Title"],
    ["HTML", "</pre></details><script>alert(1)</script><img src=x onerror=alert(1)>"],
    ["entities", "&lt;b&gt; &amp;"],
    ["backticks and emphasis", "```\n*bold* _it_ ~~no~~ `code`"],
    ["links, mentions and formulas", "[x](http://a.b) @someone #12 $x^2$ https://a.b :tada:"],
    ["backslashes", "\\| \\` \\\\"],
    ["lists and quotes", "- a\n+ b\n1. c\n> d"],
    ["control characters", "\u001B[31mred\u0000"],
    ["Korean and emoji", "환불 ✈️"],
  ])("shows what a model wrote as it is: %s", (_, text) => {
    const wrong = played(text, 3, [
      trial({
        turns: [turn(text, says(text, text), calls(text, text, { answer: text }))],
        checks: [check("failed", "output", 1, text)],
      }),
    ]);
    const page = shown(summary([wrong]));
    const spelled = text.replaceAll("\u001B", "\\u001b").replaceAll("\u0000", "\\u0000");
    expect([...page.names].sort()).toEqual([
      "b",
      "code",
      "details",
      "h3",
      "p",
      "pre",
      "summary",
      "table",
      "tbody",
      "td",
      "th",
      "thead",
      "tr",
    ]);
    expect(page.cells[1]?.[0]).toBe(spelled.replaceAll(/\s*\n\s*/g, " ⏎ "));
    expect(page.cells[1]).toHaveLength(4);
    for (const line of spelled.split("\n")) expect(page.folds[0]).toContain(line);
  });

  it("leaves out what GitHub has no room for, and says so", () => {
    const talk = (index: number) => says("A", `${index} `.repeat(100));
    const cases = Array.from({ length: 300 }, (_, index) =>
      played(`case-${index}`, index + 1, [
        trial({
          turns: [turn("Go on.", ...Array.from({ length: 50 }, (_unused, one) => talk(one)))],
          checks: [check("failed", "output", 1, `expected ${index}`)],
        }),
      ]),
    );
    const text = summary(cases);
    expect(Buffer.byteLength(text)).toBeLessThan(512 * 1024 + 1000);
    expect(text).toContain("… and 100 more cases.");
    const { folds } = shown(text);
    expect(text).toContain(`What went wrong in ${300 - folds.length} more cases is left out here`);
  });

  it("has a brief form for where other suites took the room", () => {
    const made = githubReport(
      { ...({} as Parameters<typeof githubReport>[0]), suite: "airline", case_file: "a.jsonl" },
      {
        paint: (_, text) => text,
        columns: 80,
        verbose: false,
        fromHere: (file) => file,
        inRepository: (file) => file,
        bytesOf: () => undefined,
      },
    );
    made.add(wrongTool);
    const [, piece] = made.end(endOf([wrongTool]));
    expect(piece?.to === "step_summary" && piece.brief).toMatchInlineSnapshot(`
      "### ❌ airline

      0 passed, 1 failed · 1,280 tokens · &#36;0&#46;0042 · 2&#46;3 s

      What did not pass is left out here, as GitHub shows no more than 1 MiB of a step: see the result file.

      "
    `);
  });

  it.each([
    ["✅", [greeting], null],
    ["❌", [wrongTool], null],
    ["⚠️", [played("left", 1, [trial({ leftovers: ["recording 1"] })])], null],
    ["⚠️", [greeting], "interrupted"],
  ] as const)("begins with %s", (mark, cases, stopped) => {
    expect(summary(cases, { end: endOf(cases, stopped) }).startsWith(`### ${mark} airline\n`)).toBe(
      true,
    );
  });
});

describe("a run that is held against a baseline", () => {
  const held = (gate: Partial<typeof GATE>): More => ({
    end: { ...endOf([greeting, wrongTool, flaky]), gate: { ...GATE, ...gate } },
  });

  it("annotates what regressed and what broke off as errors, and what failed besides as warnings", () => {
    const found = commands([greeting, wrongTool, flaky], held({}));
    expect(found.map(({ level, properties }) => [level, properties["title"]])).toEqual([
      ["error", "cancel-and-refund regressed"],
      ["error", "refund-refused errored"],
      ["warning", "refund-refused failed"],
    ]);
    expect(found[0]?.message).toMatchInlineSnapshot(`
      "tool_calls in turn 2: refundBooking is missing
      The trajectories diverge at step 4, in turn 2:
           baseline, trial 1                          now, trial 1
      ▸ 4  Flight Cancel Agent calls refundBooking()  Flight Cancel Agent calls creditBooking()"
    `);
  });

  it("annotates once what regressed in the same way", () => {
    const [first] = GATE.cases;
    const cases = ["one", "two", "three"].map((id) => ({ ...first, id }) as GateCase);
    const found = commands([greeting], held({ cases }));
    expect(found[0]?.properties["title"]).toBe("one and 2 more cases regressed");
    expect(found.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  it("annotates a suite that got worse where no case shows it", () => {
    const counts = { ...GATE.counts, regressed: 0 };
    const [found] = commands([greeting], held({ cases: [], counts, suite: WORSE }));
    expect(found).toMatchObject({ level: "error", properties: { title: "The suite got worse" } });
    expect(found?.message).toContain("95 % → 80 % over 40 cases");
  });

  it("says in the summary what the gate found", () => {
    const { cells, folds, names } = shown(summary([greeting, wrongTool], held({})));
    expect(names).toContain("details");
    expect(cells.flat()).toContain("cancel-and-refund");
    expect(folds[0]).toMatchInlineSnapshot(`
      "Against the baseline reports/airline.baseline.json of 2026-03-01: 1 regression
        agents that were changed since: Flight Cancel Agent
        1 regressed, 1 still failing, 1 unchanged

      REGRESSED cancel-and-refund 1/1 → 0/1
        tool_calls in turn 2: refundBooking is missing
        The trajectories diverge at step 4, in turn 2:
             baseline, trial 1                          now, trial 1
        ▸ 4  Flight Cancel Agent calls refundBooking()  Flight Cancel Agent calls creditBooking()

      still failing  refund-refused 0/1 → 0/1"
    `);
  });

  it.each([
    ["❌", { verdict: "regressed" }, [wrongTool]],
    ["⚠️", { verdict: "passed" }, [wrongTool]],
    ["✅", { verdict: "passed" }, [greeting]],
  ] as const)("begins with %s, as the gate decides", (mark, gate, cases) => {
    const end = { ...endOf(cases), gate: { ...GATE, ...gate } };
    expect(summary(cases, { end }).startsWith(`### ${mark} airline\n`)).toBe(true);
  });
});
