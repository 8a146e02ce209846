/** Why a regular expression is none, or surely not the one that was meant; undefined where it is fine. */
export function patternProblem(source: string, flags = ""): string | undefined {
  if (/^\/.*\/[dgimsuvy]*i[dgimsuvy]*$/.test(source))
    return `write the pattern alone, with no slashes around it; ${EITHER_CASE}`;
  if (/[gy]/.test(flags))
    return `the flags g and y go on from an earlier match, and there is none: leave them out`;
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return source.startsWith("(?i)") ? `${message}; ${EITHER_CASE}` : message;
  }
}

/** Why a pattern is in any text at all; undefined where one may be without it, or where that cannot be told. */
export function vacuousPattern(source: string): string | undefined {
  // Without an assertion, what is found in an empty text is found at the start of every text; an anchor at one end changes nothing.
  const inner = source.replace(/^\^|(?<!\\)\$$/, "");
  const asserts = /[$^]|\\[bB]|\(\?<?[=!]/.test(inner);
  return !asserts && new RegExp(inner).test("")
    ? "it is in every reply, even an empty one"
    : undefined;
}

const EITHER_CASE = "a letter of either case is written [Rr]";
