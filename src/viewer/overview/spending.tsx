import { thousands } from "../../text/count.ts";
import type { Spending as Spent } from "../../results/result.ts";
import { dollars } from "../../reports/words/format.ts";
import type { Run } from "../data/run.ts";
import { NumbersTable } from "../ui/figure.tsx";

const HEAD = ["model", "completions", "tokens in", "cached", "tokens out", "cost"];

/** What each model took, where there are several, judges and simulated users last. */
export function Spending({ run }: { readonly run: Run }) {
  const { spending, judges, simulated_users: users } = run.part.end.summary;
  const rows = [
    ...Object.entries(spending),
    ...Object.entries(judges).map(([model, took]) => [`${model}, as a judge`, took] as const),
    ...Object.entries(users?.spending ?? {}).map(
      ([model, took]) => [`${model}, as a user`, took] as const,
    ),
  ];
  if (rows.length < 2) return null;
  return (
    <details class="card spending">
      <summary>What each model took</summary>
      <NumbersTable
        title="What each model took"
        numbers={{ head: HEAD, rows: rows.map(([model, took]) => [model, ...cells(took)]) }}
      />
    </details>
  );
}

function cells({ calls, usage, cost }: Spent): string[] {
  const tokens = (count: number | undefined): string =>
    count === undefined ? "unknown" : thousands(count);
  return [
    thousands(calls),
    tokens(usage?.prompt_tokens),
    tokens(usage?.cached_tokens),
    tokens(usage?.completion_tokens),
    dollars(cost),
  ];
}
