import type { DriftedCase, GateCase } from "../../results/gate-result.ts";
import { changeText, statusName } from "../../reports/words/gate.ts";
import { listed } from "../../text/count.ts";
import { Divergence } from "../ui/divergence.tsx";

/** What became of a case since its baseline, and the baseline's path where it parts from today's. */
export function SinceBaseline(props: {
  readonly gated: GateCase | undefined;
  readonly drifted: DriftedCase | undefined;
}) {
  const { gated, drifted } = props;
  if (gated === undefined && drifted === undefined) return null;
  const divergence = gated?.divergence ?? drifted?.divergence ?? null;
  const reason = gated?.status === "regressed" ? null : (gated?.reason ?? null);
  return (
    <details class="card since" open={divergence !== null}>
      <summary>
        Since the baseline:{" "}
        {gated === undefined ? (
          <>
            <b>drifted</b> in its {listed(drifted?.differs ?? [])}, and passes
          </>
        ) : (
          <>
            <b>{statusName(gated.status)}</b> {changeText(gated)}
          </>
        )}
      </summary>
      <div>
        {reason !== null && <p>{reason}</p>}
        {divergence === null ? (
          <p class="quiet">The baseline keeps no path that differs.</p>
        ) : (
          <Divergence divergence={divergence} />
        )}
      </div>
    </details>
  );
}
