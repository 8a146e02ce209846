import { globSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { placedCommand, type PlacedCommand } from "../../cases/command.ts";
import { explainFault } from "../../cases/reading/explain.ts";
import { configRule, type Config } from "../../config/config.ts";
import { withoutUndefined } from "../../json/not-json.ts";
import { loadModule } from "../../runner/agents/load-module.ts";
import { UsageError } from "../../runner/errors.ts";
import type { Prices } from "../../models/prices.ts";
import type { Price } from "../../models/table.ts";
import { readTypesOnLoad } from "../../signatures/loading/hooks.ts";
import { hostProblem } from "../../traffic/http/hosts.ts";
import { REPORTER_NAMES } from "../../reports/reporter-names.ts";
import { readDotEnv } from "./environment.ts";
import { shown } from "../../text/from-start.ts";

/** A case file of a config, and its name and its agents module if the config has them. */
export interface ConfiguredSuite {
  readonly name: string | undefined;
  readonly cases: string;
  readonly agents: string | undefined;
  readonly command: PlacedCommand | undefined;
}

/** A config whose paths are relative to the working directory. */
export interface LoadedConfig extends Omit<Config, "root" | "suites" | "prices"> {
  readonly file: string;
  /** What its paths were relative to. */
  readonly root: string;
  readonly prices: Prices;
  /** Undefined if it names none. */
  readonly suites: readonly ConfiguredSuite[] | undefined;
}

/** Loads a config file. Throws UsageError for one that cannot be used. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  readDotEnv([dirname(file)]);
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
    root: named = ".",
    suites,
    agents,
    output,
    fixtures,
    prices = {},
    ...others
  } = withoutUndefined(config) as Config;
  const root = pathFrom(dirname(file), named);
  const here = (path: string): string => pathFrom(root, path);
  return {
    ...others,
    checks: (config as Config).checks,
    file,
    root,
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
      const {
        name,
        cases,
        command,
        agents: own = command === undefined ? agents : undefined,
      } = typeof suite === "string" ? { cases: suite } : suite;
      const place = `${file}: suites[${index}]`;
      const found = caseFiles(cases, root, place);
      if (name !== undefined && found.length > 1)
        throw new UsageError(
          `${place}: ${cases} fits ${found.length} case files, and one name cannot stand for all. List those that need one by themselves.`,
        );
      return found.map((path) => ({
        name,
        cases: path,
        agents: own === undefined ? undefined : here(own),
        command: command && placedCommand(command, root),
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

/** A path from another directory as one from the working directory. */
function pathFrom(directory: string, path: string): string {
  return isAbsolute(path) ? path : shown(resolve(directory, path));
}
