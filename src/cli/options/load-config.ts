import { globSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { explainFault } from "../../cases/reading/explain.ts";
import { configRule, withoutUndefined } from "../../config/config.ts";
import type { Config } from "../../config/config.ts";
import { describeLoadError } from "../../runner/agents/agents-module.ts";
import { UsageError } from "../../runner/errors.ts";
import { readDotEnv } from "../process/environment.ts";
import { REPORTER_NAMES } from "../output/reporters.ts";

/** A case file of a config, and what it is played against where that is said. */
interface ConfiguredSuite {
  readonly cases: string;
  readonly agents: string | undefined;
}

/** A config, with its paths as they are known in the working directory. */
export interface LoadedConfig extends Omit<Config, "suites"> {
  readonly file: string;
  /** Undefined where it names none. */
  readonly suites: readonly ConfiguredSuite[] | undefined;
}

/** Loads a config file. Throws UsageError for one that cannot be used. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  readDotEnv();
  const config = await importConfig(file);
  const faults = configRule(REPORTER_NAMES)(config);
  if (faults.length > 0) {
    const problems = faults.map((fault) => `${file}: ${explainFault(fault)}`);
    throw new UsageError(problems.join("\n"));
  }
  const { suites, agents, output, fixtures, ...others } = withoutUndefined(config) as Config;
  const here = (path: string): string => pathFrom(dirname(file), path);
  return {
    ...others,
    file,
    ...(output === undefined ? {} : { output: here(output) }),
    ...(fixtures === undefined ? {} : { fixtures: here(fixtures) }),
    ...(agents === undefined ? {} : { agents: here(agents) }),
    suites: suites?.flatMap((suite, index) => {
      const { cases, agents: own = agents } = typeof suite === "string" ? { cases: suite } : suite;
      return caseFiles(cases, dirname(file), `${file}: suites[${index}]`).map((found) => ({
        cases: found,
        agents: own === undefined ? undefined : here(own),
      }));
    }),
  };
}

async function importConfig(file: string): Promise<unknown> {
  let exports: Readonly<Record<string, unknown>>;
  try {
    exports = (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${file} could not be loaded: ${describeLoadError(error)}`, {
      cause: error,
    });
  }
  if (exports["default"] !== undefined) return exports["default"];
  throw new UsageError(
    `${file} has no default export. It must say: export default defineConfig({ … })`,
  );
}

/** The case files that a path or a pattern stands for. */
function caseFiles(pattern: string, directory: string, place: string): string[] {
  if (!/[*?[{]/.test(pattern)) return [pathFrom(directory, pattern)];
  const found = globSync(pattern, { cwd: directory }).sort();
  if (found.length === 0) throw new UsageError(`${place}: no file fits ${pattern}.`);
  return found.map((path) => pathFrom(directory, path));
}

/** A path from the config's directory as one from the working directory. */
function pathFrom(directory: string, path: string): string {
  const resolved = resolve(directory, path);
  const near = relative("", resolved);
  return isAbsolute(path) || near.startsWith(`..${sep}..`) ? resolved : near || ".";
}
