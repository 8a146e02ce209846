import type { Selection } from "../../runner/suite/select-cases.ts";

/** The flags that say which cases are played. */
export interface SelectionFlags {
  readonly testNamePattern?: RegExp;
  readonly tag?: readonly string[];
  readonly shard?: { readonly index: number; readonly of: number };
}

/** Which cases the flags name. In CI, a case with `only` is refused. */
export function selectionOf({ testNamePattern, tag = [], shard }: SelectionFlags): Selection {
  const ci = process.env["CI"];
  return { pattern: testNamePattern, tags: tag, shard, allowOnly: !ci || ci === "false" };
}
