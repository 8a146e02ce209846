import { scaleLinear } from "d3-scale";
import { frame, XAxis, YAxis } from "./axes.tsx";
import { Legend, Mark, seriesDash, seriesHue } from "./mark.tsx";

/** A line through points; null is a gap. An interval is drawn as a whisker. */
export interface Series {
  readonly label: string;
  readonly points: readonly (Point | null)[];
}

interface Point {
  readonly y: number;
  readonly interval?: readonly [lower: number, upper: number] | undefined;
  /** What is shown of it when it is pointed at. */
  readonly text: string;
}

const WIDTH = 520;
const HEIGHT = 240;

/** Lines over steps of equal width. */
export function Lines(props: {
  readonly title: string;
  readonly xTitle: string;
  readonly xs: readonly string[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The end of the axis at the left; that of the points by default. */
  readonly most?: number;
}) {
  const { title, xTitle, xs, series, format } = props;
  const room = frame(WIDTH, HEIGHT);
  const values = series.flatMap(({ points }) =>
    points.flatMap((point) => (point === null ? [] : [point.interval?.[1] ?? point.y])),
  );
  const y = scaleLinear(
    [0, props.most ?? Math.max(...values, Number.MIN_VALUE)],
    [room.bottom, room.top],
  );
  if (props.most === undefined) y.nice(4);
  const gap = (room.right - room.left) / Math.max(1, xs.length - 1 || 2);
  const x = scaleLinear(
    [0, Math.max(1, xs.length - 1)],
    [room.left + (xs.length === 1 ? gap : 0), room.right],
  );
  const every = Math.ceil(xs.length / 8);
  const ticks = xs.flatMap((_, index) => (index % every === 0 ? [index] : []));
  return (
    <>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}; the numbers are in the table`}
      >
        <YAxis frame={room} scale={y} format={format} />
        <XAxis frame={room} scale={x} ticks={ticks} format={(at) => xs[at] ?? ""} title={xTitle} />
        {series.map(({ points }, index) => (
          <g key={index} style={{ "--hue": seriesHue(index) }}>
            <path
              class="series-line"
              d={pathOf(points, x, y)}
              stroke-dasharray={seriesDash(index)}
            />
            {points.map(
              (point, at) =>
                point && (
                  <g key={at}>
                    <title>{point.text}</title>
                    {point.interval && (
                      <line
                        class="whisker"
                        x1={x(at)}
                        x2={x(at)}
                        y1={y(point.interval[0])}
                        y2={y(point.interval[1])}
                      />
                    )}
                    <Mark series={index} x={x(at)} y={y(point.y)} />
                  </g>
                ),
            )}
          </g>
        ))}
      </svg>
      {series.length > 1 && <Legend labels={series.map(({ label }) => label)} />}
    </>
  );
}

function pathOf(
  points: Series["points"],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  return points
    .map((point, at) => {
      if (point === null) return "";
      const isFirst = at === 0 || points[at - 1] === null;
      return `${isFirst ? "M" : "L"}${x(at)} ${y(point.y)}`;
    })
    .join("");
}
