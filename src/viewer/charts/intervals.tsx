import { scaleLinear } from "d3-scale";
import type { IntervalEnds } from "../../results/result.ts";
import { estimate, percent } from "../../reports/words/format.ts";
import { frame, XAxis } from "./axes.tsx";
import { Chart } from "./chart.tsx";
import { Mark, seriesHue } from "./mark.tsx";

/** A share and its interval; null where it is not known. */
export interface Estimated {
  readonly label: string;
  readonly share: number | null;
  readonly interval: IntervalEnds | null;
}

/** How much of the height of a chart a line takes, and what is beside the lines. */
export const LINE = 36;
export const BESIDE_LINES = 58;

/** Shares with their intervals, beneath each other. */
export function Intervals(props: { readonly title: string; readonly all: readonly Estimated[] }) {
  const { title, all } = props;
  const texts = all.map(({ label, share, interval }) => `${label}  ${estimate(share, interval)}`);
  const height = all.length * LINE + BESIDE_LINES;
  return (
    <Chart label={`${title}: ${texts.join("; ")}`} height={height}>
      {(width) => {
        const room = frame(width, height, 18);
        const x = scaleLinear([0, 1], [room.left, room.right]);
        return (
          <>
            <XAxis frame={room} scale={x} format={percent} title={title} />
            {all.map(({ share, interval }, index) => {
              const y = room.top + (index + 0.72) * LINE;
              return (
                <g key={index} style={{ "--hue": seriesHue(index) }}>
                  <text x={room.left} y={y - 11}>
                    {texts[index]}
                  </text>
                  {interval !== null && (
                    <line class="whisker" x1={x(interval[0])} x2={x(interval[1])} y1={y} y2={y} />
                  )}
                  {share !== null && <Mark series={index} x={x(share)} y={y} />}
                </g>
              );
            })}
          </>
        );
      }}
    </Chart>
  );
}
