import type { CheckResult } from "../../results/result.ts";
import { thousands } from "../../text/count.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import { dollars, duration } from "../../reports/words/format.ts";
import { FailedCheck } from "../ui/failed-check.tsx";
import type { Event } from "./events.ts";
import { EventBody } from "./event-body.tsx";
import { Rail } from "./rail.tsx";
import { WhatTheModelSaw } from "./request.tsx";

/** An event on its lane: what was done, what it took, and the checks that did not pass because of it. */
export function EventRow(props: {
  readonly event: Event;
  readonly floor: string;
  readonly checks: readonly CheckResult[];
  /** What is to be said of it, such as that the trial broke off here. */
  readonly note?: string | undefined;
}) {
  const { event, floor, checks, note } = props;
  const isWrong = checks.length > 0 || note !== undefined;
  const { reply } = event;
  return (
    <li
      id={stepId(event.number)}
      class={isWrong ? "event wrong" : "event"}
      tabIndex={-1}
      onKeyDown={openByEnter}
      aria-label={`step ${event.number}${isWrong ? ", something is wrong" : ""}`}
    >
      <Rail floor={floor} event={event} isWrong={isWrong} />
      <div class="body">
        <EventBody event={event} />
        {note !== undefined && <p class="failed-check errored">{note}</p>}
        {checks.map((check, index) => (
          <FailedCheck key={index} check={check} />
        ))}
        {reply && <WhatTheModelSaw reply={reply} />}
      </div>
      <Took event={event} />
    </li>
  );
}

/** Opens or closes what a step has to show, if the step itself has the focus. */
function openByEnter({ key, target, currentTarget }: KeyboardEvent): void {
  if (key !== "Enter" || target !== currentTarget || !(target instanceof HTMLElement)) return;
  const fold = target.querySelector("details");
  if (fold !== null) fold.open = !fold.open;
}

/** The fragment that an address of a step stands for. */
export function stepId(number: number): string {
  return `step-${number}`;
}

function Took({ event: { reply, ms } }: { readonly event: Event }) {
  const tokens = reply?.usage && tokensOf(reply.usage);
  return (
    <div class="took">
      <span title="tokens">
        {reply === undefined ? "" : tokens === undefined ? "unknown" : thousands(tokens)}
        {tokens !== undefined && <small> tokens</small>}
      </span>
      <span title="cost">{reply === undefined ? "" : dollars(reply.cost ?? null)}</span>
      <span title="time">{ms === undefined ? "" : duration(ms)}</span>
    </div>
  );
}
