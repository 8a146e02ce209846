import { contentText } from "../trajectory/content.ts";
import type { Ending } from "./team.ts";

/** Once the last words end with this: `TERMINATE`. Marks around it do not matter. */
export function says(word: string): Ending {
  return ({ messages }) => {
    const last = messages.findLast(({ sender, role }) => sender !== undefined && role !== "tool");
    return endsWith(contentText(last?.content ?? ""), word);
  };
}

/** Whether a text ends with a word, marks behind it apart. */
export function endsWith(text: string, word: string): boolean {
  return text.replace(/[\s.!*_`"']+$/u, "").endsWith(word);
}

/** Once any of these holds. */
export function anyOf(...endings: readonly Ending[]): Ending {
  return async (standing) => {
    for (const ending of endings) if (await ending(standing)) return true;
    return false;
  };
}
