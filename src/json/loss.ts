import { parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";
import { faulty, within } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { isHeld } from "./held-number.ts";

/** What JSON.parse drops from a text without a word: keys that are given twice, and digits that a number cannot hold. */
export function lossFaults(text: string): readonly Fault[] {
  const tree = parseTree(text);
  return tree === undefined ? [] : faultsOf(tree, text);
}

function faultsOf(node: Node, text: string): readonly Fault[] {
  if (node.type === "number")
    return digitFaults(text.slice(node.offset, node.offset + node.length));
  if (node.type === "array")
    return (node.children ?? []).flatMap((item, index) => within(index, faultsOf(item, text)));
  const times = new Map<string, number>();
  return (node.children ?? []).flatMap(({ children: [name, value] = [] }): readonly Fault[] => {
    if (name === undefined || value === undefined) return [];
    const key = name.value as string;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    if (time > 2) return [];
    const twice = "the key is given twice, and only the last would count";
    return within(key, time === 1 ? faultsOf(value, text) : faulty(twice));
  });
}

function digitFaults(written: string): readonly Fault[] {
  if (isHeld(written)) return [];
  const held = Number(written);
  return faulty(
    Number.isFinite(held)
      ? `${written} has more digits than a number holds: it would be read as ${BigInt(held)}, as would its neighbours. Let it be a string`
      : `${written} is too large for a number`,
  );
}
