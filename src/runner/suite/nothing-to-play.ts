import type { Case } from "../../cases/case.ts";
import { listed } from "../../text/count.ts";
import { nearest } from "../../text/nearest.ts";
import { EVERY_CASE, selectCases } from "./select-cases.ts";
import type { Selection, Survey } from "./select-cases.ts";

/** Why a file has nothing to play, and what the selection could have meant. */
export async function nothingToPlay(survey: Survey, selection: Selection): Promise<string> {
  const { file, selected } = survey;
  if (selected > 0) return `Every selected case of ${file} is skipped, so nothing was tested.`;
  const hint = await selectionHint(selection, selectCases(survey, EVERY_CASE, false));
  return `${noneSelected(survey, selection)}.${hint}`;
}

/** That a selection takes none of a file's cases; without a full stop. */
export function noneSelected({ file, total, only }: Survey, selection: Selection): string {
  const cases = only ? `cases of ${file} that say "only"` : `cases of ${file} (${total} in all)`;
  return `None of the ${cases} ${describe(selection)}`;
}

function describe({ pattern, tags, shard }: Selection): string {
  const wanted = [
    ...(pattern === undefined ? [] : [`has an id that matches ${String(pattern)}`]),
    ...(tags.length === 0 ? [] : [`has the tag ${tags.join(" or ")}`]),
    ...(shard === undefined ? [] : [`falls into shard ${shard.index}/${shard.of}`]),
  ];
  return wanted.join(" and ");
}

const MOST_NAMED = 10;

/** What a selection that takes no case could have meant: the tags that there are, where it names one that is not among them, and the ids, where its pattern matches none. A sentence each, with a space before. */
async function selectionHint(
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
