import type { CheckResult, TrialResult } from "../../results/result.ts";
import { checkPlace } from "../../reports/failures/explain-trial.ts";
import { addressOf, type View } from "../address/view.ts";
import { placesOf } from "../lanes/check-places.ts";
import { eventsOf } from "../lanes/events.ts";
import { Agent } from "../ui/agent.tsx";
import { Reason } from "../ui/reason.tsx";
import { Verdict } from "../ui/verdict.tsx";

/** Why a trial did not pass: which agent did what wrong, in which turn, with a way to the step. */
export function WentWrong({ trial, view }: { readonly trial: TrialResult; readonly view: View }) {
  const { error } = trial;
  const wrong = trial.checks.filter(({ verdict }) => verdict !== "passed");
  if (wrong.length === 0 && error === null) return null;
  const events = eventsOf(trial).flat(2);
  const places = placesOf(trial, events);
  const stepOf = (check: CheckResult) =>
    events.find(({ number }) => places.get(number)?.includes(check));
  return (
    <section class="went-wrong" aria-label="What went wrong">
      {wrong.map((check, index) => {
        const step = stepOf(check);
        return (
          <div key={index} class={`wrong-item ${check.verdict}`}>
            <p>
              <Verdict is={check.verdict} /> <b>{checkPlace(check, trial)}</b>
              {step && <StepLink step={step} view={view} />}
            </p>
            <Reason text={check.reason} />
          </div>
        );
      })}
      {error !== null && (
        <div class="wrong-item errored">
          <p>
            <Verdict is="errored" /> <b>{error.kind.replaceAll("_", " ")}</b>
            {error.turn !== undefined && <span class="quiet">in turn {error.turn}</span>}
          </p>
          <Reason text={error.message} />
        </div>
      )}
    </section>
  );
}

function StepLink(props: {
  readonly step: { readonly number: number; readonly lane: string };
  readonly view: View;
}) {
  const { number, lane } = props.step;
  return (
    <a href={addressOf(props.view, { step: String(number) })}>
      step {number}, <Agent name={lane} />
    </a>
  );
}
