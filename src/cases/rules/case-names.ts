import type { CustomCheckExpectation } from "../expectation.ts";

/** The names that cases use. Of what is left out, every name compiles. */
export interface CaseNames {
  /** A union of the agents' names. */
  readonly agents?: string;
  /** A union of the names of their tools, handoffs among them. */
  readonly tools?: string;
  /** The type of the checks that the agents module or the config exports: `typeof checks`. */
  readonly checks?: object;
}

export type AgentOf<Names extends CaseNames> = Names extends { readonly agents: infer Agent }
  ? Agent & string
  : string;

export type ToolOf<Names extends CaseNames> = Names extends { readonly tools: infer Tool }
  ? Tool & string
  : string;

/** A check by its name alone, or with what it is given: that is typed where the check is a function. */
export type CheckOf<Names extends CaseNames> = Names extends { readonly checks: infer Checks }
  ? {
      [Name in keyof Checks & string]: Name | CheckWith<Name, GivenTo<Checks[Name]>>;
    }[keyof Checks & string]
  : string | CustomCheckExpectation;

interface CheckWith<Name extends string, Given> {
  readonly name: Name;
  readonly with?: Given;
}

/** What a schema takes is not in the type of a check that has one: it is validated as the case is read. */
type GivenTo<Check> = Check extends (scope: never, given: infer Given) => unknown ? Given : unknown;
