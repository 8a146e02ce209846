import { scaleLinear } from "d3-scale";
import { dollars, percent } from "../../reports/words/format.ts";
import { frame, XAxis, YAxis } from "./axes.tsx";
import { Legend, Mark, seriesHue } from "./mark.tsx";
import type { Estimated } from "./intervals.tsx";

const WIDTH = 520;
const HEIGHT = 240;

/** What a trial costs, against how often it passes: the better, the higher; the cheaper, the more to the left. */
export function CostAgainstQuality({
  all,
}: {
  readonly all: readonly (Estimated & { readonly cost: number })[];
}) {
  const room = frame(WIDTH, HEIGHT);
  const y = scaleLinear([0, 1], [room.bottom, room.top]);
  const most = Math.max(...all.map(({ cost }) => cost), Number.MIN_VALUE);
  const x = scaleLinear([0, most * 1.1], [room.left, room.right]);
  return (
    <>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label="Cost against quality; the numbers are in the table"
      >
        <YAxis frame={room} scale={y} format={percent} />
        <XAxis frame={room} scale={x} format={dollars} title="cost of a trial" />
        {all.map(({ label, share, interval, cost }, index) => (
          <g key={label} style={{ "--hue": seriesHue(index) }}>
            <title>{`${label}: ${percent(share)} for ${dollars(cost)}`}</title>
            {interval !== null && (
              <line
                class="whisker"
                x1={x(cost)}
                x2={x(cost)}
                y1={y(interval[0])}
                y2={y(interval[1])}
              />
            )}
            {share !== null && <Mark series={index} x={x(cost)} y={y(share)} />}
          </g>
        ))}
      </svg>
      <Legend labels={all.map(({ label }) => label)} />
    </>
  );
}
