/** Hues and shapes of the series of a chart: none is told by its colour alone. */
const HUES = [255, 25, 150, 320, 75, 200];
const SHAPES = [
  "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
  "M-4.5 -4.5h9v9h-9z",
  "M0 -6l5.5 10h-11z",
  "M0 -6.5l6 6.5l-6 6.5l-6 -6.5z",
  "M0 6l5.5 -10h-11z",
  "M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
];
const DASHES = ["", "6 3", "2 3", "8 3 2 3", "12 4", "4 2"];

export function seriesHue(index: number): string {
  return String(HUES[index % HUES.length]);
}

export function seriesDash(index: number): string {
  return DASHES[index % DASHES.length] ?? "";
}

/** The mark of a series at a place. */
export function Mark({
  series,
  x,
  y,
}: {
  readonly series: number;
  readonly x: number;
  readonly y: number;
}) {
  return (
    <path
      class="series-mark"
      d={SHAPES[series % SHAPES.length] ?? ""}
      transform={`translate(${x} ${y})`}
      style={{ "--hue": seriesHue(series) }}
    />
  );
}

/** What each mark stands for. */
export function Legend({ labels }: { readonly labels: readonly string[] }) {
  return (
    <ul class="legend">
      {labels.map((label, series) => (
        <li key={series}>
          <svg width={16} height={16} aria-hidden="true">
            <Mark series={series} x={8} y={8} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
