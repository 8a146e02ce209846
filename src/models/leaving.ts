import { plural } from "../text/count.ts";
import { MODELS, ofModel, TABLE_ORIGIN } from "./table.ts";

/** So many days ahead a leaving is worth a line. */
const NOTICE = 90;

const DAY = 24 * 60 * 60 * 1000;

/** A sentence if OpenAI's API serves a model for at most 90 more days, or no more; `who` asks it. */
export function leavingLine(model: string, who: string, now: Date): string | undefined {
  const { leaves, successor } = ofModel(MODELS, model) ?? {};
  if (leaves === undefined) return undefined;
  const days = Math.ceil((Date.parse(leaves) - now.getTime()) / DAY);
  if (days > NOTICE) return undefined;
  const when =
    days > 0
      ? `leaves OpenAI's API on ${leaves}, in ${plural(days, "day")}`
      : `left OpenAI's API on ${leaves}`;
  const instead = successor === undefined ? "" : `; OpenAI recommends ${successor} in its place`;
  const source = `${TABLE_ORIGIN.days}, as of ${TABLE_ORIGIN.date}`;
  return `${model}, asked by ${who}, ${when}${instead} (${source}). Its recordings go on to replay.`;
}
