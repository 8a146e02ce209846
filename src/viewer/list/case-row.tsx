import { thousands } from "../../text/count.ts";
import type { Row } from "../../reports/html/parts.ts";
import { dollars, duration } from "../../reports/words/format.ts";
import { addressOf, type View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { Route } from "../ui/route.tsx";
import { Verdict } from "../ui/verdict.tsx";

/** A case in a line or two, as high as any other. */
export function CaseRow(props: {
  readonly row: Row;
  readonly run: Run;
  readonly view: View;
  readonly index: number;
  /** In pixels, from the top of the list. */
  readonly top: number;
  readonly isChosen: boolean;
}) {
  const { row, run, view, index, top, isChosen } = props;
  const { id, verdict, trials, tags, headline } = row;
  const status = run.gated(id)?.status;
  const isPlayed = trials.length > 0;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      class={isChosen ? "row chosen" : "row"}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="cell">
        <Verdict is={verdict}>{trials.length > 1 ? shareOf(row) : verdict}</Verdict>
        {trials.length > 1 && <Dots trials={trials} />}
      </div>
      <div role="cell" class="name">
        <p>
          <a href={addressOf(view, { case: id })} data-case={id}>
            {id}
          </a>
          {status === "regressed" && <span class="tag regressed">regressed</span>}
          {run.drifted(id) !== undefined && <span class="tag drifted">drifted</span>}
          {row.flaky && <span class="tag flaky">flaky</span>}
          {tags.map((tag) => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
        </p>
        {headline !== "" && <p class="why">{headline}</p>}
      </div>
      <div role="cell" class="way">
        <Route agents={row.route} />
      </div>
      <div role="cell" class="number">
        {isPlayed && (
          <>
            {Number(row.calls.toFixed(1))}
            <small> calls</small>
          </>
        )}
      </div>
      <div role="cell" class="number">
        {isPlayed && (
          <>
            {row.tokens === null ? "unknown" : thousands(Math.round(row.tokens))}
            <small> tokens</small>
          </>
        )}
      </div>
      <div role="cell" class="number">
        {isPlayed && dollars(row.cost)}
      </div>
      <div role="cell" class="number">
        {isPlayed && duration(row.duration_ms)}
      </div>
    </div>
  );
}

function shareOf({ trials }: Row): string {
  return `${trials.filter(({ verdict }) => verdict === "passed").length}/${trials.length} passed`;
}

const MOST_DOTS = 20;

/** A dot for each of the first trials. */
function Dots({ trials }: Pick<Row, "trials">) {
  return (
    <span class="dots" aria-hidden="true">
      {trials.slice(0, MOST_DOTS).map(({ verdict }, index) => (
        <i key={index} class={verdict} />
      ))}
    </span>
  );
}
