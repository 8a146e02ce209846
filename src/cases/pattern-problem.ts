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

const EITHER_CASE = "a letter of either case is written [Rr]";
