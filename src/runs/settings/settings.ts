import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { MissingFileError } from "../../text/missing-file.ts";
import { nearestConfig } from "./folders.ts";
import type { LoadedConfig } from "./load-config.ts";
import type { PlayOptions } from "./options.ts";

/** The config, if there is one: the named one, or the nearest from the working directory up. Throws UsageError. */
export async function findConfig(named: string | undefined): Promise<LoadedConfig | undefined> {
  if (named !== undefined && !existsSync(named))
    throw new MissingFileError("config", named, /\.m?[jt]s$/);
  const file = named ?? nearestConfig();
  if (file === undefined) return undefined;
  const { loadConfig } = await import("./load-config.ts");
  return loadConfig(file);
}

/** What only a config says of how cases are played. */
export function onlyInConfig(config: LoadedConfig) {
  const suites = new Map(config.suites?.map(({ cases, agents }) => [resolve(cases), agents]));
  return {
    prices: config.prices,
    secrets: config.secrets,
    checks: config.checks,
    defaultJudgeModel: config.judge?.model ?? config.judgeModel,
    asking: config,
    passthrough: config.passthrough,
    keptHeaders: lowerCased(config.headers),
    matchedHeaders: lowerCased(config.matchHeaders),
    root: config.root,
    suites: config.suites,
    agentsOf: (cases: string) => suites.get(resolve(cases)) ?? config.agents,
  } satisfies Partial<PlayOptions>;
}

function lowerCased(names: readonly string[] | undefined): readonly string[] | undefined {
  return names?.map((name) => name.toLowerCase());
}
