import { globSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { explainFault } from "../../cases/reading/explain.ts";
import { configRule, withoutUndefined, type Config } from "../../config/config.ts";
import type { Price } from "../../results/result.ts";
import { loadModule } from "../../runner/agents/load-module.ts";
import { UsageError } from "../../runner/errors.ts";
import type { Prices } from "../../runner/prices.ts";
import { readTypesOnLoad } from "../../signatures/loading/hooks.ts";
import { hostProblem } from "../../traffic/http/hosts.ts";
import { REPORTER_NAMES } from "../output/reporters.ts";
import { readDotEnv } from "../process/environment.ts";

/** A case file of a config, and its agents module if the config names one. */
interface ConfiguredSuite {
  readonly cases: string;
  readonly agents: string | undefined;
}

/** A config whose paths are relative to the working directory. */
export interface LoadedConfig extends Omit<Config, "suites" | "prices"> {
  readonly file: string;
  readonly prices: Prices;
  /** Undefined if it names none. */
  readonly suites: readonly ConfiguredSuite[] | undefined;
}

/** Loads a config file. Throws UsageError for one that cannot be used. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  readDotEnv();
  readTypesOnLoad();
  const { default: config } = await loadModule(file);
  if (config === undefined) {
    throw new UsageError(
      `${file} has no default export. It must say: export default defineConfig({ … })`,
    );
  }
  const faults = configRule({ reporters: REPORTER_NAMES, hostProblem })(config);
  if (faults.length > 0) {
    const problems = faults.map((fault) => `${file}: ${explainFault(fault)}`);
    throw new UsageError(problems.join("\n"));
  }
  const {
    suites,
    agents,
    output,
    fixtures,
    prices = {},
    ...others
  } = withoutUndefined(config) as Config;
  const here = (path: string): string => pathFrom(dirname(file), path);
  return {
    ...others,
    file,
    prices: Object.fromEntries(
      Object.entries(prices).map(([model, { cachedInput, maxOutput, ...price }]) => {
        const renamed = { ...price, cached_input: cachedInput, max_output: maxOutput };
        return [model, withoutUndefined(renamed) as Price];
      }),
    ),
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
