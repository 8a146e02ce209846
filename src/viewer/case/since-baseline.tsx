import type { GateCase } from "../../results/gate-result.ts";
import { changeText, statusName } from "../../reports/words/gate.ts";
import { Divergence } from "../ui/divergence.tsx";

/** What became of a case since its baseline, and the baseline's path where it parts from today's. */
export function SinceBaseline({ gated }: { readonly gated: GateCase | undefined }) {
  if (gated === undefined) return null;
  const { status, reason, divergence } = gated;
  return (
    <details class="card since" open={status === "regressed"}>
      <summary>
        Since the baseline: <b>{statusName(status)}</b> {changeText(gated)}
      </summary>
      <div>
        {reason !== null && status !== "regressed" && <p>{reason}</p>}
        {divergence === null ? (
          <p class="quiet">The baseline keeps no path that differs.</p>
        ) : (
          <Divergence divergence={divergence} />
        )}
      </div>
    </details>
  );
}
