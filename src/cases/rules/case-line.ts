import type { Case, SimulatedUser, UserContent } from "../case.ts";
import type { CommandLine } from "../command.ts";
import type {
  CallPattern,
  CustomCheckExpectation,
  Expectation,
  JudgeExpectation,
  MatchMode,
} from "../expectation.ts";
import type { ModelFault, ToolFault } from "../faults.ts";
import type { AgentOf, CaseNames, CheckOf, ToolOf } from "./case-names.ts";

/** A line of a case file, with its short forms. */
export type CaseLine<Names extends CaseNames = CaseNames> =
  | SingleTurnLine<Names>
  | SimulatedLine<Names>
  | TurnsLine<Names>;

/** A case of a single turn, with `user` and `expect` beside its `id`. */
export interface SingleTurnLine<Names extends CaseNames = CaseNames> extends CommonLine<Names> {
  readonly user: UserContent;
  readonly expect: ExpectationLine<Names>;
}

/** A case whose user a model plays. Its `expect` is for the whole case. */
export interface SimulatedLine<Names extends CaseNames = CaseNames> extends CommonLine<Names> {
  readonly user: SimulatedUser;
  readonly expect: ExpectationLine<Names>;
}

/** A case of one or more turns. Its `expect` is for the whole case. */
export interface TurnsLine<Names extends CaseNames = CaseNames> extends CommonLine<Names> {
  readonly turns: readonly TurnLine<Names>[];
  readonly expect?: ExpectationLine<Names>;
}

export interface TurnLine<Names extends CaseNames = CaseNames> {
  readonly user: UserContent;
  readonly expect?: ExpectationLine<Names>;
}

/** What a case has beside its turns; only the id is required. */
export interface CommonLine<Names extends CaseNames = CaseNames>
  extends
    Pick<Case, "id">,
    Partial<Omit<Case, "id" | "turns" | "user" | "expect" | "agent" | "command" | "faults">> {
  readonly agent?: AgentOf<Names>;
  readonly faults?: readonly FaultLine<Names>[];
  /** A list is short for its program and arguments. */
  readonly command?: CommandLine;
}

/** A fault that is put into a call of a tool, by default into the first. */
export interface ToolFaultLine<Names extends CaseNames = CaseNames> extends Omit<
  ToolFault,
  "tool" | "call"
> {
  readonly tool: ToolOf<Names>;
  readonly call?: ToolFault["call"];
}

export type FaultLine<Names extends CaseNames = CaseNames> = ToolFaultLine<Names> | ModelFault;

type Short = "tool_calls" | "handoffs" | "speakers" | "output" | "said" | "check";
type Named = "not_called" | "agent" | "final_agent";

/** `agent` is for a turn, `final_agent` for a case. */
export interface ExpectationLine<Names extends CaseNames = CaseNames> extends Omit<
  Expectation,
  Short | Named
> {
  readonly tool_calls?: CallListLine<Names> | ModedCallsLine<Names>;
  readonly not_called?: readonly ToolOf<Names>[];
  readonly handoffs?: readonly AgentOf<Names>[] | HandoffsLine<Names>;
  /** Not only agents: members of teams have names that no type knows. */
  readonly speakers?: readonly string[] | HandoffsLine;
  readonly output?: OutputLine;
  readonly said?: TextLine;
  readonly check?: CheckOf<Names> | readonly CheckOf<Names>[];
  readonly agent?: AgentOf<Names>;
  readonly final_agent?: AgentOf<Names>;
}

/** Expected calls, each by its name alone or as a pattern. */
export type CallListLine<Names extends CaseNames = CaseNames> = readonly (
  | ToolOf<Names>
  | CallLine<Names>
)[];

/** An expected call as a pattern. */
interface CallLine<Names extends CaseNames> extends Omit<CallPattern, "name" | "agent"> {
  readonly name: ToolOf<Names>;
  readonly agent?: AgentOf<Names>;
}

/** Expected calls in another mode than `exact`. */
export interface ModedCallsLine<Names extends CaseNames = CaseNames> {
  readonly mode: MatchMode;
  readonly calls: CallListLine<Names>;
}

/** Expected handoffs, if a list of agents is not enough. Their mode is `exact` by default. */
export interface HandoffsLine<Names extends CaseNames = CaseNames> extends Partial<
  Omit<NonNullable<Expectation["handoffs"]>, "route" | "never">
> {
  readonly route?: readonly AgentOf<Names>[];
  readonly never?: readonly (readonly [from: AgentOf<Names>, to: AgentOf<Names>])[];
}

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
  readonly by?: string;
  readonly json?: unknown;
  readonly judge?: string | JudgeLine;
}

/** How a model grades, with one vote by default. */
export type JudgeLine = Omit<JudgeExpectation, "votes"> & Partial<JudgeExpectation>;

/** A check of one's own, by its name alone or with what it is given. */
export type CheckLine = string | CustomCheckExpectation;
