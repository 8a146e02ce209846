import { withDates } from "./dates.ts";
import type { Signature } from "./signature.ts";

/**
 * The arguments to call the function with, from those that the model gave (checked against the schema before) and the context variables.
 * What the model left out is `undefined` there, so that the function's defaults apply. Throws a RangeError for a string that is no date where a `Date` is expected.
 */
export function callArguments(
  signature: Signature,
  given: Readonly<Record<string, unknown>>,
  contextVariables: unknown,
): unknown[] {
  const values = signature.parameters.map(({ name, schema, dates }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return [name, dates ? withDates(value, schema) : value] as const;
  });
  const own =
    signature.call === "positional"
      ? values.map(([, value]) => value)
      : [Object.fromEntries(properties(signature, values, contextVariables))];
  if (typeof signature.contextVariables !== "number") return own;
  return own.toSpliced(signature.contextVariables, 0, contextVariables);
}

function properties(
  signature: Signature,
  values: readonly (readonly [string, unknown])[],
  contextVariables: unknown,
): (readonly [string, unknown])[] {
  const given = values.filter(([, value]) => value !== undefined);
  return signature.contextVariables === "property"
    ? [...given, ["contextVariables", contextVariables]]
    : given;
}
