import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median } from "./measured.ts";

/** Milliseconds that reading the types adds to loading an agents module, and to describing its tools. */
export interface TypeReadingCost {
  /** Where they are read for the first time, by a parser and a compiler that are started for it. */
  readonly first: number;
  /** Where what was read is kept. */
  readonly kept: number;
}

const ROUNDS = 15;

/**
 * Measures what reading the types adds to an agents module of 500 lines that imports some of them, from a workspace, in
 * processes of their own and in turn: a module that has just been changed, and the same once more. As in a run of
 * `swarm-eval`, Node keeps what it compiles: for both kinds apart, for what is read is not loaded as it was written.
 */
export function measureTypeReading(directory: string): TypeReadingCost {
  const module = join(directory, "many-tools.ts");
  writeFileSync(join(directory, "many-types.ts"), TYPES);
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

/** Loads the module in a new process, describes its tools if types are read, and says what that took. */
function loadingMs(directory: string, module: string, types: boolean): number {
  const program = `
    ${types ? 'await import("swarm-eval/register");' : ""}
    const { functionToJson } = await import("swarm-eval");
    const began = performance.now();
    const { default: team } = await import(${JSON.stringify(pathToFileURL(module).href)});
    const { functions } = team();
    ${types ? "for (const tool of functions) functionToJson(tool);" : ""}
    process.stdout.write(String(performance.now() - began));`;
  const args = ["--input-type=module", "--eval", program];
  const compiled = join(directory, types ? "compiled-with-types" : "compiled");
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
  return Number(execFileSync(process.execPath, args, { cwd: directory, env, encoding: "utf8" }));
}

const TYPES = `export const CABINS = ["economy", "business"] as const;
export interface Route { from: string; to: string; on?: Date }
`;

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
import type { CABINS, Route } from "./many-types.ts";

type Cabin = (typeof CABINS)[number];
type Known = Record<string, unknown>;

export default function team() {
${functions.join("")}
  return new Agent({ name: "Clerk", functions: [${names}] });
}
`;
}
