import { isRecord } from "../../json/value.ts";
import { valueKey } from "../../json/canonical.ts";
import { BaselineError } from "./baseline.ts";
import type { Baseline } from "./baseline.ts";

const VERSION = 1;

/** A baseline as it is committed: a line for each agent and each case, so that a review shows what changed, and a checksum. */
export function writeBaseline(baseline: Baseline): string {
  const { agents, cases, ...head } = baseline;
  const line = (key: string, value: unknown): string =>
    `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const block = (lines: readonly string[]): string =>
    lines.length === 0 ? "" : `\n  ${lines.join(",\n  ")}\n`;
  const members = [
    ...Object.entries(head).map(([key, value]) => line(key, value)),
    `"agents": {${block(Object.entries(agents).map(([name, forms]) => line(name, forms)))}}`,
    `"cases": [${block(cases.map((one) => JSON.stringify(one)))}]`,
    line("checksum", valueKey(baseline)),
  ];
  return `{\n${members.join(",\n")}\n}\n`;
}

/** Reads what `writeBaseline` wrote, however it was laid out since. Throws BaselineError for a text that is cut short, was edited, or is of another version. */
export function readBaseline(text: string, file: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BaselineError(`${file} cannot be read: ${syntaxProblem(text, error as Error)}`);
  }
  if (!isRecord(value) || !("cases" in value) || !("blessed_at" in value)) {
    const what = isRecord(value) && "summary" in value ? "the result of a run" : "something else";
    throw new BaselineError(
      `${file} is no baseline, but ${what}. A baseline is written by --bless, to reports/<suite>.baseline.json.`,
    );
  }
  const { checksum: sum, ...rest } = value;
  if (rest["version"] !== VERSION) {
    throw new BaselineError(
      `${file} is a baseline of version ${JSON.stringify(rest["version"])}, and this version of swarm-eval reads ${VERSION}. Write it anew with --bless, or use the version that wrote it.`,
    );
  }
  // Of the content, not the layout: a formatter and line ends may differ.
  if (sum !== valueKey(rest)) {
    throw new BaselineError(
      `${file} is not as --bless wrote it: its checksum does not fit. It was edited by hand, or merged by line. Take one side whole, or write it anew with --bless.`,
    );
  }
  return rest as unknown as Baseline;
}

function syntaxProblem(text: string, error: Error): string {
  if (/^<{7} /m.test(text))
    return "it has the marks of a merge conflict in it. Take one side whole, or write it anew with --bless.";
  if (text.trim() === "") return "it is empty. Write it anew with --bless.";
  if (!/[}\]]$/.test(text.trimEnd()))
    return "it is cut short. Restore it from version control, or write it anew with --bless.";
  return `it is no JSON (${error.message}). Restore it from version control, or write it anew with --bless.`;
}
