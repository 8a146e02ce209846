import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CheckResult } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { describeContent } from "../../trajectory/content.ts";
import { folded } from "../../trajectory/loops.ts";
import { useMedia } from "../ui/use-media.ts";
import { checkName } from "../../reports/failures/explain-trial.ts";
import { EventRow } from "./event-row.tsx";
import { roundKey, USER, type Event, type Group } from "./events.ts";
import { Rail } from "./rail.tsx";

interface Props {
  readonly turn: number;
  readonly groups: readonly Group[];
  /** By the number of an event. */
  readonly places: ReadonlyMap<number, readonly CheckResult[]>;
  readonly passed: readonly CheckResult[];
  /** What is to be said of its last event. */
  readonly note: string | undefined;
  readonly isOpen: boolean;
}

/** A user's message and what came of it, on lanes. A turn can be closed. */
export function Turn(props: Props) {
  const { turn, groups, places, passed, note, isOpen } = props;
  const [isChosen, setOpen] = useState(isOpen);
  useEffect(() => {
    if (isOpen) setOpen(true);
  }, [isOpen]);
  const isPaper = useMedia("print");
  const open = isChosen || isPaper;
  const events = groups.flat();
  const isWrong = note !== undefined || events.some(({ number }) => places.has(number));
  const floors = floorsOf(events);
  const last = events.at(-1);
  const rows = (of: readonly Event[]) =>
    of.map((event) => (
      <EventRow
        key={event.number}
        event={event}
        floor={floors.get(event.number) ?? USER}
        checks={places.get(event.number) ?? []}
        note={event === last ? note : undefined}
      />
    ));
  return (
    <section class={isWrong ? "turn wrong" : "turn"} aria-label={`Turn ${turn}`}>
      <div class="turn-head">
        <Rail floor={floors.get(events[0]?.number ?? 0) ?? USER} />
        <h3>
          <button aria-expanded={open} onClick={() => setOpen(!open)}>
            {`Turn ${turn}`}
            {isWrong && (
              <span class="verdict failed">
                {" "}
                ✗<span class="unseen"> something is wrong</span>
              </span>
            )}
            {!open && <span class="quiet">{inShort(events)}</span>}
          </button>
        </h3>
      </div>
      {open && (
        <ol>
          {folded(groups, roundKey).map((part, index) => (
            <Part key={index} rounds={part.rounds} first={rows(part.items.flat())}>
              {() => rows(part.rest.flat())}
            </Part>
          ))}
        </ol>
      )}
      {open && passed.length > 0 && (
        <div class="turn-foot">
          <Rail floor={last?.to ?? last?.lane ?? USER} />
          <PassedChecks checks={passed} />
        </div>
      )}
    </section>
  );
}

/** Of a loop, the first round; the others are drawn when they are asked for. */
function Part(props: {
  readonly rounds: number;
  readonly first: ComponentChildren;
  readonly children: () => ComponentChildren;
}) {
  const { rounds, first, children } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      {first}
      {rounds > 1 && (
        <li class="rounds">
          <button aria-expanded={open} onClick={() => setOpen(!open)}>
            {`The same calls ${plural(rounds - 1, "more time")}`}
          </button>
        </li>
      )}
      {open && children()}
    </>
  );
}

/** The names of checks that passed, and on demand what they saw. */
export function PassedChecks({ checks }: { readonly checks: readonly CheckResult[] }) {
  return (
    <details class="passed-checks">
      <summary>
        <span class="verdict passed">✓</span> {checks.map(checkName).join(", ")}
      </summary>
      <ul>
        {checks.map((check, index) => (
          <li key={index}>
            <b>{checkName(check)}</b> <span class="quiet">{oneLine(check.reason, 2_000)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Who has the floor before each event: at first, whom the user speaks to. */
function floorsOf(events: readonly Event[]): Map<number, string> {
  let floor = events[0]?.to ?? USER;
  return new Map(
    events.map((event, index) => {
      const before = floor;
      if (index > 0) floor = event.to ?? event.lane;
      return [event.number, before];
    }),
  );
}

function inShort(events: readonly Event[]): string {
  const [first] = events;
  const calls = events.filter(({ action }) => action.type === "call").length;
  const message = first?.action.type === "user" ? describeContent(first.action.content) : "";
  return `${oneLine(message, 90)}${calls === 0 ? "" : ` (${plural(calls, "call")})`}`;
}
