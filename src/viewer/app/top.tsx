import { percent } from "../../reports/words/format.ts";
import type { ResultHeader } from "../../results/result.ts";
import { addressOf, go, type View } from "../address/view.ts";
import type { Page } from "../data/page.ts";
import type { Run } from "../data/run.ts";
import { viewsOf } from "./views.tsx";

/** What was played, and the ways to the views. */
export function Top(props: {
  readonly page: Page;
  readonly run: Run | undefined;
  readonly view: View;
  /** The name of the view that is shown. */
  readonly shown: string | undefined;
}) {
  const { page, run, view, shown } = props;
  const isOfRun = OF_RUN.has(shown ?? "");
  return (
    <header class="top">
      <div>
        <h1>{isOfRun && run ? run.part.header.suite : document.title}</h1>
        {isOfRun && run && <p>{provenance(run.part.header)}</p>}
      </div>
      {isOfRun && page.runs.length > 1 && run && (
        <label class="runs">
          Run
          <select
            value={run.number}
            onChange={({ currentTarget }) => go({ run: currentTarget.value })}
          >
            {page.runs.map(({ number, part }) => (
              <option key={number} value={number}>
                {`${part.header.suite}, ${part.label}`}
              </option>
            ))}
          </select>
        </label>
      )}
      <nav aria-label="Views">
        {viewsOf(page).map(({ name, title }) => (
          <a
            key={name}
            href={addressOf({ run: view.run }, { view: name })}
            aria-current={name === shown ? "page" : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
    </header>
  );
}

/** The views of one run. */
const OF_RUN: ReadonlySet<string> = new Set(["cases", "swarm"]);

function provenance(header: ResultHeader): string {
  const { case_file: cases, agents_module: agents, started_at: at, traffic, stream } = header;
  return [
    `${cases} against ${agents}`,
    `${at.slice(0, 16).replace("T", " ")} UTC`,
    ...(header.variant === undefined ? [] : [`variant ${header.variant}`]),
    header.model_override ?? "each agent's own model",
    { replay: "replayed", record: "recorded", update: "brought up to date", live: "live" }[traffic],
    ...(stream ? ["streamed"] : []),
    ...(header.threshold === undefined
      ? []
      : [`a case passes with ${percent(header.threshold)} of its trials`]),
    ...(header.fail_on_errors === true ? ["trials that broke off count as failed"] : []),
  ].join(" · ");
}
