import { plural, thousands } from "../../text/count.ts";
import { dollars, duration } from "../../reports/words/format.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import { Agent, useHue } from "../ui/agent.tsx";
import { USER, type Group } from "./events.ts";
import { useLanes } from "./lanes-context.ts";

const ROW = 24;
const BEND = 4;

/** The name of each lane and what its agent took, each with a line that leads to its lane. */
export function LanesHead({ turns }: { readonly turns: readonly (readonly Group[])[] }) {
  const { names: lanes, width, at } = useLanes();
  const hue = useHue();
  const height = lanes.length * ROW;
  return (
    <div class="lanes-head">
      <svg width={width} height={height} aria-hidden="true">
        {lanes.map((lane, index) => {
          const [x, y] = [at(lane), (index + 0.5) * ROW];
          return (
            <path
              key={lane}
              style={{ "--hue": lane === USER ? undefined : String(hue(lane)) }}
              d={`M${width} ${y}H${x + BEND}q${-BEND} 0 ${-BEND} ${BEND}V${height}`}
            />
          );
        })}
      </svg>
      <ul aria-label="Lanes">
        {lanes.map((lane) => (
          <li key={lane}>
            {lane === USER ? <b>User</b> : <Agent name={lane} />}
            <span class="quiet">{lane === USER ? "" : tookText(lane, turns)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function tookText(lane: string, turns: readonly (readonly Group[])[]): string {
  const events = turns.flat(2).filter((event) => event.lane === lane);
  const replies = events.flatMap(({ reply }) => (reply === undefined ? [] : [reply]));
  const calls = events.filter(({ action }) => action.type === "call").length;
  const tokens = replies.map(({ usage }) => (usage === undefined ? NaN : tokensOf(usage)));
  const costs = replies.map(({ cost = NaN }) => cost);
  const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
  const took = sum(events.map(({ ms = 0 }) => ms));
  return [
    ...(replies.length === 0 ? [] : [plural(replies.length, "completion")]),
    ...(calls === 0 ? [] : [plural(calls, "call")]),
    ...(sum(tokens) > 0 ? [`${thousands(sum(tokens))} tokens`] : []),
    ...(sum(costs) > 0 ? [dollars(sum(costs))] : []),
    ...(took > 0 ? [duration(took)] : []),
  ].join(" · ");
}
