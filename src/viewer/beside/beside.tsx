import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { TrialResult } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { dollars, duration } from "../../reports/words/format.ts";
import { EventBody } from "../lanes/event-body.tsx";
import { eventsOf, type Event } from "../lanes/events.ts";
import { Verdict } from "../ui/verdict.tsx";
import { aligned, partingOf, type Difference, type Pair } from "./align.ts";

/** A trial and what it is called. */
export interface Labelled {
  readonly label: string;
  readonly trial: TrialResult;
}

/** Two trials beside each other, aligned, with the first step marked at which they part. */
export function Beside({ left, right }: { readonly left: Labelled; readonly right: Labelled }) {
  const pairs = aligned(eventsOf(left.trial).flat(2), eventsOf(right.trial).flat(2));
  const parting = partingOf(pairs);
  return (
    <section class="beside card" aria-label="Side by side">
      <h3 class="parting">{partingText(pairs, parting)}</h3>
      <div role="table" aria-label="Two trials, step by step">
        <div role="row" class="pair heads">
          <Head side={left} />
          <Head side={right} />
        </div>
        {stretches(pairs, parting).map(({ from, to, isFolded }) => (
          <Stretch key={from} isFolded={isFolded} count={to - from}>
            {() =>
              pairs
                .slice(from, to)
                .map((pair, index) => (
                  <PairRow key={from + index} pair={pair} isParting={from + index === parting} />
                ))
            }
          </Stretch>
        ))}
      </div>
    </section>
  );
}

function Head({ side: { label, trial } }: { readonly side: Labelled }) {
  return (
    <div role="columnheader">
      <b>{label}</b> <Verdict is={trial.verdict} />{" "}
      <span class="quiet">{`${dollars(trial.cost)} · ${duration(trial.duration_ms)}`}</span>
    </div>
  );
}

const DIFFERS: Readonly<Record<Difference, string>> = {
  step: "somebody else acts, or does something else",
  arguments: "the same is done with other arguments",
  result: "the same is done, and comes out otherwise",
  wording: "the same is done, in other words",
};

function partingText(pairs: readonly Pair[], parting: number | undefined): string {
  const pair = parting === undefined ? undefined : pairs[parting];
  if (pair?.differs === undefined) return "Both trials are the same in every step.";
  const { turn, number } = (pair.left ?? pair.right) as Event;
  return `They part at step ${number}, in turn ${turn}: ${DIFFERS[pair.differs]}.`;
}

/** A row with a step of each side; the one at which they part is scrolled to. */
function PairRow({ pair, isParting }: { readonly pair: Pair; readonly isParting: boolean }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isParting) row.current?.scrollIntoView({ block: "center" });
  }, [isParting]);
  const { left, right, differs } = pair;
  return (
    <div
      ref={row}
      role="row"
      class={`pair ${differs ?? "same"}${isParting ? " parts" : ""}`}
      tabIndex={isParting ? -1 : undefined}
    >
      <Cell event={left} />
      <Cell event={right} />
      {isParting && <p class="mark">They part here</p>}
    </div>
  );
}

function Cell({ event }: { readonly event: Event | undefined }) {
  return (
    <div role="cell" class="side">
      {event === undefined ? <p class="quiet">–</p> : <EventBody event={event} />}
    </div>
  );
}

/** Steps that are the same are folded, but for those near one that differs. */
const NEAR = 3;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly isFolded: boolean;
}

function stretches(pairs: readonly Pair[], parting: number | undefined): Range[] {
  const differing = pairs.flatMap(({ differs }, index) =>
    differs === undefined || (differs === "wording" && index !== parting) ? [] : [index],
  );
  const isNear = (index: number): boolean =>
    differing.length === 0 || differing.some((other) => Math.abs(other - index) <= NEAR);
  const ranges: Range[] = [];
  for (let from = 0; from < pairs.length;) {
    const isFolded = !isNear(from);
    let to = from + 1;
    while (to < pairs.length && isNear(to) === !isFolded) to++;
    ranges.push({ from, to, isFolded: isFolded && to - from > 2 });
    from = to;
  }
  return ranges;
}

function Stretch(props: {
  readonly isFolded: boolean;
  readonly count: number;
  readonly children: () => ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  if (!props.isFolded || open) return <>{props.children()}</>;
  return (
    <button class="folded" onClick={() => setOpen(true)}>
      {`${plural(props.count, "step")} in which both do the same`}
    </button>
  );
}
