/** A JSON Schema; its keywords are the specification's. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A function as a model sees it, as data that survives JSON. */
export interface Signature {
  readonly name: string;
  /** The JSDoc's text without its `@param` tags. */
  readonly description: string | undefined;
  /** In the function's order; `contextVariables` is never among them. */
  readonly parameters: readonly Parameter[];
  /** Whether the model's arguments are passed one by one, or as the properties of one destructured object. */
  readonly call: "positional" | "object";
  /** Where the context variables go: a position among the arguments, or a property of the destructured object. */
  readonly contextVariables: number | "property" | undefined;
}

/** One argument that the model is asked for. */
export interface Parameter {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** Whether the function expects a Date for each `format: "date-time"` in the schema. */
  readonly dates: boolean;
  /** Set in JavaScript where neither JSDoc nor its place tells the type, so that only a default may show it. */
  readonly untyped?: true;
}

/** A function's signature without its name, which the function carries itself, or why there is no signature. */
export type FunctionReading =
  | ({
      readonly type: "signature";
      /** Those that are refused may still be bound. */
      readonly parameters: readonly (Parameter | RefusedParameter)[];
    } & Omit<Signature, "name" | "parameters">)
  | ({ readonly type: "refusal" } & Refusal);

export interface RefusedParameter {
  readonly refusal: Refusal;
}

/** Why a function has no signature. The reason is a clause that follows the name of the function or the parameter. */
export interface Refusal {
  readonly parameter?: string | undefined;
  readonly reason: string;
  /** What to write instead; `tool()` unless told otherwise. */
  readonly advice?: string | undefined;
}
