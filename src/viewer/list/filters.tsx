import { useEffect, useRef } from "preact/hooks";
import { plural, thousands } from "../../text/count.ts";
import { useKeys } from "../address/keys.ts";
import { go, type View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { FACETS, filtered, STANDINGS, standingsOf, valuesOf, type Facet } from "./filter.ts";
import type { Found } from "./search.ts";

interface Props {
  readonly run: Run;
  readonly view: View;
  readonly found: Found | undefined;
  /** How many cases are listed. */
  readonly shown: number;
}

/** What chooses the cases that are listed, each choice with how many it would leave. */
export function Filters({ run, view, found, shown }: Props) {
  return (
    <div class="filters" role="search" aria-label="Cases">
      <Standings run={run} view={view} found={found} />
      <SearchBox text={view.q ?? ""} />
      <div class="facets">
        {FACETS.map((facet) => (
          <FacetChoice key={facet} facet={facet} run={run} view={view} found={found} />
        ))}
        <Narrowed run={run} view={view} />
      </div>
      <output aria-live="polite">{countText(run, found, shown)}</output>
    </div>
  );
}

function countText(run: Run, found: Found | undefined, shown: number): string {
  const all = run.part.rows.length;
  if (found !== undefined && found.looked < all)
    return `${thousands(shown)} found, in ${thousands(found.looked)} of ${plural(all, "case")} so far`;
  return shown === all ? plural(all, "case") : `${thousands(shown)} of ${plural(all, "case")}`;
}

function Standings({ run, view, found }: Pick<Props, "run" | "view" | "found">) {
  const rows = filtered(run, view, found?.ids, "verdict");
  const all = new Set(run.part.rows.flatMap((row) => standingsOf(row, run)));
  const choices = [undefined, ...STANDINGS.filter((standing) => all.has(standing))];
  return (
    <div class="standings" role="group" aria-label="Verdict">
      {choices.map((standing) => {
        const count =
          standing === undefined
            ? rows.length
            : rows.filter((row) => standingsOf(row, run).includes(standing)).length;
        return (
          <button
            key={standing ?? "all"}
            class={standing}
            aria-pressed={view.verdict === standing}
            onClick={() => go({ verdict: standing }, { replace: true })}
          >
            {standing ?? "all"} <b>{thousands(count)}</b>
          </button>
        );
      })}
    </div>
  );
}

function SearchBox({ text }: { readonly text: string }) {
  const box = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => box.current?.select() });
  // The address may change while nobody types.
  useEffect(() => {
    if (box.current !== null && document.activeElement !== box.current) box.current.value = text;
  }, [text]);
  return (
    <input
      ref={box}
      type="search"
      placeholder="Find in cases and conversations  ( / )"
      aria-label="Find in cases and conversations"
      defaultValue={text}
      onInput={({ currentTarget }) => go({ q: currentTarget.value }, { replace: true })}
      onKeyDown={(event) => {
        if (event.key !== "Escape" && event.key !== "Enter") return;
        event.preventDefault();
        event.currentTarget.blur();
      }}
    />
  );
}

function FacetChoice(props: Pick<Props, "run" | "view" | "found"> & { readonly facet: Facet }) {
  const { facet, run, view, found } = props;
  const counts = new Map<string, number>();
  for (const row of run.part.rows) for (const value of valuesOf(facet, row)) counts.set(value, 0);
  if (counts.size < 2 && view[facet] === undefined) return null;
  for (const row of filtered(run, view, found?.ids, facet))
    for (const value of valuesOf(facet, row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return (
    <label>
      <span>{facet}</span>
      <select
        value={view[facet] ?? ""}
        onChange={({ currentTarget }) => go({ [facet]: currentTarget.value }, { replace: true })}
      >
        <option value="">any</option>
        {[...counts].sort().map(([value, count]) => (
          <option key={value} value={value}>
            {`${value} (${thousands(count)})`}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What else narrows the list, and takes it back. */
function Narrowed({ run, view }: Pick<Props, "run" | "view">) {
  const { cause, handoff, decision } = view;
  const agents = (pair: string): readonly string[] => JSON.parse(pair) as string[];
  const chips = [
    ...(cause === undefined
      ? []
      : [{ key: "cause", text: `cause: ${run.part.causes[Number(cause)]?.headline ?? cause}` }]),
    ...(handoff === undefined ? [] : [{ key: "handoff", text: agents(handoff).join(" → ") }]),
    ...(decision === undefined
      ? []
      : [
          {
            key: "decision",
            text: `expected ${agents(decision)[0]}, got ${agents(decision)[1]}`,
          },
        ]),
  ];
  return (
    <>
      {chips.map(({ key, text }) => (
        <button
          key={key}
          class="chip"
          title="Show all again"
          onClick={() => go({ [key]: undefined }, { replace: true })}
        >
          <span>{text}</span> <i aria-hidden="true">×</i>
        </button>
      ))}
    </>
  );
}
