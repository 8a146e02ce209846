/** A JSON Schema; its keywords are the specification's. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a plain function says of itself, as data that survives JSON. */
export interface Signature {
  readonly name: string;
  /** The JSDoc's text, without what it says of each parameter. */
  readonly description: string | undefined;
  /** What the model is asked for, in the function's order; `contextVariables` is never among them. */
  readonly parameters: readonly Parameter[];
  /** Whether the model's arguments are passed one by one, or as the properties of one destructured object. */
  readonly call: "positional" | "object";
  /** Where the context variables go: a position among the arguments (from 0), or a property of the destructured object. */
  readonly contextVariables: number | "property" | undefined;
}

/** One argument that the model is asked for. */
export interface Parameter {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** Whether date-time strings in it must be handed over as Dates: every `format: "date-time"` in the schema stands for a `Date`. */
  readonly dates: boolean;
}

/** The reading of one function: its signature but for the name, which the function carries itself, or why there is none. */
export type FunctionReading =
  | ({ readonly type: "signature" } & Omit<Signature, "name">)
  | ({ readonly type: "refusal" } & Refusal);

/** Why a function has no signature. The reason is a clause that follows the function's or the parameter's name. */
export interface Refusal {
  readonly parameter?: string | undefined;
  readonly reason: string;
}
