import { plural, thousands } from "../../text/count.ts";
import { addressOf, type View } from "../address/view.ts";
import { pairText } from "../list/filter.ts";
import { Agent } from "../ui/agent.tsx";
import type { Link } from "./swarm.ts";

/** Pairs of agents as a square; a cell opens its cases. `isWrong` are those that should not be. */
export function Matrix(props: {
  readonly title: string;
  readonly corner: string;
  readonly links: readonly Link[];
  readonly view: View;
  readonly filter: "handoff" | "decision";
  readonly isWrong?: (link: Link) => boolean;
}) {
  const { title, corner, links, view, filter, isWrong = () => false } = props;
  const rows = [...new Set(links.map(({ from }) => from))].sort();
  const columns = [...new Set(links.map(({ to }) => to))].sort();
  const most = Math.max(1, ...links.map(({ count }) => count));
  return (
    <section class="card figure" aria-label={title}>
      <h2>{title}</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label={title}>
        <table class="matrix">
          <thead>
            <tr>
              <td>{corner}</td>
              {columns.map((to) => (
                <th key={to} scope="col">
                  <span>
                    <Agent name={to} />
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((from) => (
              <tr key={from}>
                <th scope="row">
                  <Agent name={from} />
                </th>
                {columns.map((to) => {
                  const link = links.find((one) => one.from === from && one.to === to);
                  if (link === undefined) return <td key={to} />;
                  return (
                    <td
                      key={to}
                      class={isWrong(link) ? "failed" : link.count === 0 ? "untouched" : "right"}
                      style={{ "--share": String(0.12 + (0.5 * link.count) / most) }}
                    >
                      {link.count === 0 ? (
                        <span title="not touched">0</span>
                      ) : (
                        <a
                          href={addressOf(
                            { view: "cases", run: view.run },
                            { [filter]: pairText(from, to) },
                          )}
                          aria-label={`${from}, ${to}: ${plural(link.count, "time")}, in ${plural(link.cases, "case")}`}
                        >
                          {thousands(link.count)}
                        </a>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
