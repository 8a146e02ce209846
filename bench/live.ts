import type { Figure } from "./figure.ts";
import { measured } from "./measured.ts";
import { medianOf, paired } from "./paired.ts";
import { bundled } from "./bundled.ts";
import { runArguments, startServer } from "./workspace.ts";

const ROUNDS = 3;
const DELAY_MS = 50;
const CALLS = 4000;
const BOUNDS = [
  [64, 0.9],
  [256, 0.75],
] as const;
const barePool = await bundled("./bare-pool.ts");

/**
 * How close a live run of a thousand cases comes to waiting for nothing but the provider, as a whole process, its start
 * among it, beside undici's pool doing the same. The stand-in is a process of its own on the same cores.
 */
export async function liveFigures(directory: string, thousand: string): Promise<Figure[]> {
  const slow = await startServer(DELAY_MS);
  const online = { OPENAI_BASE_URL: slow.baseUrl };
  const figures: Figure[] = [];
  for (const [concurrency, bound] of BOUNDS) {
    const atOnce = String(concurrency);
    const flags = ["--traffic", "live", "--concurrency", atOnce, "--reporter", "json"];
    const { ours, floor } = await paired(
      ROUNDS,
      () => measured(runArguments(directory, thousand, ...flags), online),
      () => measured([barePool, "1000", atOnce], online),
    );
    const ideal = (CALLS * DELAY_MS) / concurrency;
    figures.push(
      {
        what: `live at ${DELAY_MS} ms, ${concurrency} at once, ideal ÷ wall`,
        value: ideal / medianOf(ours, "wallMs"),
        unit: "",
        atLeast: bound,
      },
      { what: "  bare undici pool", value: ideal / medianOf(floor, "wallMs"), unit: "" },
      { what: "  ours, CPU of a call", value: medianOf(ours, "cpuMs") / CALLS, unit: " ms" },
      {
        what: "  bare undici pool, CPU of a call",
        value: medianOf(floor, "cpuMs") / CALLS,
        unit: " ms",
      },
    );
  }
  slow.stop();
  return figures;
}
