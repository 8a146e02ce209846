import { useEffect, useState } from "preact/hooks";
import type { CaseResult, TrialResult } from "../../results/result.ts";
import { useKeys } from "../address/keys.ts";
import { addressedView, addressOf, go, type View } from "../address/view.ts";
import { Beside, type Labelled } from "../beside/beside.tsx";
import { BesideChoice } from "../beside/beside-choice.tsx";
import { sidesFor, useSide } from "../beside/side.ts";
import type { Run } from "../data/run.ts";
import { filtered } from "../list/filter.ts";
import { sorted } from "../list/sort.ts";
import { stepId } from "../lanes/event-row.tsx";
import { usePage } from "../ui/page-context.ts";
import { CaseHead } from "./case-head.tsx";
import { chosenTrial, TrialChoice } from "./trial-choice.tsx";
import { TrialView } from "./trial-view.tsx";
import { useSteps } from "./use-steps.ts";

/** A case: what went wrong, and the conversation of each trial. */
export function CasePage(props: { readonly run: Run; readonly view: View; readonly id: string }) {
  const { run, view, id } = props;
  const page = usePage();
  const other = useSide(page, id, view.beside);
  const [result, problem] = useCase(run, id);
  const rows = sorted(filtered(run, view, undefined), run, view.sort);
  const at = rows.findIndex((row) => row.id === id);
  const turnTo = (by: number): void => {
    // Keys may come faster than cases are shown.
    const from = rows.findIndex((row) => row.id === addressedView().case);
    const next = rows[from + by];
    if (next !== undefined)
      go({ case: next.id, trial: undefined, step: undefined, beside: undefined });
  };
  const back = { case: undefined, trial: undefined, step: undefined, beside: undefined };
  useKeys({ Escape: () => go(back), n: () => turnTo(1), p: () => turnTo(-1) });
  useEffect(() => scrollTo({ top: 0, behavior: "instant" }), [id]);
  const row = run.row(id);
  const trial = result && chosenTrial(result, view);
  return (
    <main class="case-page">
      <nav class="screen-only steps" aria-label="Cases">
        <a href={addressOf(view, back)}>← All cases</a>
        <span class="quiet">{at < 0 ? "" : `${at + 1} of ${rows.length}`}</span>
        <button disabled={at <= 0} onClick={() => turnTo(-1)}>
          Previous <kbd>p</kbd>
        </button>
        <button disabled={at < 0 || at === rows.length - 1} onClick={() => turnTo(1)}>
          Next <kbd>n</kbd>
        </button>
      </nav>
      {row !== undefined && <CaseHead row={row} run={run} result={result} />}
      {problem !== undefined && (
        <p class="remark" role="alert">
          {problem}
        </p>
      )}
      {result !== undefined && trial !== undefined && (
        <div class="choices screen-only">
          {result.trials.length > 1 && <TrialChoice result={result} view={view} />}
          <BesideChoice sides={sidesFor(page, run, id, trial.trial)} view={view} />
        </div>
      )}
      {trial !== undefined &&
        (other === undefined ? (
          <Shown key={trial.trial} trial={trial} view={view} run={run} id={id} />
        ) : (
          <Beside left={labelled(run, trial)} right={labelled(other.run, other.trial)} />
        ))}
    </main>
  );
}

function labelled({ part }: Run, trial: TrialResult): Labelled {
  return { label: `${part.label}, trial ${trial.trial}`, trial };
}

function Shown(props: Parameters<typeof TrialView>[0]) {
  const { view } = props;
  useSteps();
  useEffect(() => {
    if (view.step !== undefined)
      document.getElementById(stepId(Number(view.step)))?.scrollIntoView({ block: "center" });
  }, [view.step]);
  return <TrialView {...props} />;
}

/** A case with its conversations, once they are unpacked, or why they cannot be. */
function useCase(run: Run, id: string): readonly [CaseResult | undefined, string | undefined] {
  const [read, setRead] = useState<readonly [CaseResult | undefined, string | undefined]>([
    undefined,
    undefined,
  ]);
  useEffect(() => {
    let isStale = false;
    run.case(id).then(
      (result) => !isStale && setRead([result, undefined]),
      (error: unknown) => !isStale && setRead([undefined, String(error)]),
    );
    return () => {
      isStale = true;
    };
  }, [run, id]);
  return read;
}
