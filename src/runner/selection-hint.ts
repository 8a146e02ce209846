import type { Case } from "../cases/case.ts";
import { nearest } from "../text/nearest.ts";
import { listed } from "../text/listed.ts";

const MOST_NAMED = 10;

/** What a selection that takes no case could have meant: the tags that there are, where it names one that is not among them, and the ids, where its pattern matches none. A sentence each, with a space before. */
export async function selectionHint(
  { pattern, tags }: { readonly pattern: RegExp | undefined; readonly tags: readonly string[] },
  cases: AsyncIterable<{ readonly case: Case }>,
): Promise<string> {
  const ids: string[] = [];
  const known = new Set<string>();
  for await (const { case: script } of cases) {
    ids.push(script.id);
    for (const tag of script.tags) known.add(tag);
  }
  const hints: string[] = [];
  if (tags.some((tag) => !known.has(tag)))
    hints.push(
      known.size === 0 ? "No case has a tag." : `The tags are: ${named([...known].sort())}.`,
    );
  if (pattern !== undefined && !ids.some((id) => pattern.test(id)))
    hints.push(idHint(pattern, ids));
  return hints.map((hint) => ` ${hint}`).join("");
}

function idHint({ source }: RegExp, ids: readonly string[]): string {
  const anyCase = new RegExp(source, "i");
  const meant = ids.find((id) => anyCase.test(id)) ?? nearest(source.replaceAll(/\W/g, ""), ids);
  return meant === undefined
    ? `The ids are: ${named(ids)}.`
    : `Did you mean ${JSON.stringify(meant)}?`;
}

function named(names: readonly string[]): string {
  return listed(
    names.map((name) => JSON.stringify(name)),
    MOST_NAMED,
  );
}
