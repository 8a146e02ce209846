import { thousands, plural } from "../../text/count.ts";
import type { TrialResult } from "../../results/result.ts";
import { endedEarlyText, userEndText } from "../../reports/failures/explain-trial.ts";
import { toolErrorText } from "../../reports/failures/tool-errors.ts";
import { dollars, duration } from "../../reports/words/format.ts";
import { unexpectedLines } from "../../reports/words/unexpected.ts";
import type { View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { Conversation } from "../lanes/conversation.tsx";
import { Fold } from "../ui/fold.tsx";
import { LongText } from "../ui/long-text.tsx";
import { SinceBaseline } from "./since-baseline.tsx";
import { WentWrong } from "./went-wrong.tsx";

/** A trial: what went wrong, the conversation, what was left over, the state at the end, and what it took. */
export function TrialView(props: {
  readonly trial: TrialResult;
  readonly view: View;
  readonly run: Run;
  /** The id of its case. */
  readonly id: string;
}) {
  const { trial, view, run, id } = props;
  const {
    leftovers,
    refused = [],
    tool_errors: errors = [],
    ended_early: early,
    unexpected,
  } = trial;
  return (
    <>
      <WentWrong trial={trial} view={view} />
      <SinceBaseline gated={run.gated(id)} drifted={run.drifted(id)} />
      <p class="quiet">{took(trial)}</p>
      {early !== undefined && <p class="quiet">{endedEarlyText(early)}</p>}
      <Conversation trial={trial} step={view.step === undefined ? undefined : Number(view.step)} />
      <List title="Tool errors that the case does not expect" items={errors.map(toolErrorText)} />
      <List
        title="What no check would miss"
        items={unexpected ? unexpectedLines(unexpected) : []}
      />
      <List title="Left over" items={leftovers} />
      <List title="Refused connections" items={refused} />
      <Values title="Context variables at the end" value={trial.context_variables} />
      <Values title="State at the end" value={trial.state} />
    </>
  );
}

function List({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <section class="list">
      <h3>{title}</h3>
      <ul>
        {items.map((item, index) => (
          <li key={index}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

function Values({ title, value }: { readonly title: string; readonly value: unknown }) {
  const isEmpty =
    value === null || (typeof value === "object" && Object.keys(value as object).length === 0);
  if (isEmpty || value === undefined) return null;
  return (
    <Fold class="card values" summary={title}>
      {() => <LongText mono text={JSON.stringify(value, null, 2)} />}
    </Fold>
  );
}

function took(trial: TrialResult): string {
  const { model, model_calls: calls, usage, cost, duration_ms: ms, final_agent: agent } = trial;
  const { simulated_user: user } = trial;
  return [
    ...(model === "" ? [] : [model]),
    plural(calls, "completion"),
    ...(usage === null
      ? ["tokens unknown"]
      : [
          `${thousands(usage.prompt_tokens)} tokens in${usage.cached_tokens > 0 ? ` (${thousands(usage.cached_tokens)} cached)` : ""}, ${thousands(usage.completion_tokens)} out`,
        ]),
    cost === null ? "cost unknown" : dollars(cost),
    ...(Object.keys(trial.judges).length > 0 ? [`judges ${dollars(trial.judge_cost)}`] : []),
    ...(user === undefined ? [] : [`user ${dollars(user.cost)}`]),
    duration(ms),
    ...(agent === null ? [] : [`ended with ${agent}`]),
    ...(user?.end == null ? [] : [userEndText(user.end)]),
  ].join(" · ");
}
