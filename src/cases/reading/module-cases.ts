import { dirname } from "node:path";
import { notJsonFaults, withoutUndefined } from "../../json/not-json.ts";
import { textField } from "../../json/value.ts";
import { KnownIds } from "./known-ids.ts";
import { refusal, type Problem } from "./problem.ts";
import { caseOf, ruleIn } from "./read-case.ts";
import type { PlacedCase } from "./read-cases.ts";
import { placesIn } from "./text-places.ts";

/**
 * Reads the cases that a module exports as its default. The line of a case is that on which the source has its id, or 1
 * if the id is computed. Throws CaseFileError.
 */
export async function moduleCases(
  values: readonly unknown[],
  file: string,
  source: string,
): Promise<PlacedCase[]> {
  const placeOf = placesIn(source);
  const ids = new KnownIds();
  const folder = dirname(file);
  const cases: PlacedCase[] = [];
  const problems: Problem[] = [];
  for (const [index, value] of values.entries()) {
    const id = textField(value, "id");
    const place = placeOf(offsetOfId(source, id));
    const name = `case ${index + 1}${id === undefined ? "" : ` (${JSON.stringify(id)})`}`;
    const faults = notJsonFaults(value);
    const given = faults.length > 0 ? undefined : withoutUndefined(value);
    const read = given === undefined ? undefined : caseOf(given, folder);
    const twice = read && ids.add(read.id, name);
    if (read !== undefined && twice === undefined) {
      cases.push({ case: read, line: place.line });
      continue;
    }
    const { explainFault } = await import("./explain.ts");
    const found =
      twice === undefined
        ? [...faults, ...(given === undefined ? [] : ruleIn(folder)(given))].map(explainFault)
        : [`${twice}.`];
    problems.push(...found.map((message) => ({ file, ...place, message: `${name}: ${message}` })));
  }
  if (problems.length > 0) throw refusal(problems);
  return cases;
}

/** Where the source says `id: "…"`; 0 if it does not. */
function offsetOfId(source: string, id: string | undefined): number {
  if (id === undefined) return 0;
  const written = [`"${id}"`, `'${id}'`, `\`${id}\``];
  const found = [...source.matchAll(/\bid["']?\s*:\s*/g)].find(({ 0: key, index }) =>
    written.some((text) => source.startsWith(text, index + key.length)),
  );
  return found?.index ?? 0;
}
