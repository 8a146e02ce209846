import { scaleLinear } from "d3-scale";
import { frame, XAxis } from "./axes.tsx";
import { Chart } from "./chart.tsx";
import { BESIDE_LINES, LINE } from "./intervals.tsx";
import { Mark, seriesHue } from "./mark.tsx";

/** From the median to what all but a few take, a line each. */
export function Spans(props: {
  readonly title: string;
  readonly all: readonly { readonly label: string; readonly p50: number; readonly p95: number }[];
  readonly format: (value: number) => string;
}) {
  const { title, all, format } = props;
  const height = all.length * LINE + BESIDE_LINES;
  const most = Math.max(...all.map(({ p95 }) => p95), 1);
  const texts = all.map(({ label, p50, p95 }) => `${label}  ${format(p50)}, p95 ${format(p95)}`);
  return (
    <Chart label={`${title}: ${texts.join("; ")}`} height={height}>
      {(width) => {
        const room = frame(width, height, 18);
        const x = scaleLinear([0, most], [room.left, room.right]);
        return (
          <>
            <XAxis frame={room} scale={x} format={format} title={title} />
            {all.map(({ p50, p95 }, index) => {
              const y = room.top + (index + 0.72) * LINE;
              return (
                <g key={index} style={{ "--hue": seriesHue(index) }}>
                  <text x={room.left} y={y - 11}>
                    {texts[index]}
                  </text>
                  <line class="whisker" x1={x(p50)} x2={x(p95)} y1={y} y2={y} />
                  <Mark series={index} x={x(p50)} y={y} />
                </g>
              );
            })}
          </>
        );
      }}
    </Chart>
  );
}
