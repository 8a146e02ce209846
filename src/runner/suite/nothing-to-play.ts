import { listed } from "../../text/count.ts";
import { nearest } from "../../text/nearest.ts";
import { EVERY_CASE, selectCases, type Selection, type Survey } from "./select-cases.ts";

/** Why a file has nothing to play, and what the selection may have meant. */
export async function nothingToPlay(survey: Survey, selection: Selection): Promise<string> {
  const { file, selected } = survey;
  if (selected > 0) return `Every selected case of ${file} is skipped, so nothing was tested.`;
  return [`${noneSelected(survey, selection)}.`, ...(await hints(survey, selection))].join(" ");
}

/** A sentence, without its full stop, for a selection that takes none of a file's cases. */
export function noneSelected(
  { file, total, only }: Survey,
  { pattern, tags, shard, ids, lastFailed }: Selection,
): string {
  const cases = only ? `cases of ${file} that say "only"` : `cases of ${file} (${total} in all)`;
  const wanted = [
    ...(pattern === undefined ? [] : [`has an id that matches ${String(pattern)}`]),
    ...(ids === undefined ? [] : [`is ${listed([...ids], 10)}`]),
    ...(tags.length === 0 ? [] : [`has the tag ${tags.join(" or ")}`]),
    ...(shard === undefined ? [] : [`falls into shard ${shard.index}/${shard.of}`]),
    ...(lastFailed === undefined ? [] : ["failed in the last run"]),
  ];
  return `None of the ${cases} ${wanted.join(" and ")}`;
}

/** Names the tags that exist if an unknown one was given, and ids if none matches. */
async function hints(survey: Survey, { pattern, tags }: Selection): Promise<string[]> {
  const ids: string[] = [];
  const known = new Set<string>();
  for await (const { case: testCase } of selectCases(survey, EVERY_CASE, false)) {
    ids.push(testCase.id);
    for (const tag of testCase.tags) known.add(tag);
  }
  const found = goneLines(survey);
  if (tags.some((tag) => !known.has(tag)))
    found.push(
      known.size === 0 ? "No case has a tag." : `The tags are: ${quoted([...known].sort())}.`,
    );
  if (pattern !== undefined && !ids.some((id) => pattern.test(id)))
    found.push(idHint(pattern, ids));
  return found;
}

/** A sentence on the cases that failed in the last run and are not in the file any more, if there are any. */
export function goneLines({ file, gone }: Survey): string[] {
  if (gone.length === 0) return [];
  const are = gone.length === 1 ? "is" : "are";
  return [`${quoted(gone)} failed in the last run, and ${are} not in ${file} any more.`];
}

function idHint({ source }: RegExp, ids: readonly string[]): string {
  const anyCase = new RegExp(source, "i");
  const meant = ids.find((id) => anyCase.test(id)) ?? nearest(source.replaceAll(/\W/g, ""), ids);
  return meant === undefined
    ? `The ids are: ${quoted(ids)}.`
    : `Did you mean ${JSON.stringify(meant)}?`;
}

/** The first ten names. */
function quoted(names: readonly string[]): string {
  const texts = names.map((name) => JSON.stringify(name));
  return listed(texts, 10);
}
