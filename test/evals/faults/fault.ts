/** What is wrong with one agent or one team. `tool` is one of its functions, by the name that the model knows. */
export type Fault =
  /** The agent has lost a tool, though the model calls it all the same. */
  | { readonly kind: "tool dropped"; readonly agent: string; readonly tool: string }
  /** A tool fails, whatever it is given. */
  | { readonly kind: "tool fails"; readonly agent: string; readonly tool: string }
  /** A handoff goes to another agent. */
  | {
      readonly kind: "handoff swapped";
      readonly agent: string;
      readonly tool: string;
      readonly to: string;
    }
  /** A tool is not given the argument that the model wrote. */
  | {
      readonly kind: "argument changed";
      readonly agent: string;
      readonly tool: string;
      readonly argument: string;
    }
  /** A tool no longer sets a context variable. */
  | {
      readonly kind: "context update lost";
      readonly agent: string;
      readonly tool: string;
      readonly key: string;
    }
  /** The instructions lack a sentence. */
  | { readonly kind: "sentence lost"; readonly sentence: string }
  | TeamFault;

/** What is wrong with a team, or with an agent as its member. */
export type TeamFault =
  /** The teams that had it go on without it. */
  | { readonly kind: "member left out"; readonly member: string }
  /** The last of its members is now the first. */
  | { readonly kind: "order reversed"; readonly team: string }
  /** An agent has the instructions of another. */
  | { readonly kind: "prompt mistaken"; readonly agent: string; readonly of: string }
  /** An agent does not say the word that ends its team. */
  | { readonly kind: "end not said"; readonly agent: string };

/** For each case, by its id, the fault of each of its trials; null for none. */
export type Seeds = Readonly<Record<string, readonly (Fault | null)[]>>;
