import { caseTexts } from "../../cases/reading/case-texts.ts";
import { refusal } from "../../cases/reading/problem.ts";
import { givenTo, type CustomChecks } from "../../checks/custom-check.ts";
import { nearest } from "../../text/nearest.ts";
import { describeLoadError } from "../agents/load-error.ts";
import type { PlacedCheck, Survey } from "./select-cases.ts";

/** Makes sure that there are the checks that cases name, and that they take what they are given. Throws CaseFileError. */
export async function requireChecks(
  { file, checks: expected }: Survey,
  checks: CustomChecks,
): Promise<void> {
  const wrong: (PlacedCheck & { readonly message: string })[] = [];
  for (const check of expected) {
    const message = await whyUnusable(check, checks);
    if (message !== undefined) wrong.push({ ...check, message });
  }
  if (wrong.length === 0) return;
  const byLine = Map.groupBy(wrong, ({ line }) => line);
  const problems = [];
  for await (const { line, text, placeOf } of caseTexts(file, new Set(byLine.keys())))
    for (const { name, message } of byLine.get(line) ?? [])
      problems.push({ file, ...placeOf(offsetIn(text, name)), message });
  throw refusal(problems);
}

async function whyUnusable(
  { name, with: given }: PlacedCheck,
  checks: CustomChecks,
): Promise<string | undefined> {
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (check === undefined) {
    const known = Object.keys(checks);
    const near = nearest(name, known);
    const remedy =
      known.length === 0
        ? "The agents module exports none, and the config has none: export const checks = defineChecks({ … })."
        : `${near === undefined ? "" : `Did you mean ${JSON.stringify(near)}? `}There are: ${known.join(", ")}.`;
    return `there is no check ${JSON.stringify(name)}. ${remedy}`;
  }
  try {
    const { problem } = await givenTo(check, given);
    return problem && `the check ${name} refuses its "with": ${problem}`;
  } catch (error) {
    return `the schema of the check ${name} failed: ${describeLoadError(error)}`;
  }
}

/** Where a text names a check; its beginning if it cannot be found. */
function offsetIn(text: string, name: string): number {
  const key = text.search(/"check"\s*:/);
  return Math.max(0, text.indexOf(JSON.stringify(name), Math.max(0, key)));
}
