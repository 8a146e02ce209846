import { scaleLinear } from "d3-scale";
import type { IntervalEnds } from "../../results/result.ts";
import { dollars, percent } from "../../reports/words/format.ts";
import { frame, XAxis, YAxis } from "./axes.tsx";
import { Chart } from "./chart.tsx";
import { Legend, Mark, seriesHue } from "./mark.tsx";

/** A share and its interval; null where it is not known. */
export interface Estimated {
  readonly label: string;
  readonly share: number | null;
  readonly interval: IntervalEnds | null;
}

const HEIGHT = 240;

/** What a trial costs, against how often it passes: the better, the higher; the cheaper, the more to the left. */
export function CostAgainstQuality(props: {
  readonly all: readonly (Estimated & { readonly cost: number })[];
}) {
  const { all } = props;
  const most = Math.max(...all.map(({ cost }) => cost), Number.MIN_VALUE);
  const texts = all.map(
    ({ label, share, cost }) => `${label}: ${percent(share)} for ${dollars(cost)}`,
  );
  return (
    <>
      <Chart label={`Cost against quality: ${texts.join("; ")}`} height={HEIGHT}>
        {(width) => {
          const room = frame(width, HEIGHT);
          const y = scaleLinear([0, 1], [room.bottom, room.top]);
          const x = scaleLinear([0, most * 1.15], [room.left, room.right]);
          return (
            <>
              <YAxis frame={room} scale={y} format={percent} />
              <XAxis frame={room} scale={x} format={dollars} title="cost of a trial" />
              {all.map(({ share, interval, cost }, index) => (
                <g key={index} style={{ "--hue": seriesHue(index) }}>
                  <title>{texts[index]}</title>
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
            </>
          );
        }}
      </Chart>
      <Legend labels={all.map(({ label }) => label)} />
    </>
  );
}
