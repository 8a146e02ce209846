import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { DEEPEST } from "../../../src/json/depth.ts";
import { Journal } from "../../../src/results/journal/journal.ts";
import { JournalReading } from "../../../src/results/journal/read-journal.ts";
import type { TrialResult } from "../../../src/results/result.ts";
import { trialText } from "../../../src/results/written-trial.ts";
import { greeting } from "../../reports/airline.ts";
import { HEADER } from "../../reports/results.ts";

const [TRIAL] = greeting.trials as readonly [TrialResult];

/** A journal with this trial. */
function journalWith(trial: TrialResult): string {
  const directory = mkdtempSync(join(tmpdir(), "journal-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "airline.journal");
  const journal = new Journal(file, { journal: 1, given: {}, result: HEADER });
  const { id, tags, line } = greeting;
  journal.add({ id, tags, line, fingerprint: "f", planned: 1, at: 5 }, trialText(trial));
  journal.close();
  return file;
}

it("reads what is as deep as a case may say, and what a process has torn", () => {
  const deep = JSON.parse("[".repeat(DEEPEST) + "]".repeat(DEEPEST)) as unknown;
  const trial = { ...TRIAL, context_variables: { deep } };
  const file = journalWith(trial);
  appendFileSync(file, '{"id":"greeting","ta');
  const kept = JournalReading.open(file)?.trial(greeting.id, TRIAL.trial, "f");
  expect(kept?.result).toEqual(trial);
});

it.each([
  ["agents of another form", '"at":5', '"at":5,"agents":[["Triage Agent"]]'],
  ["no tags", '"tags":[', '"tag":['],
  ["a trial that is none", '"at":5', '"at":{"x":1,"trial":5}'],
  ["another trial before its own", '"at":5', '"at":5,"more":{"x":1,"trial":2},"at":5'],
  ["nesting without end", '"at":5', `"at":5,"more":${"[".repeat(9e3)}${"]".repeat(9e3)}`],
])("names the journal that holds a line with %s", (_, from, to) => {
  const file = journalWith(TRIAL);
  const [head = "", line = ""] = readFileSync(file, "utf8").split("\n");
  const other = line.replace(`"${greeting.id}"`, '"other"');
  writeFileSync(file, `${head}\n${line.replace(from, to)}\n${other}\n`);
  expect(() => [...(JournalReading.open(file) as JournalReading).result().cases]).toThrow(
    /airline\.journal.*Remove the file, and run the suite again\./,
  );
});
