import type { Routing } from "../../results/comparison-result.ts";
import type { RoutingDecision } from "../../trajectory/routing.ts";

const MOST_EXAMPLES = 3;

/** The decisions of a run, each with the id of its case. */
export function routingTable(all: readonly (RoutingDecision & { readonly id: string })[]): Routing {
  // Without a prototype, so that an agent may have any name.
  const confusion = Object.create(null) as Record<string, Record<string, number>>;
  const examples = Object.create(null) as Record<string, string[]>;
  for (const { id, expected, actual } of all) {
    const row = (confusion[expected] ??= Object.create(null) as Record<string, number>);
    row[actual] = (row[actual] ?? 0) + 1;
    if (expected === actual) continue;
    const named = (examples[`${expected} → ${actual}`] ??= []);
    if (named.length < MOST_EXAMPLES && !named.includes(id)) named.push(id);
  }
  const asExpected = all.filter(({ expected, actual }) => expected === actual).length;
  return { decisions: all.length, as_expected: asExpected, confusion, examples };
}
