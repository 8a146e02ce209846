import { parseTree, type Node } from "jsonc-parser";
import { faulty, NO_FAULTS, within, type Fault } from "./fault.ts";
import { isExactNumber } from "./parse-strictly.ts";

/** What JSON.parse silently drops from a text: keys that are given twice, and digits that a number cannot hold. */
export function lossFaults(text: string): readonly Fault[] {
  const tree = parseTree(text);
  return tree === undefined ? NO_FAULTS : faultsOf(tree, text);
}

function faultsOf(node: Node, text: string): readonly Fault[] {
  const children = node.children ?? [];
  if (node.type === "number")
    return digitFaults(text.slice(node.offset, node.offset + node.length));
  if (node.type === "array")
    return children.flatMap((item, index) => within(index, faultsOf(item, text)));
  const times = new Map<string, number>();
  return children.flatMap(({ children: [name, value] = [] }): readonly Fault[] => {
    if (name === undefined || value === undefined) return NO_FAULTS;
    const key = name.value as string;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    if (time > 2) return NO_FAULTS;
    const twice = "the key is given twice, and only the last would count";
    return within(key, time === 1 ? faultsOf(value, text) : faulty(twice));
  });
}

function digitFaults(written: string): readonly Fault[] {
  if (isExactNumber(written)) return NO_FAULTS;
  const read = Number(written);
  return faulty(
    Number.isFinite(read)
      ? `${written} has more digits than a number holds: it would be read as ${BigInt(read)}, as would its neighbours. Write it as a string`
      : `${written} is too large for a number`,
  );
}
