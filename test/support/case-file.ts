import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Case } from "../../src/cases/case.ts";
import { CaseFileError } from "../../src/cases/reading/problem.ts";
import { readCases } from "../../src/cases/reading/read-cases.ts";

/** Writes a case file that is gone when the test ends. Values become lines; a text or bytes are the file as it is. */
export function caseFile(content: string | Uint8Array | readonly unknown[]): string {
  const directory = mkdtempSync(join(tmpdir(), "case-file-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "cases.jsonl");
  const lines = Array.isArray(content)
    ? content.map((line) => JSON.stringify(line)).join("\n")
    : content;
  writeFileSync(file, lines as string | Uint8Array);
  return file;
}

/** The cases of a file, as they are read. */
export async function casesIn(content: Parameters<typeof caseFile>[0]): Promise<Case[]> {
  const cases: Case[] = [];
  for await (const placed of readCases(caseFile(content))) cases.push(placed.case);
  return cases;
}

/** What is wrong in a case file, a line for each problem; empty where nothing is. The file is called `cases.jsonl`. */
export async function problemsIn(content: Parameters<typeof caseFile>[0]): Promise<string> {
  const file = caseFile(content);
  try {
    for await (const _ of readCases(file));
    return "";
  } catch (error) {
    if (!(error instanceof CaseFileError)) throw error;
    return error.message.replaceAll(file, "cases.jsonl");
  }
}
