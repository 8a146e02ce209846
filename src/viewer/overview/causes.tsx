import { useState } from "preact/hooks";
import { plural } from "../../text/count.ts";
import type { CausePart } from "../../reports/html/parts.ts";
import { addressOf, type View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { Reason } from "../ui/reason.tsx";
import { Verdict } from "../ui/verdict.tsx";

const MOST_CAUSES = 8;
const MOST_LINKS = 12;

/** What went wrong: each cause once, with its cases. The first is open. */
export function Causes({ run, view }: { readonly run: Run; readonly view: View }) {
  const { causes, beyond } = run.part;
  const [isWhole, setWhole] = useState(false);
  if (causes.length === 0) return null;
  return (
    <section class="card panel" aria-labelledby="causes">
      <h2 id="causes">What went wrong</h2>
      {causes.slice(0, isWhole ? undefined : MOST_CAUSES).map((cause, index) => (
        <details key={index} open={index === 0}>
          <summary>
            <Verdict is={cause.title} />
            <b>{casesText(cause)}</b>
            <span class="why">{cause.headline}</span>
          </summary>
          <Explained cause={cause} number={index} view={view} />
        </details>
      ))}
      {!isWhole && causes.length > MOST_CAUSES && (
        <button class="rest" onClick={() => setWhole(true)}>
          {`Show ${plural(causes.length - MOST_CAUSES, "more cause")}`}
        </button>
      )}
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
      {paragraphs(lines).map((text, index) => (
        <Reason key={index} text={text} />
      ))}
      <p class="links">
        {ids.slice(0, MOST_LINKS).map((id) => (
          <a key={id} href={addressOf(view, { case: id })}>
            {count === 1 ? `Open ${id}` : id}
          </a>
        ))}
        {count > 1 && (
          <a href={addressOf({ view: "cases", run: view.run }, { cause: String(number) })}>
            List {plural(count, "case")}
          </a>
        )}
      </p>
    </div>
  );
}

/** Each line with those below it that are indented. */
function paragraphs(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || !line.startsWith(" ")) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts;
}
