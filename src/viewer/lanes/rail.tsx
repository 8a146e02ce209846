import { useHue } from "../ui/agent.tsx";
import { USER, type Event } from "./events.ts";
import { useLanes } from "./lanes-context.ts";

/** How far below the top of a row its mark stands. */
const MARK = 17;
const HEAD = 5;

/** The lanes beside an event, with its mark, and an arrow to where it leads. */
export function Rail(props: {
  /** Who has the floor before this row. */
  readonly floor: string;
  readonly event?: Event;
  readonly isWrong?: boolean;
}) {
  const { floor, event, isWrong = false } = props;
  const { names, width, at: x } = useLanes();
  const hue = useHue();
  const colour = (lane: string) => ({ "--hue": lane === USER ? undefined : String(hue(lane)) });
  const isUser = event?.lane === USER;
  const after = event === undefined || isUser ? floor : (event.to ?? event.lane);
  /** In a team, somebody may take the floor whom nobody gave it. */
  const isTaken = event !== undefined && !isUser && event.lane !== floor;
  return (
    <svg class="rail" width={width} height="100%" aria-hidden="true">
      {names.map((lane) => (
        <line key={lane} class="lane" x1={x(lane)} x2={x(lane)} y1={0} y2="100%" />
      ))}
      <line
        class="floor"
        style={colour(floor)}
        x1={x(floor)}
        x2={x(floor)}
        y1={0}
        y2={event ? MARK : "100%"}
      />
      {event && (
        <>
          <line
            class="floor"
            style={colour(after)}
            x1={x(after)}
            x2={x(after)}
            y1={MARK}
            y2="100%"
          />
          {isTaken && <line class="taken" x1={x(floor)} x2={x(event.lane)} y1={MARK} y2={MARK} />}
          {event.to !== undefined && event.to !== event.lane && (
            <Arrow from={x(event.lane)} to={x(event.to)} colour={colour(event.lane)} />
          )}
          <Mark event={event} at={x(event.lane)} isWrong={isWrong} colour={colour(event.lane)} />
        </>
      )}
    </svg>
  );
}

type Colour = { readonly "--hue": string | undefined };

function Arrow({
  from,
  to,
  colour,
}: {
  readonly from: number;
  readonly to: number;
  readonly colour: Colour;
}) {
  const back = to > from ? -HEAD : HEAD;
  return (
    <g class="arrow" style={colour}>
      <line x1={from} x2={to} y1={MARK} y2={MARK} />
      <path d={`M${to} ${MARK}l${1.6 * back} ${-HEAD}v${2 * HEAD}z`} />
    </g>
  );
}

/** A disc for words, a square for a call, a cross for what is wrong. */
function Mark(props: {
  readonly event: Event;
  readonly at: number;
  readonly isWrong: boolean;
  readonly colour: Colour;
}) {
  const { event, at, isWrong, colour } = props;
  if (isWrong)
    return (
      <g class="mark wrong">
        <circle cx={at} cy={MARK} r={7} />
        <path d={`M${at - 2.5} ${MARK - 2.5}l5 5m0 -5l-5 5`} />
      </g>
    );
  const isAct = event.action.type === "call" || event.action.type === "code";
  return (
    <g class="mark" style={colour}>
      {isAct ? (
        <rect x={at - 4} y={MARK - 4} width={8} height={8} />
      ) : (
        <circle cx={at} cy={MARK} r={5} />
      )}
    </g>
  );
}
