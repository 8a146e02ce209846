import type { Covered, CoverageResult, Unresolved } from "../../results/coverage-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Paint } from "../words/paint.ts";

/** What a run touched of its swarm, in counts, and what it did not, by name. */
export function coverageText(suite: string, coverage: CoverageResult, paint: Paint): string {
  const { share, agents, handoffs, transitions = [], tools, context_keys: keys } = coverage;
  const { checks = [], unresolved } = coverage;
  const counts = [
    ["agents", agents],
    ["handoffs", handoffs],
    ...(transitions.length === 0 ? [] : [["transitions", transitions] as const]),
    ["tools", tools],
    ["context variables", keys],
  ] as const;
  const widest = Math.max(...counts.map(([, items]) => String(items.length).length));
  return [
    `${paint("bold", `Coverage of ${suite}: ${percentage(share)}`)} of what can be reached from where its cases begin`,
    ...counts.map(([what, items]) => {
      const covered = items.filter((item) => item.covered).length;
      return `  ${what.padEnd(17)}  ${String(covered).padStart(widest)} of ${String(items.length).padStart(widest)}`;
    }),
    ...section("Never active", missed(agents).map(agentName), paint),
    ...section(
      "Never handed off",
      missed(handoffs).map(({ from, to }) => `${from} → ${to}`),
      paint,
    ),
    ...section(
      "Never followed",
      missed(transitions).map(({ team, from, to }) => `${from} → ${to} in ${team}`),
      paint,
    ),
    ...section("Never called", byAgent(missed(tools)), paint),
    ...section(
      "Never set",
      missed(keys).map(({ key }) => key),
      paint,
    ),
    ...section(
      "Checks that no case names",
      missed(checks).map(({ check }) => check),
      paint,
    ),
    ...section("The source does not say", unresolved.map(question), paint),
  ].join("\n");
}

const MOST_LINES = 30;

/** Rounded down to a tenth: a share below a threshold never reads as if it reached it. */
export function percentage(share: number | null): string {
  return share === null ? "nothing" : `${Math.floor(share * 1000 + 1e-9) / 10} %`;
}

function missed<Item extends Covered>(items: readonly Item[]): Item[] {
  return items.filter(({ covered }) => !covered);
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LINES;
  return [
    paint("yellow", `  ${title}:`),
    ...lines.slice(0, MOST_LINES).map((line) => `    ${oneLine(line)}`),
    ...(more > 0 ? [`    … and ${more} more, in the result file`] : []),
  ];
}

function agentName({ agent, known }: CoverageResult["agents"][number]): string {
  return known
    ? agent
    : `${agent} (what it can do is not known either: return it among "agents" from the factory)`;
}

function byAgent(tools: CoverageResult["tools"]): string[] {
  const agentsOf = Map.groupBy(tools, ({ tool }) => tool);
  return [...agentsOf].map(
    ([tool, items]) => `${tool} by ${items.map(({ agent }) => agent).join(", ")}`,
  );
}

function question({ about, function: name, agents, source }: Unresolved): string {
  const whose = agents.length > 2 ? plural(agents.length, "agent") : agents.join(" and ");
  const subject = `${name} of ${whose}`;
  switch (about) {
    case "handoffs": {
      const why = source.includes("?") ? "it cannot be read" : `it returns ${source.join(", ")}`;
      return `whether ${subject} hands off: ${why}`;
    }
    case "changes":
      return `which context variables ${subject} may change`;
    case "reads":
      return `which context variables ${subject} may read`;
  }
}
