import type { Divergence as Diverged } from "../../results/gate-result.ts";
import { show } from "../../json/show.ts";
import { divergenceTitle, stepText } from "../../reports/words/gate.ts";
import { Diff } from "./reason.tsx";

/** The baseline's path and today's beside each other, around the step at which they part. */
export function Divergence({ divergence }: { readonly divergence: Diverged }) {
  const { rows, step, values = [] } = divergence;
  return (
    <>
      <p class="quiet">{divergenceTitle(divergence)}:</p>
      <div class="scroll">
        <table class="paths">
          <thead>
            <tr>
              <th scope="col">step</th>
              <th scope="col">baseline, trial {divergence.baseline_trial}</th>
              <th scope="col">now, trial {divergence.trial}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.step} class={row.step === step ? "differs" : undefined}>
                <th scope="row" class="number">
                  {row.step}
                  {row.step === step && <span class="unseen"> parts here</span>}
                </th>
                <td>{stepText(row.baseline, row.now)}</td>
                <td>{stepText(row.now, row.baseline)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {values.map(({ of, path, baseline, now }) => (
        <div key={`${of} ${path}`}>
          <p>{`${of === "state" ? "state" : "context variables"}: ${path}`}</p>
          <Diff expected={show(baseline)} got={show(now)} />
        </div>
      ))}
    </>
  );
}
