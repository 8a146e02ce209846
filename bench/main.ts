import { cpus, loadavg } from "node:os";
import { toolCalls } from "../src/checks/tool-calls.ts";
import { measureTypeReading } from "./reading-types.ts";
import { firstPromptMs } from "./first-prompt.ts";
import { falseDifferences, measureComparison, measureGate } from "./comparisons.ts";
import { measured, median } from "./measured.ts";
import type { Measured } from "./measured.ts";
import { fileURLToPath } from "node:url";
import { newWorkspace, recordSuite, runArguments, startServer } from "./workspace.ts";

// Ratios against floors that are measured in the same run, in turn, so that they hold when the machine's speed drifts.
const rounds = 5;
const bareLoop = fileURLToPath(new URL("./bare-loop.ts", import.meta.url));
const directory = newWorkspace();
const server = await startServer(0);
const slow = await startServer(50);
const online = { OPENAI_BASE_URL: server.baseUrl };
const rows: { figure: string; value: string; bound: string; holds: boolean }[] = [];

async function paired(
  ours: () => Promise<Measured>,
  floor: () => Promise<Measured>,
): Promise<{ ours: Measured[]; floor: Measured[] }> {
  const both = { ours: [] as Measured[], floor: [] as Measured[] };
  for (let round = -1; round < rounds; round++) {
    const [one, other] = [await ours(), await floor()];
    if (round < 0) continue;
    both.ours.push(one);
    both.floor.push(other);
  }
  return both;
}

function say(figure: string, value: number, bound: number, unit: string, atLeast = false): void {
  const holds = atLeast ? value >= bound : value <= bound;
  rows.push({
    figure,
    value: `${value.toPrecision(3)}${unit}`,
    bound: `${atLeast ? "≥" : "≤"} ${bound}${unit}`,
    holds,
  });
  process.stderr.write(
    `${figure}: ${value.toPrecision(3)}${unit} (${atLeast ? "at least" : "at most"} ${bound}${unit})\n`,
  );
}

const one = await recordSuite(directory, "one", 1, server.baseUrl);
const cold = await paired(
  () => measured(runArguments(directory, one)),
  () => measured([bareLoop, "1", "1"], online),
);
const coldRatios = cold.ours.map(
  ({ wallMs }, round) => wallMs / (cold.floor[round] as Measured).wallMs,
);
say("cold start, 1 case replayed ÷ bare SDK loop, wall", median(coldRatios), 1, " ×");

const prompts: number[] = [];
for (const { wallMs } of cold.ours)
  prompts.push((await firstPromptMs(directory, server.baseUrl)) / wallMs);
say("first prompt of chat ÷ cold start, wall", median(prompts), 1, " ×");

const types = measureTypeReading(directory);
say("reading the types of 500 lines, CPU added to loading them", types.first, 25, " ms");
say("the same where they are kept", types.kept, 2, " ms");

const thousand = await recordSuite(directory, "thousand", 1000, server.baseUrl);
const warm = await paired(
  () => measured(runArguments(directory, thousand)),
  () => measured([bareLoop, "1000", "16"], online),
);
const warmRatios = warm.ours.map(
  ({ cpuMs }, round) => cpuMs / (warm.floor[round] as Measured).cpuMs,
);
say("1,000 cases replayed ÷ bare SDK loop, CPU", median(warmRatios), 0.35, " ×");
say(
  "1,000 cases replayed, CPU per conversation",
  median(warm.ours.map(({ cpuMs }) => cpuMs)) / 1000,
  Infinity,
  " ms",
);
say(
  "bare SDK loop, CPU per conversation",
  median(warm.floor.map(({ cpuMs }) => cpuMs)) / 1000,
  Infinity,
  " ms",
);

const steps = Array.from({ length: 1000 }, (_, index) => ({
  type: "tool_call" as const,
  turn: 1,
  at: 0,
  agent: "A",
  id: `call_${index}`,
  name: "book",
  arguments: { seat: index },
  executed: true,
}));
const moment = { agent: "A", contextVariables: {}, state: undefined };
const scope = { turn: 1, steps, before: moment, after: moment, costs: [] };
const reversed = steps.map(({ name, arguments: args }) => ({ name, arguments: args })).toReversed();
for (const mode of ["any_order", "subset"] as const) {
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    if (toolCalls({ mode, calls: reversed }, scope).verdict !== "passed")
      throw new Error("it should hold");
    return performance.now() - began;
  });
  say(`1,000 calls in reverse, ${mode}`, median(times), 10, " ms");
}

for (const [concurrency, bound] of [
  [64, 0.9],
  [256, 0.75],
] as const) {
  const walls: number[] = [];
  for (let round = 0; round < 3; round++) {
    const flags = ["--traffic", "live", "--concurrency", String(concurrency), "--reporter", "json"];
    walls.push(
      (
        await measured(runArguments(directory, thousand, ...flags), {
          OPENAI_BASE_URL: slow.baseUrl,
        })
      ).wallMs,
    );
  }
  say(
    `live at 50 ms, ${concurrency} at once, ideal ÷ wall`,
    (4000 * 50) / concurrency / median(walls),
    bound,
    "",
    true,
  );
}

for (const [what, reporters] of [
  ["statistics and gate", ""],
  ["statistics, gate and all reports", "table,junit,csv,html,github"],
] as const) {
  const runs = await measureGate(directory, reporters);
  const cpu = median(runs.map(({ cpuMs }) => cpuMs));
  const peak = median(runs.map(({ peakMb }) => peakMb));
  say(`${what} of 10,000 cases × 5 trials, CPU`, cpu / 1000, 2, " s");
  say(`${what} of 10,000 cases × 5 trials, peak memory`, peak, 300, " MB");
}
const compared = await measureComparison(directory, server.baseUrl);
say("3 models over 1,000 cases ÷ one run, wall", compared, 3.2, " ×");
const different = 100 * falseDifferences(2000);
say("2,000 comparisons of equal models, called different", different, 5, " %");

if (!process.argv.includes("--quick")) {
  const many = await recordSuite(directory, "many", 100_000, server.baseUrl);
  const big = await measured(runArguments(directory, many));
  const small = median(warm.ours.map(({ cpuMs }) => cpuMs));
  const coldCpu = median(cold.ours.map(({ cpuMs }) => cpuMs));
  say("100,000 cases replayed, peak memory", big.peakMb, 250, " MB");
  say(
    "100,000 cases ÷ 1,000 cases, CPU per case",
    (big.cpuMs - coldCpu) / 100_000 / ((small - coldCpu) / 1000),
    1.1,
    " ×",
  );
}

server.stop();
slow.stop();
const width = Math.max(...rows.map(({ figure }) => figure.length));
process.stdout.write(
  `\n${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)}, Node ${process.version}\n`,
);
for (const { figure, value, bound, holds } of rows)
  process.stdout.write(
    `${holds ? "  " : "✗ "}${figure.padEnd(width)}  ${value.padStart(10)}  ${bound.includes("Infinity") ? "" : bound}\n`,
  );
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
