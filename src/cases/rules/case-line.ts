import type { Case, UserContent } from "../case.ts";
import type { CallPattern, Expectation, JudgeExpectation, MatchMode } from "../expectation.ts";

/** A line of a case file, with its short forms. */
export type CaseLine = SingleTurnLine | TurnsLine;

/** A case of a single turn, with `user` and `expect` beside its `id`. */
export interface SingleTurnLine extends CommonLine {
  readonly user: UserContent;
  readonly expect: ExpectationLine;
}

/** A case of one or more turns. Its `expect` is for the whole case. */
export interface TurnsLine extends CommonLine {
  readonly turns: readonly TurnLine[];
  readonly expect?: ExpectationLine;
}

export interface TurnLine {
  readonly user: UserContent;
  readonly expect?: ExpectationLine;
}

/** What a case has beside its turns; only the id is required. */
export type CommonLine = Pick<Case, "id"> & Partial<Omit<Case, "id" | "turns" | "expect">>;

type Short = "tool_calls" | "handoffs" | "output" | "said";

/** `agent` is for a turn, `final_agent` for a case. */
export interface ExpectationLine extends Omit<Expectation, Short> {
  readonly tool_calls?: CallListLine | ModedCallsLine;
  readonly handoffs?: NonNullable<Expectation["handoffs"]>["route"] | HandoffsLine;
  readonly output?: OutputLine;
  readonly said?: TextLine;
}

/** Expected calls, each by its name alone or as a pattern. */
export type CallListLine = readonly (string | CallPattern)[];

/** Expected calls in another mode than `exact`. */
export interface ModedCallsLine {
  readonly mode: MatchMode;
  readonly calls: CallListLine;
}

/** Expected handoffs, if a list of agents is not enough. Their mode is `exact` by default. */
export type HandoffsLine = Partial<NonNullable<Expectation["handoffs"]>>;

/** What is expected of a text; a text is short for a list of one. */
export interface TextLine {
  readonly contains?: string | readonly string[];
  readonly icontains?: string | readonly string[];
  readonly not_contains?: string | readonly string[];
  readonly regex?: string;
  readonly equals?: string;
}

/** What is expected of the last reply; a text is short for a rubric with one vote. */
export interface OutputLine extends TextLine {
  readonly json?: unknown;
  readonly judge?: string | JudgeLine;
}

/** How a model grades, with one vote by default. */
export type JudgeLine = Omit<JudgeExpectation, "votes"> & Partial<JudgeExpectation>;
