import type { ComparedRun, Routing } from "../../results/comparison-result.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { plainTable } from "../words/plain-table.ts";
import { width } from "../words/wrap.ts";

const MOST_LISTED = 10;

/** For each run, who was expected to have the conversation and who had it; empty if no case expects anything. */
export function routingText(
  runs: readonly Pick<ComparedRun, "label" | "routing">[],
  { paint, columns }: Place,
): string {
  if (runs.every(({ routing }) => routing.decisions === 0)) return "";
  return runs
    .map(({ label, routing }) => {
      const { decisions, as_expected: right } = routing;
      const head = `${paint("bold", `Routing by ${oneLine(label)}`)}: ${right} of ${decisions} as expected`;
      if (right === decisions) return head;
      const matrix = matrixLines(routing);
      const fits = matrix.every((line) => width(line) <= columns);
      return [head, ...(fits ? matrix : []), ...pairLines(routing)].join("\n");
    })
    .join("\n");
}

/** A row for each expected agent, a column for each that had the conversation. */
function matrixLines({ confusion }: Routing): string[] {
  const names = new Set<string>();
  for (const [expected, row] of Object.entries(confusion))
    for (const name of [expected, ...Object.keys(row)]) names.add(name);
  const agents = [...names].sort();
  const actual = agents.filter((name) => Object.values(confusion).some((row) => row[name]));
  const rows = agents
    .filter((name) => confusion[name] !== undefined)
    .map((name) => [
      oneLine(name),
      ...actual.map((other) => String(confusion[name]?.[other] ?? "·")),
    ]);
  const head = ["expected ↓ had it →", ...actual.map((name) => oneLine(name))];
  return plainTable(head, rows, 1)
    .split("\n")
    .map((line) => `  ${line}`);
}

/** The pairs that were confused most often. */
function pairLines({ confusion, examples }: Routing): string[] {
  const pairs = Object.entries(confusion).flatMap(([expected, row]) =>
    Object.entries(row)
      .filter(([actual]) => actual !== expected)
      .map(([actual, count]) => ({ expected, actual, count })),
  );
  const sorted = pairs.sort((one, other) => other.count - one.count);
  const lines = sorted.slice(0, MOST_LISTED).map(({ expected, actual, count }) => {
    const named = examples[`${expected} → ${actual}`] ?? [];
    return `  ${oneLine(actual)} in place of ${oneLine(expected)}: ${count} (${named.map((id) => oneLine(id)).join(", ")}${named.length < count ? ", …" : ""})`;
  });
  const more = sorted.length - lines.length;
  return [...lines, ...(more > 0 ? [`  … and ${more} more pairs`] : [])];
}
