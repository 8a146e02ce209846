import { falseDifferences, measureComparison, measureGate } from "./comparisons.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./paired.ts";
import { simulationFigures } from "./simulations.ts";

/** What statistics, gate, reports and comparisons take, and how often they see what is not there. */
export async function statisticsFigures(directory: string, baseUrl: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [what, reporters] of [
    ["statistics and gate", ""],
    ["statistics, gate and all reports but HTML", "table,junit,csv,github"],
  ] as const) {
    const runs = await measureGate(directory, reporters);
    const of = `${what} of 10,000 cases × 5 trials`;
    figures.push(
      { what: `${of}, wall`, value: medianOf(runs, "wallMs") / 1000, unit: " s", atMost: 2 },
      { what: "  CPU of it", value: medianOf(runs, "cpuMs") / 1000, unit: " s" },
      { what: `${of}, peak memory`, value: medianOf(runs, "peakMb"), unit: " MB", atMost: 300 },
    );
  }
  return [
    ...figures,
    {
      what: "3 models over 1,000 cases ÷ one run, wall",
      value: await measureComparison(directory, baseUrl),
      unit: " ×",
      atMost: 3.2,
    },
    {
      what: "2,000 comparisons of equal models, called different",
      value: 100 * falseDifferences(2000),
      unit: " %",
      atMost: 5,
    },
    ...simulationFigures(200),
  ];
}
