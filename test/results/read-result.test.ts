import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readResult, type ResultEnding } from "../../src/results/read-result.ts";
import { ResultFile } from "../../src/results/result-file.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../src/results/result.ts";
import { flaky, GATE, greeting, skipped, wrongTool } from "../reports/airline.ts";
import { endOf, HEADER, played, says, trial, turn } from "../reports/results.ts";

const CASES = [greeting, wrongTool, flaky, skipped];

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "result-"));
  file = join(directory, "airline.json");
});

afterEach(() => rmSync(directory, { recursive: true }));

function write(cases: readonly CaseResult[] = CASES): SuiteEnd {
  const result = new ResultFile(file, HEADER);
  for (const one of cases) result.add(one);
  return result.close(null);
}

interface Read {
  readonly header: ResultHeader;
  readonly cases: CaseResult[];
  readonly ending: ResultEnding;
}

function read(): Read {
  const { header, cases } = readResult(file);
  const all: CaseResult[] = [];
  let next = cases.next();
  for (; next.done !== true; next = cases.next()) all.push(next.value);
  return { header, cases: all, ending: next.value };
}

/** What it says, with the file's directory left out. */
function said(reading: () => unknown): string {
  try {
    reading();
  } catch (error) {
    return (error as Error).message.replaceAll(`${directory}/`, "");
  }
  return "nothing";
}

it("reads what was written", () => {
  const end = write();
  expect(read()).toEqual({ header: HEADER, cases: CASES, ending: { end, torn: undefined } });
});

it.each(["step", "arguments", "result", "wording"] as const)(
  "reads the gate of a run whose case parts from its baseline by another %s",
  (differs) => {
    const cases = GATE.cases.map((one) => ({
      ...one,
      divergence: one.divergence && { ...one.divergence, differs },
    }));
    const end = new ResultFile(file, HEADER).close(null, { gate: { ...GATE, cases } });
    expect(read().ending).toEqual({ end, torn: undefined });
  },
);

it("takes counts of tokens for unknown that an earlier version wrote as null", () => {
  write();
  const text = readFileSync(file, "utf8");
  expect(text.match(/"prompt_tokens":[1-9]/g)?.length).toBeGreaterThan(5);
  writeFileSync(file, text.replaceAll(/"prompt_tokens":\d+/g, '"prompt_tokens":null'));
  const { cases, ending } = read();
  expect(cases.map(({ id }) => id)).toEqual(CASES.map(({ id }) => id));
  const trials = cases.flatMap((one) => one.trials);
  for (const { usage } of trials) expect(usage).toBeNull();
  const replies = trials.flatMap(({ steps }) => steps.filter(({ type }) => type === "reply"));
  for (const reply of replies) expect(reply).toHaveProperty("usage", undefined);
  expect(ending.end.summary).toMatchObject({ usage: null, judge_usage: null });
  expect(JSON.stringify([ending.end, trials])).not.toContain('_tokens":null');
});

it("reads cases that lie across the pieces in which the file is read", () => {
  const long = (id: string): CaseResult =>
    played(id, 1, [
      trial({ turns: [turn("환".repeat(300_000), says("A", "✈️".repeat(200_000)))] }),
    ]);
  const cases = [greeting, long("a"), long("b"), wrongTool];
  write(cases);
  expect(read().cases).toEqual(cases);
});

it.each([
  ["with indentation", (text: string) => JSON.stringify(JSON.parse(text), null, 2)],
  ["on one line", (text: string) => text.replaceAll("\n", "")],
])("reads the same JSON laid out otherwise: %s", (_, otherwise) => {
  const end = write();
  writeFileSync(file, otherwise(readFileSync(file, "utf8")));
  const { cases, ending } = read();
  expect(cases).toEqual(CASES);
  expect(ending.end).toMatchObject(end);
  expect(ending.torn).toBeUndefined();
});

describe("of a run that was killed", () => {
  it("sums up the cases that are there", () => {
    const result = new ResultFile(file, HEADER);
    result.add(greeting);
    result.add(wrongTool);
    result.close("interrupted");
    const { cases, ending } = read();
    expect(cases).toEqual([greeting, wrongTool]);
    expect(ending.torn).toBeUndefined();
    expect(ending.end).toMatchObject({ stopped: "interrupted", summary: endOf(cases).summary });
  });

  it.each([
    [
      "in the middle of a case",
      (text: string) => text.indexOf(`"refund-refused"`) + 200,
      2,
      4,
      "in the middle of a case",
    ],
    [
      "after a case",
      (text: string) => text.indexOf(`\n{"id":"refund-refused"`),
      2,
      3,
      "after a case",
    ],
    [
      "in the middle of its end",
      (text: string) => text.indexOf(`"pass_rate"`),
      4,
      6,
      "in the middle of its end",
    ],
    ["after its head", (text: string) => text.indexOf("\n"), 0, 1, "after a case"],
  ])(
    "reads the whole cases of a file that breaks off %s, and says so",
    (_, at, count, line, where) => {
      write();
      const text = readFileSync(file, "utf8");
      truncateSync(file, Buffer.byteLength(text.slice(0, at(text))));
      const { cases, ending } = read();
      expect(cases).toEqual(CASES.slice(0, count));
      expect(ending.torn?.message.replace(`${directory}/`, "")).toBe(
        `airline.json:${line}: the file breaks off ${where}: the run was killed while it wrote, or the file was cut. The ${count} cases before are whole. For the others run the suite again.`,
      );
      expect(ending.end).toMatchObject({ stopped: "interrupted", summary: endOf(cases).summary });
      expect(ending.end.duration_ms).toBeNaN();
    },
  );

  it("stops at what an older end has left behind a case that is half written", () => {
    write();
    const text = readFileSync(file, "utf8");
    const at = text.indexOf(`{"id":"refund-refused"`);
    writeFileSync(
      file,
      `${text.slice(0, at + 300)}\n],"duration_ms":1,"stopped":null,"summary":{}}\n`,
    );
    expect(read().cases).toEqual([greeting, wrongTool]);
  });
});

