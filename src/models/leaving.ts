import { plural } from "../text/count.ts";
import { MODELS, ofModel, TABLE_ORIGIN } from "./table.ts";

/** So many days ahead a leaving is worth a line. */
const NOTICE = 90;

const DAY = 24 * 60 * 60 * 1000;

/** A sentence for each model that OpenAI's API serves for at most 90 more days, or no more. */
export function leavingLines(models: Iterable<string>, now: Date): string[] {
  return [...new Set(models)].flatMap((model) => {
    const { leaves, successor } = ofModel(MODELS, model) ?? {};
    if (leaves === undefined) return [];
    const days = Math.ceil((Date.parse(leaves) - now.getTime()) / DAY);
    if (days > NOTICE) return [];
    const when =
      days > 0
        ? `leaves OpenAI's API on ${leaves}, in ${plural(days, "day")}`
        : `left OpenAI's API on ${leaves}`;
    const instead = successor === undefined ? "" : `; OpenAI recommends ${successor} in its place`;
    const source = `${TABLE_ORIGIN.days}, as of ${TABLE_ORIGIN.date}`;
    return [`${model} ${when}${instead} (${source}). Its recordings go on to replay.`];
  });
}
