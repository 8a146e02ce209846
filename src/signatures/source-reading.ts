import type { FunctionReading } from "./signature.ts";

/** What a module is written in. */
export type Language = "ts" | "js";

/** What was read of a module. */
export interface SourceReading {
  /** What its tags go by: the same for the same text only. */
  readonly key: string;
  /** The offset at which code can be put before everything else. */
  readonly head: number;
  /** A function that contains another stands before it, and is there whenever the other is. */
  readonly functions: readonly TaggedFunction[];
}

/** A function of the module, and where its tag goes. */
interface TaggedFunction {
  /** The offset behind the brace that opens the body; of an arrow function without braces, where its expression starts and ends. */
  readonly body: readonly [start: number] | readonly [start: number, end: number];
  readonly reading: FunctionReading;
}
