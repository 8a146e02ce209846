import { scaleLinear } from "d3-scale";
import { frame, XAxis } from "./axes.tsx";
import { Mark, seriesHue } from "./mark.tsx";

const LINE = 34;
const WIDTH = 520;

/** From the median to what all but a few take, a line each. */
export function Spans(props: {
  readonly title: string;
  readonly all: readonly { readonly label: string; readonly p50: number; readonly p95: number }[];
  readonly format: (value: number) => string;
}) {
  const { title, all, format } = props;
  const room = frame(WIDTH, all.length * LINE + 54, 18);
  const most = Math.max(...all.map(({ p95 }) => p95), 1);
  const x = scaleLinear([0, most], [room.left, room.right]);
  const texts = all.map(({ label, p50, p95 }) => `${label}  ${format(p50)}, p95 ${format(p95)}`);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${room.width} ${room.height}`}
      role="img"
      aria-label={`${title}: ${texts.join("; ")}`}
    >
      <XAxis frame={room} scale={x} format={format} title={title} ticks={x.ticks(4)} />
      {all.map(({ p50, p95 }, index) => {
        const y = room.top + (index + 0.72) * LINE;
        return (
          <g key={index} style={{ "--hue": seriesHue(index) }}>
            <text x={room.left} y={y - 10}>
              {texts[index]}
            </text>
            <line class="whisker" x1={x(p50)} x2={x(p95)} y1={y} y2={y} />
            <Mark series={index} x={x(p50)} y={y} />
          </g>
        );
      })}
    </svg>
  );
}
