import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ResultFile } from "../../src/results/result-file.ts";
import { readResult } from "../../src/results/read-result.ts";
import type { CaseResult, SuiteResult } from "../../src/results/result.ts";
import { greeting, wrongTool } from "../reports/airline.ts";
import { HEADER } from "../reports/results.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "result-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

function read(): SuiteResult {
  return JSON.parse(readFileSync(join(directory, "reports/airline.json"), "utf8")) as SuiteResult;
}

function readCases(): CaseResult[] {
  return [...readResult(join(directory, "reports/airline.json")).cases];
}

it("keeps the last whole result until the new one is whole", () => {
  const place = join(directory, "reports/airline.json");
  new ResultFile(place, HEADER).close(null);
  const before = read();
  const file = new ResultFile(place, HEADER);
  file.add(greeting);
  file.add(wrongTool);
  expect(read()).toEqual(before);
  const end = file.close(null, { agents: { "Triage Agent": ["a1"] } });
  expect(end).toMatchObject({ stopped: null, agents: { "Triage Agent": ["a1"] } });
  const { cases: _, ...rest } = read();
  expect(rest).toEqual({ ...HEADER, ...end });
  expect(readCases()).toEqual([greeting, wrongTool]);
  expect(readdirSync(join(directory, "reports"))).toEqual(["airline.json"]);
});

it.each(["bail", "budget", "interrupted"] as const)("says what stopped the run: %s", (stopped) => {
  const file = new ResultFile(join(directory, "reports/airline.json"), HEADER);
  file.add(greeting);
  file.close(stopped);
  expect(read().stopped).toBe(stopped);
});

it("puts each case on a line of its own", () => {
  const file = new ResultFile(join(directory, "reports/airline.json"), HEADER);
  for (const one of [greeting, wrongTool]) file.add(one);
  file.close(null);
  const lines = readFileSync(join(directory, "reports/airline.json"), "utf8").split("\n");
  expect(lines.map((line) => line.slice(0, 13))).toEqual([
    `{"version":2,`,
    `{"id":"greeti`,
    `{"id":"cancel`,
    `],"duration_m`,
    "",
  ]);
});
