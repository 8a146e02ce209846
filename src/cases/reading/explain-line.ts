import { isRecord } from "../../json/value.ts";
import { lossFaults } from "../../json/loss.ts";
import { LossError, parseStrictly, TooDeepError } from "../../json/parse-strictly.ts";
import { caseRule } from "../rules/case-rule.ts";
import { describeFaults } from "./explain-fault.ts";
import type { Described } from "./explain-fault.ts";
import { describeSyntaxError } from "./syntax-error.ts";

/** Why a line of a case file cannot be used. */
export interface ExplainedLine {
  /** In the order in which they stand in the line. */
  readonly problems: readonly Described[];
  /** Whether it ends within its case, so that the lines after it may be the rest of it. */
  readonly unfinished: boolean;
  /** Whether it is at least meant to be a whole case. */
  readonly hasId: boolean;
}

/** Says all that is wrong with a line that is no case. */
export function explainLine(line: string): ExplainedLine {
  try {
    parseStrictly(line);
  } catch (error) {
    if (error instanceof TooDeepError) {
      const problem = { column: error.offset + 1, message: `${error.message}.` };
      return { problems: [problem], unfinished: false, hasId: false };
    }
    if (!(error instanceof LossError)) {
      const { unfinished, ...problem } = describeSyntaxError(line, (error as Error).message);
      return { problems: [problem], unfinished, hasId: false };
    }
  }
  const value: unknown = JSON.parse(line);
  return {
    problems: describeFaults([...lossFaults(line), ...caseRule(value)], line),
    unfinished: false,
    hasId: isRecord(value) && "id" in value,
  };
}
