import { EVERY_CASE, selectCases } from "./select-cases.ts";
import type { Selection, Survey } from "./select-cases.ts";
import { selectionHint } from "./selection-hint.ts";

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
