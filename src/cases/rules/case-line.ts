import type { Case, UserContent } from "../case.ts";
import type { CallPattern, Expectation, JudgeExpectation, MatchMode } from "../expectation.ts";

/** What a line of a case file may say, in all its short forms. */
export type CaseLine = SingleTurnLine | TurnsLine;

/** A case of a single turn, whose `user` and `expect` stand beside its `id`. */
export interface SingleTurnLine extends CommonLine {
  readonly user: UserContent;
  readonly expect: ExpectationLine;
}

/** A case of one or more turns, with what is expected of the whole beside them. */
export interface TurnsLine extends CommonLine {
  readonly turns: readonly TurnLine[];
  readonly expect?: ExpectationLine;
}

/** One turn of such a case. */
export interface TurnLine {
  readonly user: UserContent;
  readonly expect?: ExpectationLine;
}

/** What a case says beside its turns; only the id must be there. */
export type CommonLine = Pick<Case, "id"> & Partial<Omit<Case, "id" | "turns" | "expect">>;

type Short = "tool_calls" | "handoffs" | "output";

/** What stands in `expect`. `agent` is for a turn, `final_agent` for a case. */
export interface ExpectationLine extends Omit<Expectation, Short> {
  readonly tool_calls?: CallListLine | ModedCallsLine;
  readonly handoffs?: NonNullable<Expectation["handoffs"]>["route"] | HandoffsLine;
  readonly output?: OutputLine;
}

/** Calls that are expected, each by its name alone or with more that is expected of it. */
export type CallListLine = readonly (string | CallPattern)[];

/** Such a list that is held otherwise than exactly. */
export interface ModedCallsLine {
  readonly mode: MatchMode;
  readonly calls: CallListLine;
}

/** Handoffs that are expected, where a list of agents does not say it all. Its mode is `exact` where none is given. */
export type HandoffsLine = Partial<NonNullable<Expectation["handoffs"]>>;

/** What the last reply must say; a text stands for a list of one, and for a rubric with one vote. */
export interface OutputLine {
  readonly contains?: string | readonly string[];
  readonly not_contains?: string | readonly string[];
  readonly regex?: string;
  readonly equals?: string;
  readonly judge?: string | JudgeLine;
}

/** How a model grades; one vote is asked for where it is not said. */
export type JudgeLine = Omit<JudgeExpectation, "votes"> & Partial<JudgeExpectation>;
