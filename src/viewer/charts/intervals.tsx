import { scaleLinear } from "d3-scale";
import type { IntervalEnds } from "../../results/result.ts";
import { estimate, percent } from "../../reports/words/format.ts";
import { frame, XAxis } from "./axes.tsx";
import { Mark, seriesHue } from "./mark.tsx";

/** A share and its interval, a line each; null where it is not known. */
export interface Estimated {
  readonly label: string;
  readonly share: number | null;
  readonly interval: IntervalEnds | null;
}

const LINE = 34;
const WIDTH = 520;

/** Shares with their intervals, beneath each other. */
export function Intervals({
  title,
  all,
}: {
  readonly title: string;
  readonly all: readonly Estimated[];
}) {
  const room = frame(WIDTH, all.length * LINE + 54, 18);
  const x = scaleLinear([0, 1], [room.left, room.right]);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${room.width} ${room.height}`}
      role="img"
      aria-label={textOf(title, all)}
    >
      <XAxis frame={room} scale={x} format={percent} title={title} />
      {all.map(({ label, share, interval }, index) => {
        const y = room.top + (index + 0.72) * LINE;
        return (
          <g key={index} style={{ "--hue": seriesHue(index) }}>
            <text x={room.left} y={y - 10}>
              {`${label}  ${estimate(share, interval)}`}
            </text>
            {interval !== null && (
              <line class="whisker" x1={x(interval[0])} x2={x(interval[1])} y1={y} y2={y} />
            )}
            {share !== null && <Mark series={index} x={x(share)} y={y} />}
          </g>
        );
      })}
    </svg>
  );
}

function textOf(title: string, all: readonly Estimated[]): string {
  const texts = all.map(({ label, share, interval }) => `${label} ${estimate(share, interval)}`);
  return `${title}: ${texts.join("; ")}`;
}
