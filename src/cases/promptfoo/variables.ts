import { isRecord, valueAt } from "../../json/value.ts";

/** The variables of a test; of one that is a list, promptfoo makes a test for each of its items. */
export type Variables = Readonly<Record<string, unknown>>;

/** The variables of each test that a test with lists stands for. */
export function matrix(variables: Variables): Variables[] {
  return Object.entries(variables).reduce<Variables[]>(
    (tests, [key, value]) =>
      tests.flatMap((test) =>
        (Array.isArray(value) ? (value as unknown[]) : [value]).map((item) => ({
          ...test,
          [key]: item,
        })),
      ),
    [{}],
  );
}

/** `{{ order.id }}`; whatever else is in such braces, only a template engine knows. */
const VARIABLE = /\{\{-?\s*([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*)\s*-?\}\}/gu;

/** A text with its variables filled in; undefined if it says more than a variable, or one that there is not. */
export function filledIn(template: string, variables: Variables): string | undefined {
  let isWhole = !/\{%|\{#/.test(template) && !template.replace(VARIABLE, "").includes("{{");
  const text = template.replace(VARIABLE, (_, path: string) => {
    const value = valueAt(variables, path.split("."));
    isWhole &&= value !== undefined && !String(value).startsWith("file://");
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  });
  return isWhole ? text : undefined;
}

/** A value with the variables of all its texts filled in; undefined if one of them cannot be. */
export function allFilledIn(value: unknown, variables: Variables): unknown {
  if (typeof value === "string") return filledIn(value, variables);
  if (!isRecord(value) && !Array.isArray(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, allFilledIn(item, variables)] as const,
  );
  if (entries.some(([, item]) => item === undefined)) return undefined;
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}
