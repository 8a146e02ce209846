import { createContext, Script } from "node:vm";
import { show } from "../../json/show.ts";

const LONGEST_MS = 1_000;
/** So short a text cannot keep any pattern busy. */
const SHORT = 16;

/** A pattern tries too many ways to match a text. */
export class SlowPatternError extends Error {
  override readonly name = "SlowPatternError";

  constructor(pattern: RegExp, text: string) {
    super(
      `${String(pattern)} was still tried after ${LONGEST_MS} ms on ${show(text, 100)}: it has too many ways to match. ` +
        "Repeat nothing that is repeated itself, as in (a+)+, and let no two repetitions beside each other match the same, as in \\d*\\d*.",
    );
  }
}

/** Whether a pattern of a case matches a text. Throws SlowPatternError where that takes more than a second. */
export function matches(pattern: RegExp, text: string): boolean {
  if (text.length <= SHORT || repetitions(pattern.source) <= 1) return pattern.test(text);
  sandbox ??= createContext({});
  search ??= new Script("pattern.test(text)");
  Object.assign(sandbox, { pattern, text });
  try {
    return search.runInContext(sandbox, { timeout: LONGEST_MS }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new SlowPatternError(pattern, text);
  }
}

let sandbox: object | undefined;
let search: Script | undefined;

/** How much of a pattern may match more than once, or not at all. Only several of these can try each other's ways. */
function repetitions(source: string): number {
  const bare = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, "x").replace(/\(\?/g, "(");
  return bare.match(/[*+?{]\??/g)?.length ?? 0;
}
