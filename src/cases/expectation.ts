/** How a list of what is expected is held against the list of what happened. */
export type MatchMode = "exact" | "in_order" | "any_order" | "subset";

/** One expected tool call; what is left out may be anything. */
export interface CallPattern {
  readonly name: string;
  /** Deep equality, with matchers anywhere inside. */
  readonly arguments?: unknown;
  /** Who called. */
  readonly agent?: string;
  /** True where the call must have failed, false where it must not. */
  readonly error?: boolean;
}

/** A rubric for a model to grade a reply by. */
export interface JudgeExpectation {
  readonly rubric: string;
  /** How often the model is asked; the majority decides. */
  readonly votes: number;
  /** The model that grades; the run's judge model where it is not said. */
  readonly model?: string;
}

/** What a turn or a case expects, in its long form. */
export interface Expectation {
  readonly tool_calls?: { readonly mode: MatchMode; readonly calls: readonly CallPattern[] };
  readonly not_called?: readonly string[];
  readonly handoffs?: {
    readonly mode: MatchMode;
    /** Agents handed to, in order. */
    readonly route?: readonly string[];
    /** Edges that must not be taken, as from and to. */
    readonly never?: readonly (readonly [from: string, to: string])[];
    readonly max?: number;
  };
  /** Who is active at the end of a turn. */
  readonly agent?: string;
  /** Who is active at the end of the case. */
  readonly final_agent?: string;
  /** What the last reply says. */
  readonly output?: {
    readonly contains?: readonly string[];
    readonly not_contains?: readonly string[];
    readonly regex?: string;
    readonly equals?: string;
    /** What a model must find when it grades the reply. */
    readonly judge?: JudgeExpectation;
  };
  /** Deep partial match, with matchers anywhere inside. */
  readonly context_variables?: Readonly<Record<string, unknown>>;
  readonly state?: Readonly<Record<string, unknown>>;
  readonly max_model_calls?: number;
  /** Of prompts and completions together. */
  readonly max_tokens?: number;
  /** US dollars. */
  readonly max_cost?: number;
  readonly max_latency_ms?: number;
}
