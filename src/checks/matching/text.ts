import type { TextExpectation } from "../../cases/expectation.ts";
import { show } from "../../json/show.ts";
import { matches } from "./bounded-regex.ts";
import { lookAlike } from "./look-alikes.ts";
import { showDifference } from "./mismatch.ts";

/** What is wrong with what was said, a sentence each. What holds of one of the texts holds, but for `not_contains`. */
export function* textProblems(
  expected: TextExpectation,
  texts: readonly string[],
  what: string,
): Generator<string> {
  const { contains = [], icontains = [], not_contains = [], regex, equals } = expected;
  const some = (holds: (text: string) => boolean): boolean => texts.some(holds);
  for (const part of contains)
    if (!some((text) => text.includes(part))) yield describeMissing(part, texts, what);
  for (const part of icontains)
    if (!some((text) => inAnyCase(part).test(text)))
      yield `expected ${what} to contain ${show(part)} in any case`;
  for (const part of not_contains) {
    const text = texts.find((each) => each.includes(part));
    if (text !== undefined) yield describeForbidden(part, text, what);
  }
  if (regex !== undefined) {
    const pattern = new RegExp(regex);
    if (!some((text) => matches(pattern, text))) yield `expected ${what} to match /${regex}/`;
  }
  if (equals !== undefined && !texts.includes(equals)) {
    const [wanted, got] = showDifference(equals, nearestTo(equals, texts));
    yield `expected ${what} to equal ${wanted}, got ${got}`;
  }
}

/** Case as Unicode folds it, the same in every locale. */
function inAnyCase(part: string): RegExp {
  return new RegExp(part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "iu");
}

function describeMissing(part: string, texts: readonly string[], what: string): string {
  const near = texts.map((text) => lookAlike(part, text)).find((found) => found !== undefined);
  const [wanted, got] = near === undefined ? [show(part)] : showDifference(part, near);
  return `expected ${what} to contain ${wanted}${got === undefined ? "" : `, but it contains ${got}`}`;
}

/** This many characters are shown on either side of a forbidden part. */
const AROUND = 30;

function describeForbidden(part: string, text: string, what: string): string {
  const at = text.indexOf(part);
  const around = text.slice(Math.max(0, at - AROUND), at + part.length + AROUND);
  return `expected ${what} not to contain ${show(part)}, but it does: ${show(around)}`;
}

/** The text that looks like another, else the last. */
function nearestTo(wanted: string, texts: readonly string[]): string {
  const near = texts.find((text) => lookAlike(wanted, text) === text);
  return near ?? texts.at(-1) ?? "";
}
