import { isRecord } from "../../json/value.ts";
import { DEEPEST_IN_FILES, parseJson, TooDeepError } from "../../json/depth.ts";
import { valueKey } from "../../json/canonical.ts";
import { BaselineError, type Baseline } from "./baseline.ts";

const VERSION = 1;

/** A line for each agent and each case, so that a review shows what changed, and a checksum. */
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

/** Reads a baseline in any layout. Throws BaselineError for one that was cut or edited, or has another version. */
export function readBaseline(text: string, file: string): Baseline {
  let value: unknown;
  try {
    value = parseJson(text.replace(/^\uFEFF/, ""), DEEPEST_IN_FILES);
  } catch (error) {
    throw new BaselineError(`${file} cannot be read: ${syntaxProblem(text, error as Error)}`);
  }
  if (!isRecord(value) || !("cases" in value) || !("blessed_at" in value)) {
    const what = isRecord(value) && "summary" in value ? "It is the result of a run. " : "";
    throw new BaselineError(
      `${file} is not a baseline. ${what}--bless writes one, to reports/<suite>.baseline.json.`,
    );
  }
  const { checksum: sum, ...rest } = value;
  if (rest["version"] !== VERSION) {
    throw new BaselineError(
      `${file} is a baseline of version ${JSON.stringify(rest["version"])}, and this version of swarm-eval reads ${VERSION}. Write it again with --bless, or use the version that wrote it.`,
    );
  }
  // The checksum is that of the content: a formatter or other line ends may change the layout.
  if (sum !== valueKey(rest)) {
    throw new BaselineError(
      `${file} is not as --bless wrote it: its checksum is wrong. It was edited by hand, or merged line by line. Take one side whole, or write it again with --bless.`,
    );
  }
  return rest as unknown as Baseline;
}

function syntaxProblem(text: string, error: Error): string {
  if (error instanceof TooDeepError)
    return `${error.message}, which --bless never wrote. Restore it from version control, or write it again with --bless.`;
  if (/^<{7} /m.test(text))
    return "it has merge conflict markers. Take one side whole, or write it again with --bless.";
  if (text.trim() === "") return "it is empty. Write it again with --bless.";
  if (!/[}\]]$/.test(text.trimEnd()))
    return "it is cut short. Restore it from version control, or write it again with --bless.";
  return `it is not valid JSON (${error.message}). Restore it from version control, or write it again with --bless.`;
}
