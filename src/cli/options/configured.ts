import type { Command } from "commander";
import { UsageError } from "../../runner/errors.ts";
import { findConfig, onlyInConfig } from "../../runs/settings/settings.ts";
import type { LoadedConfig } from "../../runs/settings/load-config.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";

/** The files and options of a command. */
interface Settings<Options> {
  /** The case files that were named, else those of the config's suites. */
  readonly files: readonly string[];
  readonly options: Options;
  /** The config, if there is one. */
  readonly configFile: string | undefined;
}

/**
 * The files and options of a command; the config says what the command line leaves open. Throws UsageError for a config
 * that cannot be used, and if there is nothing to play.
 */
export async function configured<Options extends object>(
  files: readonly string[],
  command: Command,
): Promise<Settings<Options>> {
  const settings = await settingsOf<Options>(files, command);
  if (settings.files.length > 0) return settings;
  const { configFile } = settings;
  const where =
    configFile === undefined ? "in swarm-eval.config.ts" : `in ${configFile}, which names none`;
  throw new UsageError(
    `There is nothing to play. Name case files, such as evals/*.jsonl; or list suites ${where}; or begin with an example: npx swarm-eval init.`,
  );
}

/** The same, and no files if none are named anywhere. Throws UsageError for a config that cannot be used. */
export async function settingsOf<Options extends object>(
  files: readonly string[],
  command: Command,
): Promise<Settings<Options>> {
  const options = command.opts<Options & { readonly config?: string }>();
  const config = await findConfig(options.config);
  if (config === undefined) return { files, options, configFile: undefined };
  const additions = Object.entries(optionsOf(config, command.name(), files)).filter(
    ([name, value]) => value !== undefined && isOpen(command, name),
  );
  return {
    files: files.length > 0 ? files : (config.suites ?? []).map(({ cases }) => cases),
    configFile: config.file,
    options: {
      ...options,
      ...Object.fromEntries(additions),
      ...onlyInConfig(config),
    },
  };
}

/**
 * What the config says of conversations with a person, and of the case file that they are saved in. Throws UsageError for
 * one that cannot be used.
 */
export async function configuredChat({
  fixtures,
  maxTurns,
}: Pick<PlayOptions, "fixtures" | "maxTurns">): Promise<
  Pick<PlayOptions, "asking" | "fixtures" | "maxTurns" | "root" | "secrets" | "suites"> & {
    readonly trials?: number | undefined;
  }
> {
  const config = await findConfig(undefined);
  if (config === undefined) return {};
  const { root, secrets, suites } = config;
  return {
    asking: config,
    root,
    secrets,
    suites,
    trials: config.trials,
    fixtures: fixtures ?? config.fixtures,
    maxTurns: maxTurns ?? config.maxTurns,
  };
}

/** What a config sets, by commander's names of options. */
function optionsOf(
  {
    agents: _agents,
    judgeModel: _judgeModel,
    suites: _suites,
    reporters,
    models,
    ...others
  }: LoadedConfig,
  command: string,
  files: readonly string[],
): Readonly<Record<string, unknown>> {
  const areResults = files.length > 0 && files.every((name) => /(?<!\.cases)\.json$/.test(name));
  return {
    ...others,
    minTpr: others.judge?.minTpr,
    minTnr: others.judge?.minTnr,
    // Results are reported on as the command says.
    reporter: command === "run" ? reporters : undefined,
    ...(command === "compare" ? { modelOverride: areResults ? undefined : models } : {}),
  };
}

/** Whether a command has an option that the command line leaves open. */
function isOpen(command: Command, name: string): boolean {
  // A variant says which model is asked.
  if (name === "modelOverride" && command.getOptionValueSource("variant") === "cli") return false;
  const source = command.getOptionValueSource(name);
  const isKnown = command.options.some((option) => option.attributeName() === name);
  return isKnown && (source === undefined || source === "default");
}
