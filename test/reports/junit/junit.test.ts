import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { junitReport } from "../../../src/reports/junit/junit.ts";
import type { GateCase } from "../../../src/results/gate-result.ts";
import type { SuiteEnd } from "../../../src/results/result.ts";
import {
  changedPrompt,
  flaky,
  GATE,
  greeting,
  ONE_OF_EACH,
  skipped,
  wrongTool,
} from "../airline.ts";
import { HEADER, check, draw, endOf, played, says, trial, turn } from "../results.ts";

type Cases = Parameters<typeof draw>[1];

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML as strictly as its specification asks, and throws what is wrong with it. */
function read(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(xml).close();
  return root.children[0] ?? root;
}

function junit(cases: Cases, more: Parameters<typeof draw>[2] = {}): string {
  return draw(junitReport, cases, more).files["airline.junit.xml"] ?? "";
}

function suiteOf(cases: Cases): Element {
  const [suite] = read(junit(cases)).children;
  if (suite === undefined) throw new Error("There is no testsuite.");
  return suite;
}

function testcases(cases: Cases): Element[] {
  return suiteOf(cases).children.filter(({ name }) => name === "testcase");
}

function properties(element: Element | undefined): Record<string, string | undefined> {
  const list = element?.children.find(({ name }) => name === "properties")?.children ?? [];
  return Object.fromEntries(
    list.map(({ attributes }) => [attributes["name"], attributes["value"]]),
  );
}

