import { cpus, loadavg } from "node:os";
import { beginningsFigures } from "./beginnings.ts";
import { faultFigures } from "./faults.ts";
import { holds, line, type Figure } from "./figure.ts";
import { forkFigures } from "./forks.ts";
import { fixedGateFigures, gateFigures } from "./gate-rates.ts";
import { liveFigures } from "./live.ts";
import { mutantFigures } from "./mutants.ts";
import { proxiedFigures } from "./proxied.ts";
import { queuedFigures } from "./queued.ts";
import { manyCasesFigures, replayFigures } from "./replays.ts";
import { pageFigures } from "./pages.ts";
import { reversedCallsFigures } from "./reversed-calls.ts";
import { shrinkingFigures } from "./shrinking.ts";
import { statisticsFigures } from "./statistics.ts";
import { vitestFigures } from "./vitest.ts";
import { newWorkspace, startServer } from "./workspace.ts";

// Prints each figure beside its bound, and floors that were measured in the same run; ends with 1 where a bound does not hold.
// `gate` simulates how often a gate errs instead, which takes some minutes; `proxy` measures that alone, and
// `queue` the workers of a queue, which needs redis-server and a minute and a half.
const WIDTH = 74;
const only = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
const quick = process.argv.includes("--quick");
const directory = newWorkspace();
const server = await startServer(0);
const { baseUrl } = server;
let broken = 0;

function say(figures: readonly Figure[]): void {
  for (const figure of figures) process.stdout.write(`${line(figure, WIDTH)}\n`);
  broken += figures.filter((figure) => !holds(figure)).length;
}

async function sayAll(): Promise<void> {
  const { figures, thousand, runs } = await replayFigures(directory, baseUrl);
  say(figures);
  say(await beginningsFigures(directory, baseUrl, runs.cold));
  say(await vitestFigures(directory, baseUrl));
  say(reversedCallsFigures());
  say(await shrinkingFigures());
  say(await faultFigures(1000));
  say(mutantFigures());
  say(await liveFigures(directory, thousand));
  say(await proxiedFigures(directory, baseUrl));
  say(await forkFigures(directory, baseUrl, thousand));
  say(await statisticsFigures(directory, baseUrl));
  say(await pageFigures(directory));
  if (!quick) say(await manyCasesFigures(directory, baseUrl, runs));
}

const machine = (): string => `load ${loadavg()[0]?.toFixed(2)}`;
process.stdout.write(`Node ${process.version}, ${cpus().length} cores, ${machine()}\n\n`);
if (only === "gate") {
  say(gateFigures(1000));
  say(fixedGateFigures(1000));
} else if (only === "proxy") say(await proxiedFigures(directory, baseUrl));
else if (only === "queue") say(await queuedFigures(directory));
else await sayAll();
server.stop();
const end = broken === 0 ? "All bounds hold" : `${broken} bounds do not hold (✗)`;
process.stdout.write(`\n${end}; ${machine()} at the end.\n`);
process.exitCode = broken === 0 ? 0 : 1;
