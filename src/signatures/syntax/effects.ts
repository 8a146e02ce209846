/** What a function's source says of what it does to a conversation. Lists without entries are left out. */
export interface Effects {
  /** The names of agents that it returns, alone or in a Result. */
  readonly agents?: readonly string[];
  /** What it returns of other modules and may be an agent. */
  readonly imports?: readonly ImportedValue[];
  /** What else it returns and may be an agent, in the words of the source. */
  readonly unknown?: readonly string[];
  /** Whether it may return anything but an agent. */
  readonly answers: boolean;
  /** Context variables that it changes. */
  readonly writes?: readonly string[];
  /** Present where it may change others. */
  readonly writesMore?: true;
  /** Context variables that it reads. */
  readonly reads?: readonly string[];
  /** Present where it may read others. */
  readonly readsMore?: true;
  /** What it reads of its first parameter, which for instructions are the context variables. */
  readonly first?: readonly string[];
  readonly firstMore?: true;
}

/** A value that another module exports, or part of one. */
export interface ImportedValue {
  /** As it is written: `./refunds.ts`. */
  readonly from: string;
  /** From the module's exports on: `["default"]`, `["team", "refunds"]`. */
  readonly path: readonly string[];
}
