import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Row } from "../../reports/html/parts.ts";
import { useKeys } from "../address/keys.ts";
import { go, type View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { useMedia } from "../ui/use-media.ts";
import { chosenLast, rememberChosen } from "./left-at.ts";
import { CaseRow } from "./case-row.tsx";
import { orderOf, type Order } from "./sort.ts";
import { useWindow } from "./use-window.ts";

/** How high a row is, in pixels; `list.css` says the same. */
const ROW = 54;
const NARROW_ROW = 92;

const COLUMNS: readonly {
  readonly title: string;
  readonly order?: Order;
  readonly isNumber?: true;
}[] = [
  { title: "verdict", order: "attention" },
  { title: "case", order: "case" },
  { title: "route of agents" },
  { title: "calls", order: "calls", isNumber: true },
  { title: "tokens", order: "tokens", isNumber: true },
  { title: "cost", order: "cost", isNumber: true },
  { title: "time", order: "time", isNumber: true },
];

/** The cases, of which only those near the screen are drawn. `j` and `k` walk through them. */
export function CaseList(props: {
  readonly run: Run;
  readonly rows: readonly Row[];
  readonly view: View;
}) {
  const { run, rows, view } = props;
  const height = useMedia("(max-width: 760px)") ? NARROW_ROW : ROW;
  const list = useRef<HTMLDivElement>(null);
  const [from, to] = useWindow(list, rows.length, height);
  const chosen = useChosen(list, rows, height);
  // A row that was drawn is not drawn again while the list is scrolled.
  const known = useMemo(() => new Map<string, VNode>(), [run, rows, view, height, chosen]);
  const drawn = (row: Row, index: number): VNode => {
    const before = known.get(row.id);
    if (before !== undefined) return before;
    const made = (
      <CaseRow
        key={row.id}
        row={row}
        run={run}
        view={view}
        index={index}
        top={index * height}
        isChosen={chosen === row.id}
      />
    );
    known.set(row.id, made);
    return made;
  };
  return (
    <div role="table" aria-label="Cases" aria-rowcount={rows.length + 1} class="cases card">
      <Head sort={view.sort} />
      <div role="rowgroup" ref={list} style={{ height: `${rows.length * height}px` }} class="rows">
        {rows.slice(from, to).map((row, index) => drawn(row, from + index))}
      </div>
    </div>
  );
}

function Head({ sort }: { readonly sort: string | undefined }) {
  const { order: current, down } = orderOf(sort);
  return (
    <div role="rowgroup" class="head">
      <div role="row" aria-rowindex={1}>
        {COLUMNS.map(({ title, order, isNumber = false }) => {
          const isCurrent = order === current;
          const downFirst = isNumber ? `-${order}` : order;
          const next = isCurrent ? (down ? order : `-${order}`) : downFirst;
          return (
            <div
              key={title}
              role="columnheader"
              class={isNumber ? "number" : undefined}
              aria-sort={isCurrent ? (down ? "descending" : "ascending") : undefined}
            >
              {order === undefined ? (
                title
              ) : (
                <button onClick={() => go({ sort: next }, { replace: true })}>
                  {title}
                  <span aria-hidden="true">{isCurrent ? (down ? " ↓" : " ↑") : ""}</span>
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The id of the row that keys or the focus have come to; it is focused when it is drawn. */
function useChosen(
  list: { readonly current: HTMLElement | null },
  rows: readonly Row[],
  height: number,
): string | undefined {
  const [chosen, setChosen] = useState(chosenLast);
  const isWaiting = useRef(chosen !== undefined);
  const move = (by: number): void => {
    const at = rows.findIndex(({ id }) => id === chosenLast());
    const index = Math.min(rows.length - 1, Math.max(0, at + by));
    const next = rows[index];
    if (next === undefined || list.current === null) return;
    const top = list.current.getBoundingClientRect().top + index * height;
    if (top < 3 * height || top > innerHeight - 2 * height)
      scrollBy({ top: top - innerHeight / 2, behavior: "instant" });
    isWaiting.current = true;
    rememberChosen(next.id);
    setChosen(next.id);
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  // Before the next key is heard.
  useLayoutEffect(() => {
    const link = isWaiting.current
      ? list.current?.querySelector<HTMLElement>(".chosen a")
      : undefined;
    if (!link) return;
    isWaiting.current = false;
    link.focus({ preventScroll: true });
  });
  useEffect(() => {
    const focused = ({ target }: FocusEvent): void => {
      const id = target instanceof HTMLElement ? target.dataset["case"] : undefined;
      if (id === undefined) return;
      rememberChosen(id);
      setChosen(id);
    };
    addEventListener("focusin", focused);
    return () => removeEventListener("focusin", focused);
  }, []);
  return chosen;
}
