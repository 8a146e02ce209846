import { thousands } from "../../text/count.ts";
import { dollars, duration, percent } from "../../reports/words/format.ts";
import { gateAnswer } from "../../reports/words/gate.ts";
import { addressOf } from "../address/view.ts";
import type { Page } from "../data/page.ts";
import { Verdict } from "../ui/verdict.tsx";

/** All runs of a page, those in which something went wrong first. */
export function SuitesView({ page }: { readonly page: Page }) {
  const wrong = ({ part }: Page["runs"][number]): number =>
    part.end.summary.failed + part.end.summary.errored;
  const has = (is: (run: Page["runs"][number]) => boolean): boolean => page.runs.some(is);
  const [hasCauses, hasGates] = [
    has(({ part }) => part.causes.length > 0),
    has(({ part }) => part.end.gate !== undefined),
  ];
  return (
    <main class="views">
      <section class="card figure" aria-labelledby="suites">
        <h2 id="suites">Suites</h2>
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="suites">
          <table class="suites">
            <thead>
              <tr>
                <th scope="col">suite</th>
                <th scope="col">run</th>
                <th scope="col">trials</th>
                {hasCauses && <th scope="col">what went wrong first</th>}
                {hasGates && <th scope="col">against the baseline</th>}
                <th scope="col" class="number">
                  pass rate
                </th>
                <th scope="col" class="number">
                  cost
                </th>
                <th scope="col" class="number">
                  time
                </th>
              </tr>
            </thead>
            <tbody>
              {page.runs
                .toSorted((one, other) => wrong(other) - wrong(one))
                .map(({ number, part }) => (
                  <tr key={number}>
                    <th scope="row">
                      <a href={addressOf({ view: "cases", run: String(number) })}>
                        {part.header.suite}
                      </a>
                    </th>
                    <td>{part.label}</td>
                    <td>
                      {(["passed", "failed", "errored"] as const)
                        .filter((is) => part.end.summary[is] > 0)
                        .map((is) => (
                          <Verdict
                            key={is}
                            is={is}
                          >{`${thousands(part.end.summary[is])} ${is} `}</Verdict>
                        ))}
                    </td>
                    {hasCauses && <td class="first">{part.causes[0]?.headline ?? ""}</td>}
                    {hasGates && (
                      <td>{part.end.gate === undefined ? "" : gateAnswer(part.end.gate)}</td>
                    )}
                    <td class="number">{percent(part.end.summary.pass_rate)}</td>
                    <td class="number">{dollars(part.end.summary.cost)}</td>
                    <td class="number">{duration(part.end.duration_ms)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      </section>
    </main>
  );
}
