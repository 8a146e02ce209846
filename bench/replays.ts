import type { Figure } from "./figure.ts";
import { measured, type Measured } from "./measured.ts";
import { medianOf, paired, ratio, type Paired } from "./paired.ts";
import { bundled } from "./bundled.ts";
import { recordSuite, runArguments } from "./workspace.ts";

const ROUNDS = 5;
const bareLoop = await bundled("./bare-loop.ts");

/** A replay of so many cases beside a loop of the openai SDK that asks a local server as often. */
async function replayed(
  directory: string,
  file: string,
  cases: number,
  baseUrl: string,
): Promise<Paired> {
  return paired(
    ROUNDS,
    () => measured(runArguments(directory, file)),
    () => measured([bareLoop, String(cases), "16"], { OPENAI_BASE_URL: baseUrl }),
  );
}

/** What replays of one and of a thousand cases take; `runs` are those of ours, for other figures to be held against. */
export async function replayFigures(directory: string, baseUrl: string) {
  const one = await recordSuite(directory, "one", 1, baseUrl);
  const cold = await replayed(directory, one, 1, baseUrl);
  const thousand = await recordSuite(directory, "thousand", 1000, baseUrl);
  const warm = await replayed(directory, thousand, 1000, baseUrl);
  const figures: Figure[] = [
    {
      what: "cold start, 1 case replayed ÷ bare SDK loop, wall",
      value: ratio(cold, "wallMs"),
      unit: " ×",
      atMost: 1,
    },
    { what: "  ours", value: medianOf(cold.ours, "wallMs"), unit: " ms" },
    { what: "  bare SDK loop", value: medianOf(cold.floor, "wallMs"), unit: " ms" },
    {
      what: "1,000 cases replayed ÷ bare SDK loop, CPU",
      value: ratio(warm, "cpuMs"),
      unit: " ×",
      atMost: 0.35,
    },
    { what: "  ours, a case", value: medianOf(warm.ours, "cpuMs") / 1000, unit: " ms" },
    { what: "  bare SDK loop, a case", value: medianOf(warm.floor, "cpuMs") / 1000, unit: " ms" },
  ];
  return { figures, thousand, runs: { cold: cold.ours, warm: warm.ours } };
}

/** What a replay of 100,000 cases takes, beside that of a thousand. */
export async function manyCasesFigures(
  directory: string,
  baseUrl: string,
  { cold, warm }: { readonly cold: readonly Measured[]; readonly warm: readonly Measured[] },
): Promise<Figure[]> {
  const many = await recordSuite(directory, "many", 100_000, baseUrl);
  const { cpuMs, peakMb } = await measured(runArguments(directory, many));
  const start = medianOf(cold, "cpuMs");
  const few = (medianOf(warm, "cpuMs") - start) / 1000;
  return [
    { what: "100,000 cases replayed, peak memory", value: peakMb, unit: " MB", atMost: 250 },
    {
      what: "100,000 cases replayed ÷ 1,000, CPU per case",
      value: (cpuMs - start) / 100_000 / few,
      unit: " ×",
      atMost: 1.1,
    },
  ];
}
