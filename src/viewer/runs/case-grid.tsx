import type { HistoryRun } from "../../reports/html/parts.ts";
import { countsText } from "../../reports/words/format.ts";
import { plural } from "../../text/count.ts";
import { useState } from "preact/hooks";

const MOST_CASES = 100;

/** Each case in each run, those that changed their mind most often first. */
export function CaseGrid(props: {
  readonly runs: readonly HistoryRun[];
  readonly nameOf: (run: HistoryRun) => string;
}) {
  const { runs, nameOf } = props;
  const [isWhole, setWhole] = useState(false);
  const cases = rankedCases(runs);
  const shown = isWhole ? cases : cases.slice(0, MOST_CASES);
  return (
    <section class="card figure" aria-label="Cases over the runs">
      <h2>Cases, the flakiest first</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Cases over the runs">
        <table class="history">
          <thead>
            <tr>
              <th scope="col">case</th>
              <th scope="col" class="number">
                changes
              </th>
              {runs.map((run) => (
                <th key={run.started_at} scope="col" title={nameOf(run)}>
                  {run.started_at.slice(5, 10)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, changes }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td class="number">{changes}</td>
                {runs.map((run) => {
                  const counts = run.cases[id];
                  return (
                    <td key={run.started_at} class={counts && toneOf(counts)}>
                      {counts === undefined ? "" : countsText(counts)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < cases.length && (
        <button class="more" onClick={() => setWhole(true)}>
          {`Show ${plural(cases.length - shown.length, "more case")}`}
        </button>
      )}
    </section>
  );
}

type Counts = HistoryRun["cases"][string];

function toneOf({ passed, trials }: Counts): string {
  if (trials === 0) return "errored";
  return passed === trials ? "passed" : passed === 0 ? "failed" : "flaky";
}

/** How often each case came out otherwise than in the run before, or was of two minds within one. */
function rankedCases(
  runs: readonly HistoryRun[],
): { readonly id: string; readonly changes: number }[] {
  const ids = new Set(runs.flatMap(({ cases }) => Object.keys(cases)));
  return [...ids]
    .map((id) => {
      const tones = runs.flatMap(({ cases }) =>
        cases[id] === undefined ? [] : [toneOf(cases[id])],
      );
      const changes = tones.filter(
        (tone, index) => tone === "flaky" || (index > 0 && tone !== tones[index - 1]),
      );
      return { id, changes: changes.length };
    })
    .sort((one, other) => other.changes - one.changes);
}
