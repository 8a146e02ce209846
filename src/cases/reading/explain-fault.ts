import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";
import { faultText } from "../../json/fault.ts";
import type { Fault } from "../../json/fault.ts";
import { meant } from "../rules/meant.ts";

/** What is wrong, where, and what is allowed, in sentences. */
export function explainFault(fault: Fault): string {
  return [`${faultText(fault)}.`, ...remedies(fault)].join(" ");
}

function remedies(fault: Fault): string[] {
  switch (fault.type) {
    case "value":
      return [];
    case "missing": {
      const remedy = MISSING[fault.key];
      return remedy === undefined ? [] : [remedy];
    }
    case "key": {
      const { path, known, remedy } = fault;
      const near = meant(String(path.at(-1)), known);
      const hint = remedy ?? (near === undefined ? undefined : `Did you mean "${near}"?`);
      return [hint, `Allowed: ${known.join(", ")}.`].filter((part) => part !== undefined);
    }
  }
}

const MISSING: Readonly<Record<string, string>> = {
  id: 'Give the case a name of its own, such as "id":"refund-refused".',
  turns:
    'A case says "turns":[{"user":"…","expect":{…}}], or "user":"…" with "expect":{…} for a single turn.',
  user: "A turn is what the user says, and what is expected of what follows.",
  expect: "A case that expects nothing could never fail.",
  name: "It is the name of the tool that is called.",
  mode: "It is one of exact, in_order, any_order, subset.",
  calls: "It is the list of calls that the mode is for.",
  rubric: "It says what the reply must do.",
  content: "It is what was said.",
  tool_call_id: "It is the id of the call that is answered.",
};

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
