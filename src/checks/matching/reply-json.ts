import { tooDeepAt } from "../../json/depth.ts";
import { isExactNumber } from "../../json/parse-strictly.ts";
import { RAW } from "../../json/value.ts";

/** A fence of Markdown with what stands in it: it ends with the marks that it begins with. */
const FENCE = /^ {0,3}(`{3,}|~{3,})[^`\n]*\n([\s\S]*?)^ {0,3}\1[`~]* *$/gm;

/**
 * The value of a reply that is JSON as a whole, or that has JSON in one fence of Markdown, whatever is said around it.
 * Undefined if there is none, or more than one.
 */
export function jsonIn(reply: string): unknown {
  const [whole] = valuesOf(reply);
  if (whole !== undefined) return whole;
  const fenced = [...reply.matchAll(FENCE)].flatMap(([, , text = ""]) => valuesOf(text));
  return fenced.length === 1 ? fenced[0] : undefined;
}

/** The value of a JSON text in a list; none for any other text, and for one that is nested too deeply. A number that would be bent equals no number. */
function valuesOf(text: string): readonly unknown[] {
  if (tooDeepAt(text) !== undefined) return [];
  try {
    const value: unknown = JSON.parse(
      text,
      (_key, part: unknown, { source = "0" }: { readonly source?: string } = {}) =>
        typeof part === "number" && !isExactNumber(source) ? RAW.rawJSON(source) : part,
    );
    return [value];
  } catch {
    return [];
  }
}
