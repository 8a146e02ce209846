import { scaleLinear } from "d3-scale";
import { Chart } from "./chart.tsx";
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

const HEIGHT = 240;
/** What the name of a step takes below the axis, in pixels. */
const LABEL = 56;

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
  const ends = series.flatMap(({ points }) =>
    points.flatMap((point) => (point === null ? [] : [point.interval?.[1] ?? point.y])),
  );
  const most = props.most ?? Math.max(...ends, Number.MIN_VALUE) * 1.1;
  return (
    <>
      <Chart label={`${title}; the numbers are in the table`} height={HEIGHT}>
        {(width) => {
          const room = frame(width, HEIGHT);
          const y = scaleLinear([0, most], [room.bottom, room.top]);
          const x = scaleLinear([0, Math.max(1, xs.length - 1)], [room.left, room.right]);
          const every = Math.ceil((xs.length * LABEL) / (room.right - room.left));
          const ticks = [...xs.keys()].filter((at) => at % every === 0);
          return (
            <>
              <YAxis frame={room} scale={y} format={format} />
              <XAxis
                frame={room}
                scale={x}
                ticks={ticks}
                format={(at) => xs[at] ?? ""}
                title={xTitle}
              />
              {series.map(({ points }, index) => (
                <g key={index} style={{ "--hue": seriesHue(index) }}>
                  <path
                    class="series-line"
                    d={pathOf(points, x, y)}
                    stroke-dasharray={seriesDash(index)}
                  />
                  {points.map(
                    (point, at) =>
                      point && <Dot key={at} point={point} x={x(at)} y={y} series={index} />,
                  )}
                </g>
              ))}
            </>
          );
        }}
      </Chart>
      {series.length > 1 && <Legend labels={series.map(({ label }) => label)} />}
    </>
  );
}

function Dot(props: {
  readonly point: Point;
  readonly x: number;
  readonly y: (value: number) => number;
  readonly series: number;
}) {
  const { point, x, y, series } = props;
  const { interval } = point;
  return (
    <g>
      <title>{point.text}</title>
      {interval && <line class="whisker" x1={x} x2={x} y1={y(interval[0])} y2={y(interval[1])} />}
      <Mark series={series} x={x} y={y(point.y)} />
    </g>
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
