import { show } from "../../json/show.ts";
import { cut } from "../../text/printable.ts";

/** Characters that stand before the first difference of two texts. */
const LEAD = 20;

/** An expected value and another that differs from it, each as JSON; of long texts only where they part. */
export function showDifference(expected: unknown, got: unknown): readonly [string, string] {
  if (typeof expected !== "string" || typeof got !== "string") return [show(expected), show(got)];
  let parting = 0;
  while (parting < expected.length && expected[parting] === got[parting]) parting++;
  // Whether the difference is within what would be shown anyhow.
  if (parting < 3 * LEAD) return [show(expected), show(got)];
  const around = (text: string): string => {
    const part = text.slice(parting - LEAD).replace(HALF_A_CHARACTER, "");
    return JSON.stringify(`…${cut(part, 80)}`);
  };
  return [around(expected), around(got)];
}

const HALF_A_CHARACTER = /^[\uDC00-\uDFFF]/;
