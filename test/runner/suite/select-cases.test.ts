import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { EVERY_CASE, selectCases, surveyCases } from "../../../src/runner/suite/select-cases.ts";
import { UsageError } from "../../../src/runner/errors.ts";

/** Surveys a file with one case, writes another file in its place, and selects. */
async function selectedAfterChange(padding: string) {
  const directory = mkdtempSync(join(tmpdir(), "select-cases-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "cases.jsonl");
  const write = (id: string): void =>
    writeFileSync(
      file,
      `${JSON.stringify({ id, user: `Hi!${padding}`, expect: { agent: "Shop" } })}\n`,
    );
  write("surveyed");
  const survey = await surveyCases(file, EVERY_CASE, 1);
  write("changed");
  const ids: string[] = [];
  for await (const { case: testCase } of selectCases(survey, EVERY_CASE)) ids.push(testCase.id);
  return ids;
}

it("reads a small file once", async () => {
  expect(await selectedAfterChange("")).toEqual(["surveyed"]);
});

it("keeps no cases of a large file", async () => {
  expect(await selectedAfterChange("!".repeat(2 ** 20))).toEqual(["changed"]);
});

it("says why a file whose size is not known cannot be read", async () => {
  const file = `${"a".repeat(300)}.jsonl`;
  await expect(surveyCases(file, EVERY_CASE, 1)).rejects.toThrow(
    new UsageError(`${file} could not be read: ENAMETOOLONG: name too long, stat '${file}'`),
  );
});
