import { cpus, loadavg } from "node:os";
import { callCandidates } from "../src/checks/call-candidates.ts";
import { matchList } from "../src/checks/match-list.ts";
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

const calls = Array.from({ length: 1000 }, (_, index) => ({
  turn: 1,
  agent: "A",
  name: "book",
  arguments: { seat: index },
  result: "ok",
  error: undefined,
}));
const reversed = calls.map(({ name, arguments: args }) => ({ name, arguments: args })).reverse();
for (const mode of ["any_order", "subset"] as const) {
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    if (!matchList(mode, callCandidates(reversed, calls), calls.length).holds)
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

if (!process.argv.includes("--quick")) {
  const many = await recordSuite(directory, "many", 100_000, server.baseUrl);
  const big = await measured(runArguments(directory, many));
  const small = median(warm.ours.map(({ cpuMs, wallMs }) => Math.max(cpuMs, wallMs) * 0 + cpuMs));
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
