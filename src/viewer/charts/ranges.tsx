import { scaleLinear } from "d3-scale";
import { frame, XAxis } from "./axes.tsx";
import { Chart } from "./chart.tsx";
import { Mark, seriesHue } from "./mark.tsx";

/** What a line says, the value that is marked on it, and the two ends of the range; null where they are not known. */
export interface Ranged {
  readonly text: string;
  readonly value: number | null;
  readonly ends: readonly [from: number, to: number] | null;
}

/** How much of the height of a chart a line takes, and what is beside the lines. */
const LINE = 36;
const BESIDE_LINES = 58;

/** Values with their ranges, beneath each other, on an axis from 0 to `most`. */
export function Ranges(props: {
  readonly title: string;
  readonly all: readonly Ranged[];
  readonly most: number;
  readonly format: (value: number) => string;
}) {
  const { title, all, most, format } = props;
  const height = all.length * LINE + BESIDE_LINES;
  return (
    <Chart label={`${title}: ${all.map(({ text }) => text).join("; ")}`} height={height}>
      {(width) => {
        const room = frame(width, height, 18);
        const x = scaleLinear([0, most], [room.left, room.right]);
        return (
          <>
            <XAxis frame={room} scale={x} format={format} title={title} />
            {all.map(({ text, value, ends }, index) => {
              const y = room.top + (index + 0.72) * LINE;
              return (
                <g key={index} style={{ "--hue": seriesHue(index) }}>
                  <text x={room.left} y={y - 11}>
                    {text}
                  </text>
                  {ends !== null && (
                    <line class="whisker" x1={x(ends[0])} x2={x(ends[1])} y1={y} y2={y} />
                  )}
                  {value !== null && <Mark series={index} x={x(value)} y={y} />}
                </g>
              );
            })}
          </>
        );
      }}
    </Chart>
  );
}
