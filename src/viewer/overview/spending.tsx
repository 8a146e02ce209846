import { thousands } from "../../text/count.ts";
import type { Spending as Spent } from "../../results/result.ts";
import { dollars } from "../../reports/words/format.ts";
import type { Run } from "../data/run.ts";

const COLUMNS = ["completions", "tokens in", "cached", "tokens out", "cost"];

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
      <summary id="spending">What each model took</summary>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="spending">
        <table>
          <thead>
            <tr>
              <th scope="col">model</th>
              {COLUMNS.map((title) => (
                <th key={title} scope="col" class="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([model, took]) => (
              <tr key={model}>
                <th scope="row">{model}</th>
                {cells(took).map((cell, index) => (
                  <td key={index} class="number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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
