import type { FunctionReading } from "../schema/signature.ts";
import type { Receiver } from "../syntax/receivers.ts";

/** What a build knew of a function, which carries it from then on: through bundling, minification and a change of name. */
export interface Mark {
  readonly reading: FunctionReading;
  readonly receiver?: Receiver | undefined;
}

/** The key of a function's mark, in `Symbol.for`: a process may run more than one copy of this package. */
export const MARK = "swarm-eval.mark";

export function markOf(fn: Function): Mark | undefined {
  return (fn as unknown as { readonly [key: symbol]: unknown })[Symbol.for(MARK)] as
    | Mark
    | undefined;
}
