import type { ScaleLinear } from "d3-scale";

/** The room of a chart inside its axes, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The room of a chart whose labels at its left take so much. */
export function frame(width: number, height: number, left = 52): Frame {
  return { width, height, left, right: width - 18, top: 14, bottom: height - 40 };
}

/** The axis below, with lines through the chart. */
export function XAxis(props: {
  readonly frame: Frame;
  readonly scale: ScaleLinear<number, number>;
  readonly format: (value: number) => string;
  readonly title: string;
  readonly ticks?: readonly number[];
}) {
  const { frame, scale, format, title } = props;
  const { left, right, top, bottom } = frame;
  return (
    <g class="axis">
      {(props.ticks ?? scale.ticks((right - left) / 80)).map((tick) => (
        <g key={tick}>
          <line x1={scale(tick)} x2={scale(tick)} y1={top} y2={bottom} />
          <text x={scale(tick)} y={bottom + 16} text-anchor="middle">
            {format(tick)}
          </text>
        </g>
      ))}
      <text x={(left + right) / 2} y={bottom + 34} text-anchor="middle">
        {title}
      </text>
    </g>
  );
}

/** The axis at the left. */
export function YAxis(props: {
  readonly frame: Frame;
  readonly scale: ScaleLinear<number, number>;
  readonly format: (value: number) => string;
}) {
  const { frame, scale, format } = props;
  return (
    <g class="axis">
      {scale.ticks(4).map((tick) => (
        <g key={tick}>
          <line x1={frame.left} x2={frame.right} y1={scale(tick)} y2={scale(tick)} />
          <text x={frame.left - 8} y={scale(tick) + 4} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
