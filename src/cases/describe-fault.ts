import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";
import type { Fault } from "../json/fault.ts";
import { explainFault } from "./explain-fault.ts";

/** Where in its line something is wrong, and what. Columns count from 1. */
export interface Described {
  readonly column: number;
  readonly message: string;
}

/** Puts the faults of a line into sentences that say what is allowed, in the order in which they stand in it. */
export function describeFaults(faults: readonly Fault[], line: string): Described[] {
  const tree = parseTree(line);
  return faults
    .map((fault) => ({ column: columnOf(fault, tree), message: explainFault(fault) }))
    .sort((a, b) => a.column - b.column);
}

function columnOf({ type, path }: Fault, tree: Node | undefined): number {
  if (tree === undefined) return 1;
  const node = path.length === 0 ? tree : findNodeAtLocation(tree, [...path]);
  const at = type === "key" ? node?.parent?.children?.[0] : node;
  return (at ?? tree).offset + 1;
}
