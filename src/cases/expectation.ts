/** How a list of what is expected is compared with what happened. */
export type MatchMode = "exact" | "in_order" | "any_order" | "subset";

/** An expected tool call; what is left out may be anything. */
export interface CallPattern {
  readonly name: string;
  /** Deep equality, with matchers anywhere inside. */
  readonly arguments?: unknown;
  /** Who called. */
  readonly agent?: string;
  /** True if the call must have failed, false if it must not; or what the error says: a part of it, or a matcher. */
  readonly error?: boolean | string | Readonly<Record<string, unknown>>;
  /** What it answered: the value of a JSON text, or else the text. Deep equality, with matchers anywhere inside. */
  readonly result?: unknown;
}

/** What is expected of a text. */
export interface TextExpectation {
  readonly contains?: readonly string[];
  /** The same without regard to case. */
  readonly icontains?: readonly string[];
  readonly not_contains?: readonly string[];
  readonly regex?: string;
  readonly equals?: string;
}

/** A reply is graded by a model. */
export interface JudgeExpectation {
  readonly rubric: string;
  /** How often the model is asked; the majority decides. */
  readonly votes: number;
  /** The model that grades; the run's judge model by default. */
  readonly model?: string;
}

/** A check of the agents module or the config, and what it is given. */
export interface CustomCheckExpectation {
  readonly name: string;
  /** Any JSON; `{}` by default. */
  readonly with?: unknown;
}

/** Why a team came to its end, as its step says. */
export type Ended = "termination" | "rounds" | "person" | "nobody" | "failed";

/** What a turn or a case expects, in its long form. */
export interface Expectation {
  readonly tool_calls?: { readonly mode: MatchMode; readonly calls: readonly CallPattern[] };
  readonly not_called?: readonly string[];
  readonly handoffs?: {
    readonly mode: MatchMode;
    /** Agents handed off to, in order. */
    readonly route?: readonly string[];
    /** Handoffs that must not happen. */
    readonly never?: readonly (readonly [from: string, to: string])[];
    readonly max?: number;
  };
  /** Who had the floor, as `handoffs` has who was handed to; in a row once. */
  readonly speakers?: NonNullable<Expectation["handoffs"]>;
  /** Why the last team came to its end, or each of several by its name. */
  readonly ended?: Ended | Readonly<Record<string, Ended>>;
  /** Who is active at the end of a turn. */
  readonly agent?: string;
  /** Who is active at the end of the case. */
  readonly final_agent?: string;
  /** Of the last reply. */
  readonly output?: TextExpectation & {
    /** Of the last words of this member of a team. */
    readonly by?: string;
    /** The reply is JSON that holds this, and maybe more; matchers anywhere inside. */
    readonly json?: unknown;
    readonly judge?: JudgeExpectation;
  };
  /** Of all that the agents said: of each reply alone, or of all of them as one text. */
  readonly said?: TextExpectation;
  /** All of them hold. */
  readonly check?: readonly CustomCheckExpectation[];
  /** Deep partial match, with matchers anywhere inside. */
  readonly context_variables?: Readonly<Record<string, unknown>>;
  readonly state?: Readonly<Record<string, unknown>>;
  readonly max_model_calls?: number;
  /** In prompts and completions together. */
  readonly max_tokens?: number;
  /** US dollars. */
  readonly max_cost?: number;
  readonly max_latency_ms?: number;
  /** Tools may fail, even crash. Without it, a tool that crashes fails the trial unless a call expects its error. */
  readonly tool_errors?: "allow";
}
