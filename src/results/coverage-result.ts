import { list, number, openObject, orNull, string, trueOrFalse } from "../json/rules.ts";
/** Whether a run touched something, and by which cases, where that was asked for. */
export interface Covered {
  readonly covered: boolean;
  /** Ids, sorted. */
  readonly cases?: readonly string[];
}

/** An agent; a run touches it where it becomes active. */
export interface CoveredAgent extends Covered {
  readonly agent: string;
  /** False of an agent that only its name is known of: what it can do is not among the rest. */
  readonly known: boolean;
}

/** A way from one agent to another; a run touches it where it is taken. */
export interface CoveredHandoff extends Covered {
  readonly from: string;
  readonly to: string;
  /** The functions that hand off so; none where that was only seen to happen. */
  readonly functions: readonly string[];
}

/** A function of an agent; a run touches it where it is called. */
export interface CoveredTool extends Covered {
  readonly agent: string;
  readonly tool: string;
}

/** A context variable; a run touches it where a trial ends with it set. */
export interface CoveredKey extends Covered {
  readonly key: string;
}

/** Something that the source does not tell, so that it counts neither as touched nor as untouched. */
export interface Unresolved {
  /** To whom a function may hand off, which context variables it may change, or read. */
  readonly about: "handoffs" | "changes" | "reads";
  /** `instructions`, or the function's name. */
  readonly function: string;
  readonly agents: readonly string[];
  /** The expressions that it returns, in the words of the source; of a handoff only. */
  readonly source: readonly string[];
}

/** What a run touched of all that can be reached from where its cases begin. */
export interface CoverageResult {
  /** Of all that is listed here; null where nothing is. */
  readonly share: number | null;
  readonly agents: readonly CoveredAgent[];
  readonly handoffs: readonly CoveredHandoff[];
  /** Functions that do more than hand off, for each agent that has them. */
  readonly tools: readonly CoveredTool[];
  /** Context variables that a reachable function changes or reads, or was seen to change. */
  readonly context_keys: readonly CoveredKey[];
  readonly unresolved: readonly Unresolved[];
}

const text = string();

/** What a result says of coverage. */
export const COVERAGE = openObject<CoverageResult>({
  share: orNull(number),
  agents: list(openObject<CoveredAgent>({ agent: text, known: trueOrFalse, covered: trueOrFalse })),
  handoffs: list(openObject<CoveredHandoff>({ from: text, to: text, covered: trueOrFalse })),
  tools: list(openObject<CoveredTool>({ agent: text, tool: text, covered: trueOrFalse })),
  context_keys: list(openObject<CoveredKey>({ key: text, covered: trueOrFalse })),
  unresolved: list(
    openObject<Unresolved>({ about: text, function: text, agents: list(text), source: list(text) }),
  ),
});
