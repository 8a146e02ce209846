import { AsyncLocalStorage } from "node:async_hooks";
import type { Floor } from "./floor.ts";
import type { Strand } from "./strand.ts";

/** A call of a tool, as the tool sees it. */
export interface Calling {
  /** How the caller is asked. */
  readonly floor: Floor;
  /** What others do that the tool gives the floor to is played here, as part of the caller's run. */
  readonly strand: Strand<unknown>;
}

const current = new AsyncLocalStorage<Calling>();

/** Runs a tool, which may give the floor to others in its turn: they are asked as its caller is. */
export function asCalled<T>(calling: Calling, run: () => T): T {
  return current.run(calling, run);
}

/** The call that a tool answers; undefined outside of any run. */
export function currentCalling(): Calling | undefined {
  return current.getStore();
}
