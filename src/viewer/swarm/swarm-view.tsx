import { plural, thousands } from "../../text/count.ts";
import { coverageText, percentage } from "../../reports/gate/coverage.ts";
import { plain } from "../../reports/words/paint.ts";
import type { View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { Agent } from "../ui/agent.tsx";
import { Figure } from "../ui/figure.tsx";
import { SwarmGraph } from "./graph.tsx";
import { Matrix } from "./matrix.tsx";
import { links, swarmOf, type Swarm } from "./swarm.ts";

/** The swarm as a graph, who was expected and who had the conversation, and the tools. */
export function SwarmView({ run, view }: { readonly run: Run; readonly view: View }) {
  const swarm = swarmOf(run);
  const { coverage } = run.part.end;
  const decisions = links(run.part.rows.map((row) => row.decisions));
  if (swarm.agents.length === 0)
    return (
      <main>
        <p class="card none">No agent was active in this run.</p>
      </main>
    );
  return (
    <main class="views">
      <Figure title="The swarm" note={noteOf(run, swarm)} numbers={numbersOf(swarm)}>
        <SwarmGraph swarm={swarm} view={view} />
      </Figure>
      {coverage !== undefined && coverage.share !== 1 && (
        <section class="card figure" aria-label="Coverage">
          <h2>What no case touched</h2>
          <pre>{coverageText(run.part.header.suite, coverage, plain)}</pre>
        </section>
      )}
      <div class="columns">
        {swarm.handoffs.length > 0 && (
          <Matrix
            title="Handoffs"
            corner="from ↓ to →"
            links={swarm.handoffs}
            view={view}
            filter="handoff"
          />
        )}
        {decisions.length > 0 && (
          <Matrix
            title="Routing: expected and had it"
            corner="expected ↓ had it →"
            links={decisions}
            view={view}
            filter="decision"
            isWrong={({ from, to }) => from !== to}
          />
        )}
        {swarm.tools.length > 0 && <Tools swarm={swarm} />}
      </div>
    </main>
  );
}

function noteOf({ part: { end } }: Run, { agents, handoffs, successions }: Swarm): string {
  const untouched = [...agents, ...handoffs].filter(({ count }) => count === 0).length;
  const known =
    end.coverage === undefined
      ? "As far as the cases show; --coverage adds what none of them touches."
      : `Coverage of what can be reached: ${percentage(end.coverage.share)}.`;
  return `${plural(agents.length, "agent")}, ${plural(handoffs.length, "handoff")}. ${known}${successions.length > 0 ? " Dotted: who took the floor after whom." : ""}${untouched > 0 ? ` Dashed: ${untouched} that no case touched.` : ""}`;
}

function numbersOf({ agents, handoffs, successions }: Swarm) {
  return {
    head: ["agent or handoff", "times", "cases", "failed"],
    rows: [
      ...agents.map(({ name, count, cases, failed }) => [
        name,
        thousands(count),
        thousands(cases),
        thousands(failed),
      ]),
      ...[...handoffs, ...successions].map(({ from, to, count, cases }) => [
        `${from} → ${to}`,
        thousands(count),
        thousands(cases),
        "",
      ]),
    ],
  };
}

/** The tools of each agent, those that no case called last. */
function Tools({ swarm }: { readonly swarm: Swarm }) {
  return (
    <section class="card figure" aria-labelledby="tools">
      <h2 id="tools">Tools</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="tools">
        <table>
          <thead>
            <tr>
              <th scope="col">agent</th>
              <th scope="col">tool</th>
              <th scope="col" class="number">
                calls
              </th>
              <th scope="col" class="number">
                cases
              </th>
            </tr>
          </thead>
          <tbody>
            {swarm.tools.map(({ from, to, count, cases }) => (
              <tr key={`${from}\n${to}`}>
                <td>
                  <Agent name={from} />
                </td>
                <td>
                  <code>{to}</code>
                </td>
                <td class="number">{count === 0 ? "not touched" : thousands(count)}</td>
                <td class="number">{thousands(cases)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
