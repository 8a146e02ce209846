import type { GateCase, GateStatus } from "../../results/gate-result.ts";
import { listed, thousands } from "../../text/count.ts";
import { pValueText } from "../../reports/words/format.ts";
import { certaintyLines } from "../../reports/words/gate-certainty.ts";
import {
  agentTexts,
  changeText,
  gateAnswer,
  scoreTexts,
  statusName,
} from "../../reports/words/gate.ts";
import { addressOf, type View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { Divergence } from "../ui/divergence.tsx";
import { Reason } from "../ui/reason.tsx";

/** Those that are named each; the rest is counted. */
const NAMED: ReadonlySet<GateStatus> = new Set([
  "regressed",
  "improved",
  "new",
  "changed",
  "errored",
  "flaky",
]);
const TONES: Readonly<Partial<Record<GateStatus, string>>> = {
  regressed: "failed",
  still_failing: "failed",
  improved: "passed",
  flaky: "flaky",
  errored: "errored",
};
const MOST_NAMED = 20;

/** What changed since the baseline. */
export function Baseline({ run, view }: { readonly run: Run; readonly view: View }) {
  const { gate } = run.part.end;
  if (gate === undefined) return null;
  const { cases, counts, blessed_at: blessed, drift } = gate;
  const sentences = [...scoreTexts(gate), ...certaintyLines(gate)];
  const isRegressed = ({ status }: GateCase): boolean => status === "regressed";
  const others = cases.filter((one) => !isRegressed(one) && NAMED.has(one.status));
  return (
    <section class="card panel" aria-labelledby="baseline">
      <h2 id="baseline">Against the baseline: {gateAnswer(gate)}</h2>
      <p class="quiet">
        {[`${gate.baseline}, blessed on ${blessed.slice(0, 10)}`, ...agentTexts(gate)].join("; ")}.
      </p>
      <ul class="counts">
        {(Object.entries(counts) as [GateStatus, number][])
          .filter(([, count]) => count > 0)
          .map(([status, count]) => (
            <li key={status} class={`tag ${TONES[status] ?? ""}`}>
              {`${thousands(count)} ${statusName(status)}`}
            </li>
          ))}
      </ul>
      {cases
        .filter(isRegressed)
        .slice(0, MOST_NAMED)
        .map((one) => (
          <Regressed key={one.id} one={one} run={run} view={view} alpha={gate.alpha} />
        ))}
      {others.slice(0, MOST_NAMED).map((one) => (
        <div key={one.id} class="gated">
          <p>
            <CaseLink id={one.id} run={run} view={view} />
            <span class={`tag ${TONES[one.status] ?? ""}`}>{statusName(one.status)}</span>
            <span class="quiet">{changeText(one)}</span>
            {one.reason !== null && <span class="why">{one.reason}</span>}
          </p>
        </div>
      ))}
      {drift?.cases.slice(0, MOST_NAMED).map((one) => (
        <details key={one.id}>
          <summary class="plain">
            <CaseLink id={one.id} run={run} view={view} /> passes, and drifted in its{" "}
            {listed(one.differs)}
          </summary>
          <div class="plain">
            {one.divergence !== null && <Divergence divergence={one.divergence} />}
          </div>
        </details>
      ))}
      {sentences.length > 0 && (
        <div class="gated quiet">
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
    </section>
  );
}

function Regressed(props: {
  readonly one: GateCase;
  readonly run: Run;
  readonly view: View;
  readonly alpha: number;
}) {
  const { one, run, view, alpha } = props;
  const { id, reason, divergence, p_value: p } = one;
  return (
    <div class="gated">
      <p>
        <CaseLink id={id} run={run} view={view} />
        <span class="tag regressed">regressed</span>
        <span>{changeText(one)}</span>
        {p !== null && p <= alpha && <span class="quiet">{pValueText(p)}</span>}
      </p>
      {reason !== null && <Reason text={reason} />}
      {divergence !== null && <Divergence divergence={divergence} />}
    </div>
  );
}

/** A case that was not played is only named. */
function CaseLink({
  id,
  run,
  view,
}: {
  readonly id: string;
  readonly run: Run;
  readonly view: View;
}) {
  if (run.row(id) === undefined) return <b>{id}</b>;
  return <a href={addressOf(view, { case: id })}>{id}</a>;
}