it("tells each case, with what failed and the conversation", () => {
  expect(junit([greeting, wrongTool, skipped])).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="swarm-eval" tests="3" failures="1" errors="0" skipped="1" time="2.345">
    <testsuite name="airline" tests="3" failures="1" errors="0" skipped="1" time="2.345" timestamp="2026-03-05T09:30:00" file="evals/airline.jsonl">
    <properties><property name="agents_module" value="evals/airline.ts"/><property name="traffic" value="replay"/><property name="stream" value="false"/><property name="trials" value="2"/><property name="flaky" value="0"/><property name="pass_rate" value="0.5"/><property name="pass_rate_interval" value="0.094531 0.905469"/><property name="prompt_tokens" value="2400"/><property name="completion_tokens" value="160"/><property name="cost" value="0.004269"/><property name="leftovers" value="0"/></properties>
    <testcase name="greeting" classname="airline" file="evals/airline.jsonl" line="1" time="1.340">
    <properties><property name="model" value="gpt-5.4"/><property name="route" value="Triage Agent"/><property name="tags" value="triage"/><property name="cost" value="0.000069"/></properties>
    </testcase>
    <testcase name="cancel-and-refund" classname="airline" file="evals/airline.jsonl" line="9" time="1.340">
    <properties><property name="model" value="gpt-5.4"/><property name="route" value="Triage Agent → Flight Cancel Agent"/><property name="tags" value="cancel, refund"/><property name="cost" value="0.0042"/></properties>
    <failure message="tool_calls in turn 2 (Flight Cancel Agent): - refundBooking({&quot;booking&quot;:&quot;QX7T2A&quot;}) is missing ⏎ + creditBooking({&quot;booking&quot;:&quot;QX7T2A&quot;}) by Flight Cancel Agent in turn 2 was not expected" type="tool_calls, not_called">tool_calls in turn 2 (Flight Cancel Agent): expected these calls and no others, in this order:
        - refundBooking({"booking":"QX7T2A"}) is missing
        + creditBooking({"booking":"QX7T2A"}) by Flight Cancel Agent in turn 2 was not expected
    not_called: creditBooking was called by Flight Cancel Agent in turn 2
    │   1 User: I want to cancel my flight.
    │     Triage Agent calls transferToFlightCancel() → Flight Cancel Agent
    │     Flight Cancel Agent: A refund or a credit?
    │ ✗ 2 User: A refund please.
    │     Flight Cancel Agent calls creditBooking({"booking":"QX7T2A"})
    │       Credited.
    │     Flight Cancel Agent: Done: you have a credit of 640 pounds.</failure>
    </testcase>
    <testcase name="group-booking" classname="airline" file="evals/airline.jsonl" line="41" time="0.000">
    <skipped message="the agents have no tool for groups yet"/>
    </testcase>
    </testsuite>
    </testsuites>
    "
  `);
});

it("counts what its testcases say", () => {
  const root = read(junit(ONE_OF_EACH));
  const suite = suiteOf(ONE_OF_EACH);
  const counts = { tests: "5", failures: "2", errors: "1", skipped: "1", time: "2.345" };
  expect(root.attributes).toMatchObject(counts);
  expect(suite.attributes).toMatchObject({
    ...counts,
    name: "airline",
    timestamp: "2026-03-05T09:30:00",
    file: "evals/airline.jsonl",
  });
  const having = (name: string) =>
    testcases(ONE_OF_EACH).filter(({ children }) => children.some((child) => child.name === name));
  expect(
    [having("failure"), having("error"), having("skipped")].map(({ length }) => length),
  ).toEqual([2, 1, 1]);
});

describe("the format", () => {
  const ALLOWED: Readonly<
    Record<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }>
  > = {
    testsuites: {
      attributes: ["name", "tests", "failures", "errors", "skipped", "time"],
      children: ["testsuite"],
    },
    testsuite: {
      attributes: ["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"],
      children: ["properties", "testcase"],
    },
    properties: { attributes: [], children: ["property"] },
    property: { attributes: ["name", "value"], children: [] },
    testcase: {
      attributes: ["name", "classname", "file", "line", "time"],
      children: ["properties", "skipped", "error", "failure"],
    },
    skipped: { attributes: ["message"], children: [] },
    error: { attributes: ["message", "type"], children: [] },
    failure: { attributes: ["message", "type"], children: [] },
  };

  /** What readers of this format agree on: which elements stand in which, in which order, with which attributes. */
  function problems({ name, attributes, children }: Element): string[] {
    const allowed = ALLOWED[name];
    if (allowed === undefined) return [`unknown element ${name}`];
    const order = children.map((child) => allowed.children.indexOf(child.name));
    return [
      ...Object.keys(attributes)
        .filter((attribute) => !allowed.attributes.includes(attribute))
        .map((attribute) => `${name} has ${attribute}`),
      ...(order.some((place, index) => place < 0 || place < (order[index - 1] ?? 0))
        ? [`${name} holds ${children.map((child) => child.name).join(", ")}`]
        : []),
      ...children.flatMap(problems),
    ];
  }

  it("is the one that Jenkins, GitLab and GitHub's reporters read", () => {
    expect(problems(read(junit([greeting, wrongTool, flaky, skipped])))).toEqual([]);
  });

  it("is told apart from another one", () => {
    expect(problems(read(`<testsuites><testcase id="1"/></testsuites>`))).toEqual([
      "testsuites holds testcase",
      "testcase has id",
    ]);
  });

  it("is whole without any case", () => {
    expect(problems(read(junit([])))).toEqual([]);
  });
});

describe("a case of several trials", () => {
  it("is one testcase that tells its trials, those that failed and those that broke off", () => {
    const [testcase] = testcases([flaky]);
    const failure = testcase?.children.find(({ name }) => name === "failure");
    expect(failure?.attributes).toEqual({
      message:
        "agent in turn 1 (Triage Agent): expected Flight Cancel Agent to be active at the end, got Triage Agent: nothing was handed off",
      type: "agent",
    });
    expect(failure?.text).toMatchInlineSnapshot(`
      "In trial 4 of 5:
        agent in turn 1 (Triage Agent): expected Flight Cancel Agent to be active at the end, got Triage Agent: nothing was handed off
        │ ✗ 1 User: I want to cancel my flight.
        │     Triage Agent: I cannot help with that.
      In trial 5 of 5:
        RateLimitError: 429 Too many requests (req_5f2a)
        │   1 User: I want to cancel my flight.
        │     Triage Agent calls transferToFlightCancel() → Flight Cancel Agent
        │     (broke off here)"
    `);
  });

  it("tells why trials failed though it passed", () => {
    const [testcase] = testcases([{ ...flaky, verdict: "passed" }]);
    expect(testcase?.children.map(({ name }) => name)).toEqual(["properties", "system-out"]);
    expect(testcase?.children[1]?.text).toContain("Flight Cancel Agent to be active at the end");
  });

  it("is marked where it was decided early, as is the suite", () => {
    const { estimates: _, ...decided } = { ...flaky, planned_trials: 9 };
    const xml = junit([decided], { header: { ...HEADER, until: "decided" } });
    const [suite] = read(xml).children;
    expect(properties(suite)).toMatchObject({ until: "decided", trials_saved: "4" });
    expect(properties(suite)).not.toHaveProperty("pass_rate");
    const testcase = suite?.children.find(({ name }) => name === "testcase");
    expect(properties(testcase)).toMatchObject({
      trials: "3/5 passed, 1 errored, 4 not needed, flaky",
    });
  });

  it("has its chances and cost as properties", () => {
    const [testcase] = testcases([flaky]);
    expect(properties(testcase)).toMatchInlineSnapshot(`
      {
        "cost": "0.021",
        "flaky": "true",
        "model": "gpt-5.4",
        "pass@4": "1",
        "pass@4_interval": "0.760779 1",
        "pass^4": "0",
        "pass^4_interval": "0 0.829746",
        "pass_rate": "0.75",
        "pass_rate_interval": "0.300642 0.954413",
        "route": "Triage Agent",
        "trials": "3/5 passed, 1 errored, flaky",
      }
    `);
  });

  it("takes the time of all its trials", () => {
    expect(testcases([flaky])[0]?.attributes["time"]).toBe("6.700");
  });
});

it("has the run's settings and estimates as properties of the suite", () => {
  expect(properties(suiteOf([flaky]))).toMatchInlineSnapshot(`
    {
      "agents_module": "evals/airline.ts",
      "completion_tokens": "400",
      "cost": "0.021",
      "flaky": "1",
      "leftovers": "0",
      "pass@4": "1",
      "pass@4_interval": "0.206549 1",
      "pass^4": "0",
      "pass^4_interval": "0 0.793451",
      "pass_rate": "0.75",
      "pass_rate_interval": "0.11791 0.985365",
      "prompt_tokens": "6000",
      "stream": "false",
      "traffic": "replay",
      "trials": "5",
    }
  `);
});

it("says what broke off as an error of its kind, with the whole explanation", () => {
  const [testcase] = testcases([played("down", 50, [trial({ error: changedPrompt("down") })])]);
  const error = testcase?.children.find(({ name }) => name === "error");
  expect(error?.attributes["type"]).toBe("replay_miss");
  expect(error?.text).toContain("+ line 2: Be brief and kind.");
  expect(error?.text).toContain("--traffic update");
});

it.each([
  ["control characters", "\u0000\u001B[31mred\u0007"],
  ["the end of CDATA", "]]>"],
  ["tags and entities", "<script>alert(1)</script> &amp; &#0;"],
  ["half a surrogate pair", "\uD83D"],
  ["non-characters", "\uFFFE\uFFFF"],
  ["quotes and line breaks", `"'\n\r\n\t`],
  ["Korean and emoji", "환불 ✈️ 🧳"],
])("is XML whatever a model writes: %s", (_, text) => {
  const wrong = played(
    text,
    1,
    [
      trial({
        turns: [turn(text, says(text, text))],
        checks: [check("failed", "output", 1, text)],
      }),
    ],
    { tags: [text] },
  );
  const [testcase] = testcases([wrong]);
  const readable = text
    .toWellFormed()
    .replace(
      /(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  expect(testcase?.attributes["name"]).toBe(readable);
});

it("names the file as the repository does", () => {
  const xml = junit([greeting], { inRepository: (file) => `packages/desk/${file}` });
  expect(xml).toContain(` file="packages/desk/evals/airline.jsonl" line="1"`);
});

it("has no more properties of cases than GitLab takes", () => {
  const many = Array.from({ length: 9000 }, () => greeting);
  const xml = junit(many, { end: endOf([greeting]) });
  expect(xml.match(/<testcase /g)).toHaveLength(9000);
  const ofCases = xml.slice(xml.indexOf("<testcase "));
  expect(ofCases.match(/<property /g)).toHaveLength(35_000);
  expect(xml.match(/<[a-z]+|[a-z]+="/g)?.length).toBeLessThan(250_000);
});

describe("of a run that is held against a baseline", () => {
  const failing = (id: string) => ({ ...wrongTool, id });
  const found = (
    id: string,
    status: GateCase["status"],
    reason: string | null = null,
  ): GateCase => ({
    id,
    line: 1,
    status,
    baseline: { passed: status === "flaky" ? 1 : 0, trials: 2 },
    now: { passed: 0, trials: 2 },
    p_value: null,
    reason,
    divergence: null,
  });
  const cases = [
    wrongTool,
    greeting,
    failing("as before"),
    failing("unsteady"),
    failing("rewritten"),
    failing("added"),
    played("change-date", 50, [trial({ error: changedPrompt("change-date") })]),
  ];
  const gate = {
    ...GATE,
    cases: [
      ...GATE.cases.filter(({ status }) => status === "regressed"),
      found("as before", "still_failing"),
      found("unsteady", "flaky"),
      found("rewritten", "changed", "its text"),
      found("added", "new"),
    ],
  };
  const drawn = (header: Partial<typeof HEADER>, end: SuiteEnd) =>
    read(junit(cases, { header: { ...HEADER, ...header }, end }));
  const held = () => drawn({ baseline: "reports" }, { ...endOf(cases), gate });

  it("fails what regressed, and skips what failed besides with the reason why it does not count", () => {
    const told = (held().children[0]?.children ?? []).flatMap(({ name, attributes, children }) => {
      const outcome = children.find((child) => child.name !== "properties");
      const message = outcome?.attributes["message"]?.split(" (Flight")[0];
      return name === "testcase" ? [[attributes["name"], outcome?.name, message]] : [];
    });
    expect(told).toEqual([
      ["cancel-and-refund", "failure", "regressed 1/1 → 0/1: tool_calls in turn 2"],
      ["greeting", undefined, undefined],
      ["as before", "skipped", "still failing, as in the baseline 0/2 → 0/2: tool_calls in turn 2"],
      ["unsteady", "skipped", "flaky 1/2 → 0/2: tool_calls in turn 2"],
      [
        "rewritten",
        "skipped",
        "failed, and is not compared with the baseline (its text): tool_calls in turn 2",
      ],
      ["added", "skipped", "failed, and is not in the baseline: tool_calls in turn 2"],
      ["change-date", "error", expect.stringContaining("No recording answers")],
    ]);
  });

  it("counts them so", () => {
    const { tests, failures, errors, skipped: left } = held().attributes;
    expect({ tests, failures, errors, left }).toEqual({
      tests: "7",
      failures: "1",
      errors: "1",
      left: "4",
    });
  });

  it("shows in a failure where the trajectories diverge, and the conversation", () => {
    const testcase = held().children[0]?.children.find(
      ({ attributes }) => attributes["name"] === "cancel-and-refund",
    );
    const text = testcase?.children.at(-1)?.text;
    expect(text).toMatch(/^The trajectories diverge at step 4, in turn 2:/);
    expect(text).toContain("User: A refund please.");
  });

  it("fails a case that regressed though enough of its trials passed", () => {
    const gated = { ...GATE, cases: [{ ...found(flaky.id, "regressed", "output in turn 1: …") }] };
    const passing = { ...flaky, verdict: "passed" as const };
    const xml = read(
      junit([passing], {
        header: { ...HEADER, baseline: "reports" },
        end: { ...endOf([passing]), gate: gated },
      }),
    );
    expect(xml.attributes["failures"]).toBe("1");
    expect(xml.children[0]?.children.at(-1)?.children.at(-1)?.attributes).toEqual({
      message: "regressed 0/2 → 0/2: output in turn 1: …",
      type: "regressed",
    });
  });

  it("fails what failed where no baseline was there yet", () => {
    expect(drawn({ baseline: "reports" }, endOf(cases)).attributes["failures"]).toBe("5");
  });
});
