import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median } from "./measured.ts";

/** Milliseconds of CPU that reading the types adds to loading an agents module. */
export interface TypeReadingCost {
  /** Where it is read for the first time, the parser loaded for it. */
  readonly first: number;
  /** Where what was read is kept. */
  readonly kept: number;
}

const ROUNDS = 15;

/**
 * Measures what reading the types adds to loading an agents module of 500 lines from a workspace, in processes of their own
 * and in turn: a module that has just been changed, and the same once more. As in a run of `swarm-eval`, Node keeps what it
 * compiles: for both kinds apart, for what is read is not loaded as it was written.
 */
export function measureTypeReading(directory: string): TypeReadingCost {
  const module = join(directory, "many-tools.ts");
  const first: number[] = [];
  const kept: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    writeFileSync(module, `// Version ${round + 2}\n${agentsModule(500)}`);
    const bare = loadingMs(directory, module, false);
    const bareAgain = loadingMs(directory, module, false);
    const read = loadingMs(directory, module, true);
    const readAgain = loadingMs(directory, module, true);
    if (round < 0) continue;
    first.push(read - bare);
    kept.push(readAgain - bareAgain);
  }
  return { first: median(first), kept: median(kept) };
}

/** Loads the module in a new process, after what every agents module needs, and says what that took. */
function loadingMs(directory: string, module: string, types: boolean): number {
  const program = `
    ${types ? 'await import("swarm-eval/register");' : ""}
    await import("swarm-eval");
    const began = process.cpuUsage();
    await import(${JSON.stringify(pathToFileURL(module).href)});
    const { user, system } = process.cpuUsage(began);
    process.stdout.write(String((user + system) / 1000));`;
  const args = ["--input-type=module", "--eval", program];
  const compiled = join(directory, types ? "compiled-with-types" : "compiled");
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
  return Number(execFileSync(process.execPath, args, { cwd: directory, env, encoding: "utf8" }));
}

/** An agents module of so many lines, or a few less: functions as people write them, in a factory. */
function agentsModule(lines: number): string {
  const count = Math.floor((lines - 12) / 12);
  const functions = Array.from(
    { length: count },
    (_, at) => `
  /**
   * Books seats on flight ${at}, and says what they cost.
   * @param {integer} seats One for each passenger
   * @param route Where from and where to
   */
  function book${at}(seats: number, route: Route, cabin: Cabin = "economy", contextVariables: Known) {
    const price = seats * ${at + 10} * (cabin === "economy" ? 1 : 2);
    if (route.from === route.to) throw new Error("The flight goes nowhere.");
    return new Result({ value: { price, ...route }, contextVariables: { ...contextVariables, price } });
  }
`,
  );
  const names = Array.from({ length: count }, (_, at) => `book${at}`).join(", ");
  return `import { Agent, Result } from "swarm-eval";

type Cabin = "economy" | "business";
type Known = Record<string, unknown>;
interface Route { from: string; to: string; on?: Date }

export default function team() {
${functions.join("")}
  return new Agent({ name: "Clerk", functions: [${names}] });
}
`;
}
