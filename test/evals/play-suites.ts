import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SuiteResult } from "../../src/results/result.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What a run of several suites came to. */
export interface Played {
  readonly code: number;
  readonly stderr: string;
  /** The result of one of them. Throws where there is none. */
  suite(name: string): SuiteResult;
}

/** Runs suites by the command line, with nothing of the API in its environment but where it is, if that is given. */
export function playSuites(args: readonly string[], baseUrl?: string): Promise<Played> {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("OPENAI_")),
  );
  const options = {
    cwd: ROOT,
    env: baseUrl === undefined ? environment : { ...environment, OPENAI_BASE_URL: baseUrl },
    maxBuffer: 64 * 2 ** 20,
  };
  const command = [join(ROOT, "bin/swarm-eval.js"), "run", ...args, "--json"];
  return new Promise((resolve) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
      const results = lines.map((line) => JSON.parse(line) as SuiteResult);
      resolve({
        code: error === null ? 0 : Number(error.code),
        stderr,
        suite(name) {
          const found = results.find((result) => result.suite === name);
          if (found === undefined) throw new Error(`${name} gave no result, but: ${stderr}`);
          return found;
        },
      });
    });
  });
}
