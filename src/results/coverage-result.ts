/** Whether a run touched something, and in which cases, if that was asked for. */
export interface Covered {
  readonly covered: boolean;
  /** Ids, sorted. */
  readonly cases?: readonly string[];
}

/** An agent, a team, or a person in one; it is touched when it becomes active or has the floor. */
export interface CoveredAgent extends Covered {
  readonly agent: string;
  /** False if only its name is known: what it can do is not listed. */
  readonly known: boolean;
  /** Whom it can give the floor to and have it back: the members of a team, and those whom its tools call. */
  readonly members?: readonly string[];
}

/** A way from one agent to another; it is touched when it is taken. */
export interface CoveredHandoff extends Covered {
  readonly from: string;
  readonly to: string;
  /** The functions that do so; none if it was only seen to happen. */
  readonly functions: readonly string[];
}

/** A way from one member of a team to another that its rule of turns allows; it is touched when it is taken. */
export interface CoveredTransition extends Covered {
  readonly team: string;
  readonly from: string;
  readonly to: string;
}

/** A function of an agent; it is touched when it is called. */
export interface CoveredTool extends Covered {
  readonly agent: string;
  readonly tool: string;
}

/** A context variable; it is touched when a trial ends with it set. */
export interface CoveredKey extends Covered {
  readonly key: string;
}

/** A check of one's own that the agents module exports; it is touched when a case that is played names it. */
interface CoveredCheck extends Covered {
  readonly check: string;
}

/** A question that the source does not answer; it counts neither as touched nor as untouched. */
export interface Unresolved {
  /** To whom a function hands off, or which context variables it changes or reads. */
  readonly about: "handoffs" | "changes" | "reads";
  /** `instructions`, or the function's name. */
  readonly function: string;
  readonly agents: readonly string[];
  /** For handoffs: the expressions that it returns, as the source has them. */
  readonly source: readonly string[];
}

/** What a run touched, of all that can be reached from where its cases begin. */
export interface CoverageResult {
  /** The share of all that is listed here, but for checks; null if nothing is. */
  readonly share: number | null;
  readonly agents: readonly CoveredAgent[];
  readonly handoffs: readonly CoveredHandoff[];
  /** Present if a team says who may follow whom. */
  readonly transitions?: readonly CoveredTransition[];
  /** Functions that do more than hand off, once for each agent that has them. */
  readonly tools: readonly CoveredTool[];
  /** Context variables that a reachable function changes or reads, or was seen to change. */
  readonly context_keys: readonly CoveredKey[];
  /** Present if the agents module exports any. */
  readonly checks?: readonly CoveredCheck[];
  readonly unresolved: readonly Unresolved[];
}

/** Each question once, with all agents that it is about. */
export function joinedQuestions(all: readonly Unresolved[]): Unresolved[] {
  const groups = Map.groupBy(all, ({ about, function: name, source }) =>
    [about, name, ...source].join("\n"),
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, agents: [...new Set([first, ...others].flatMap((one) => one.agents))] }],
  );
}
