import { nearest } from "../../text/nearest.ts";
import { readLines } from "../../cases/reading/read-lines.ts";
import type { KnownNames } from "../../runner/agents/known-names.ts";
import type { Survey } from "../../runner/suite/select-cases.ts";

/** A sentence for each name that expectations speak of and no agent has: such a tool is never called, and such an agent never reached. */
export async function unknownNames(
  { file, names }: Survey,
  known: KnownNames,
): Promise<readonly string[]> {
  const unknown = [...names.values()].filter(({ of, name }) => !known[of].has(name));
  // Where no agent was made, because no recording could be opened for example, nothing is known of any.
  if (unknown.length === 0 || known.agent.size === 0) return [];
  return (await placed(file, unknown)).map(({ of, name, line, column }) => {
    const what = of === "tool" ? "has a tool" : "is called";
    const near = nearest(name, [...known[of]]);
    const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
    return `${file}:${line}:${column}: warning: no agent that was made ${what} ${JSON.stringify(name)}.${hint}`;
  });
}

/** The names with the column, from 1, at which each stands in its line, in the order of the file. */
async function placed<Name extends { readonly name: string; readonly line: number }>(
  file: string,
  names: readonly Name[],
): Promise<(Name & { readonly column: number })[]> {
  const byLine = Map.groupBy(names, ({ line }) => line);
  const found: (Name & { readonly column: number })[] = [];
  for await (const lines of readLines(file)) {
    for (const { number, text } of lines) {
      const here = (byLine.get(number) ?? []).map((name) => ({
        ...name,
        column: text.indexOf(JSON.stringify(name.name)) + 1 || 1,
      }));
      found.push(...here.sort((one, other) => one.column - other.column));
    }
  }
  return found;
}
