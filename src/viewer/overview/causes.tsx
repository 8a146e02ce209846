import { plural } from "../../text/count.ts";
import type { CausePart } from "../../reports/html/parts.ts";
import { addressOf, type View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { Reason } from "../ui/reason.tsx";
import { Verdict } from "../ui/verdict.tsx";

const MOST_LINKS = 12;

/** What went wrong: each cause once, with its cases. The first is open. */
export function Causes({ run, view }: { readonly run: Run; readonly view: View }) {
  const { causes, beyond } = run.part;
  if (causes.length === 0) return null;
  return (
    <section class="card panel" aria-labelledby="causes">
      <h2 id="causes">What went wrong</h2>
      {causes.map((cause, index) => (
        <details key={index} open={index === 0}>
          <summary>
            <Verdict is={cause.title} />
            <span>{casesText(cause)}</span>
            <span class="why">{cause.headline}</span>
          </summary>
          <Explained cause={cause} number={index} view={view} />
        </details>
      ))}
      {beyond > 0 && <p class="quiet">{plural(beyond, "more case")} had other causes.</p>}
    </section>
  );
}

function casesText({ ids: [first = ""], count }: CausePart): string {
  return count === 1 ? first : `${first} and ${plural(count - 1, "more case")}`;
}

function Explained(props: {
  readonly cause: CausePart;
  readonly number: number;
  readonly view: View;
}) {
  const { cause, number, view } = props;
  const { lines, ids, count } = cause;
  return (
    <div>
      <Reason text={lines.join("\n")} />
      <p class="links">
        {ids.slice(0, MOST_LINKS).map((id) => (
          <a key={id} href={addressOf(view, { case: id })}>
            {id}
          </a>
        ))}
        {count > 1 && (
          <a href={addressOf({ run: view.run }, { cause: String(number) })}>
            List {plural(count, "case")}
          </a>
        )}
      </p>
    </div>
  );
}