describe("what cannot be read", () => {
  const whole = (): string => {
    write();
    return readFileSync(file, "utf8");
  };

  const REMEDY =
    "A result file is what swarm-eval run writes to reports/<suite>.json: name one, or run the suite again.";
  const replaced = (part: string | RegExp, by: string) => () =>
    writeFileSync(file, whole().replace(part, by));
  const content = (text: string) => () => writeFileSync(file, text);

  it.each([
    ["no such file", () => {}, "There is no result airline.json"],
    ["a directory", () => mkdirSync(file), "airline.json: this is a directory"],
    ["an empty file", content(""), "airline.json: the file is empty"],
    [
      "no JSON",
      content("<testsuites/>"),
      `airline.json:1: this is not JSON: Unexpected token '<', "<testsuites/>" is not valid JSON`,
    ],
    [
      "other JSON",
      content(`{"name":"swarm-eval"}`),
      "airline.json: this is not a result: it has no suite with cases",
    ],
    ["a list", content("[]"), "airline.json: this is not a result: it has no suite with cases"],
    [
      "a result on one line that is cut short",
      () => writeFileSync(file, whole().replaceAll("\n", "").slice(0, 900)),
      "airline.json:1: this is not JSON: Unterminated string in JSON at position 900 (line 1 column 901)",
    ],
    [
      "another traffic mode",
      replaced(`"replay"`, `"rewind"`),
      `airline.json:1: this is not the result of a run: traffic: it must be one of replay, record, update, live, not "rewind"`,
    ],
    [
      "a verdict that is none",
      replaced(`"verdict":"failed"`, `"verdict":"wrong"`),
      `airline.json:3: this is not the result of a run: verdict: it must be one of passed, failed, errored, skipped, not "wrong"`,
    ],
    [
      "a trial without its checks",
      replaced(`"checks":[`, `"chicks":[`),
      `airline.json:2: this is not the result of a run: trials[0]: "checks" is missing`,
    ],
    [
      "a reason that is no text",
      replaced(/"reason":"handed off[^"]*"/, `"reason":{}`),
      "airline.json:3: this is not the result of a run: trials[0].checks[0].reason: it must be a string, not an empty object",
    ],
    [
      "an end without its summary",
      replaced(`"summary":`, `"summery":`),
      `airline.json:6: this is not the result of a run: "summary" is missing`,
    ],
    [
      "a result on one line without how it ended",
      () => writeFileSync(file, whole().replaceAll("\n", "").replace(`"stopped":null,`, "")),
      `airline.json:1: this is not the result of a run: "stopped" is missing`,
    ],
    [
      "an agent that was expected and is none",
      replaced(`"check":"agent",`, `"check":"agent","expected":null,`),
      "airline.json:4: this is not the result of a run: trials[0].checks[0].expected: it must be a list, not null",
    ],
    [
      "more wrong places than a function takes arguments",
      replaced(`"leftovers":[]`, `"leftovers":[${"7,".repeat(200_000)}7]`),
      "airline.json:2: this is not the result of a run: trials[0].leftovers[0]: it must be a string, not 7",
    ],
    [
      "a step of no known type",
      replaced(`"type":"tool_call"`, `"type":"tool_use"`),
      `airline.json:3: this is not the result of a run: trials[0].steps[2].type: it must be one of user, reply, tool_call, tool_result, handoff, context_change, turn_limit, code, said, ended, not "tool_use"`,
    ],
    [
      "a handoff to nobody",
      replaced(/("type":"handoff",[^}]*)"to":"[^"]*"/, `$1"to":null`),
      "airline.json:3: this is not the result of a run: trials[0].steps[4].to: it must be a string, not null",
    ],
    [
      "calls of a message that are not a list",
      replaced(`"content":null,`, `"content":null,"message":{"tool_calls":7},`),
      "airline.json:3: this is not the result of a run: trials[0].steps[1].message.tool_calls: it must be a list, not 7",
    ],
  ])("says where, what is wrong and what to do: %s", (_, make, problem) => {
    make();
    expect(said(read)).toBe(`${problem}. ${REMEDY}`);
  });

  it("says that another version of this program is needed", () => {
    replaced(`"version":2`, `"version":3`)();
    expect(said(read)).toBe(
      "airline.json: this is a result of version 3, and this swarm-eval reads versions 1 and 2. Run the suite again, or use the swarm-eval that wrote it.",
    );
  });

  it("refuses a large file that is laid out otherwise, rather than fill the memory", () => {
    writeFileSync(file, `{"version":2,\n`);
    truncateSync(file, 65 * 1024 * 1024);
    expect(said(read)).toBe(
      "airline.json: a file of 65 MB can only be read with a case on each line, as swarm-eval run writes it. A result file is what swarm-eval run writes to reports/<suite>.json: name one, or run the suite again.",
    );
  });
});
