import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../runner/errors.ts";
import { findConfig } from "./find-config.ts";
import type { LoadedConfig } from "./load-config.ts";

/** What a command is called with. */
export interface Called<Options> {
  readonly files: readonly string[];
  readonly options: Options;
}

/** The arguments and options of a command, with what the config says where the command line says nothing. Throws UsageError for a config that cannot be used, and where there is nothing to play. */
export async function configured<Options extends object>(
  files: readonly string[],
  command: Command,
): Promise<Called<Options>> {
  const options = command.opts<Options & { readonly config?: string }>();
  const file = findConfig(options.config);
  if (file === undefined) return { files: required(files, undefined), options };
  const { loadConfig } = await import("./load-config.ts");
  const config = await loadConfig(file);
  const suites = new Map(config.suites?.map(({ cases, agents }) => [resolve(cases), agents]));
  const said = Object.entries(optionsOf(config, command.name(), files)).filter(
    ([name, value]) => value !== undefined && takes(command, name),
  );
  return {
    files: required(files, config),
    options: {
      ...options,
      ...Object.fromEntries(said),
      prices: pricesOf(config),
      defaultJudgeModel: config.judgeModel,
      agentsOf: (cases: string) => suites.get(resolve(cases)) ?? config.agents,
    },
  };
}

/** The options that a config sets, by commander's names. */
function optionsOf(
  config: LoadedConfig,
  command: string,
  files: readonly string[],
): Readonly<Record<string, unknown>> {
  const {
    file: _file,
    suites: _suites,
    agents: _agents,
    prices: _prices,
    judgeModel: _judgeModel,
    models,
    modelOverride,
    reporters,
    ...others
  } = config;
  const isOfResults = files.length > 0 && files.every((name) => name.endsWith(".json"));
  return {
    ...others,
    reporter: reporters,
    modelOverride: command !== "compare" ? modelOverride : isOfResults ? undefined : models,
  };
}

/** Whether a command has an option, and the command line leaves it open. */
function takes(command: Command, name: string): boolean {
  const source = command.getOptionValueSource(name);
  const known = command.options.some((option) => option.attributeName() === name);
  return known && (source === undefined || source === "default");
}

function pricesOf({ prices = {} }: LoadedConfig) {
  return Object.fromEntries(
    Object.entries(prices).map(([model, { input, output, cachedInput, maxOutput }]) => [
      model,
      {
        input,
        output,
        ...(cachedInput === undefined ? {} : { cached_input: cachedInput }),
        ...(maxOutput === undefined ? {} : { max_output: maxOutput }),
      },
    ]),
  );
}

function required(files: readonly string[], config: LoadedConfig | undefined): readonly string[] {
  if (files.length > 0) return files;
  if (config?.suites !== undefined) return config.suites.map(({ cases }) => cases);
  const listed =
    config === undefined
      ? "list suites in swarm-eval.config.ts"
      : `list suites in ${config.file}, which names none`;
  throw new UsageError(
    `There is nothing to play. Name case files, such as evals/*.jsonl; or ${listed}; or begin with an example: npx swarm-eval init.`,
  );
}
