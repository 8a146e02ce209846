import type { Entry } from "../runner/agents/agents-module.ts";
import { findConfig, onlyInConfig } from "./settings/settings.ts";
import { DEFAULTS, type PlayOptions, type SuiteOptions } from "./settings/options.ts";

/** How cases are played by `playCase` and `runSuite`. What is not given is as the config says, else as on the command line. */
export interface LibraryOptions extends Undefinable<
  Pick<
    PlayOptions,
    | "variant"
    | "modelOverride"
    | "judgeModel"
    | "stream"
    | "timeout"
    | "maxTurns"
    | "maxCost"
    | "maxTokens"
    | "checks"
    | "traffic"
    | "fixtures"
    | "realTime"
    | "clock"
    | "code"
  >
> {
  /** An agent, a team, a function that makes one for each trial, or the path of an agents module. */
  readonly agents?: Entry | string | undefined;
  /** The config file; false for none. By default the nearest `swarm-eval.config.ts`, as for the command line. */
  readonly config?: string | false | undefined;
  /** What records a case again, for the message of a missing recording. */
  readonly howToRecord?: PlayOptions["howToRecord"];
  /** Ends what is played: it counts as interrupted. */
  readonly signal?: AbortSignal | undefined;
}

/** Options that may be left out, or given as undefined. */
export type Undefinable<Options> = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/** Options of a suite, but for agents and the config, which may be given in more ways. */
type Given = Pick<LibraryOptions, "config"> & Omit<Undefinable<SuiteOptions>, "agents" | "config">;

/** Options as a run has them: those that are given, else the config's, else the defaults. Throws UsageError. */
export async function settingsOf({
  agents,
  config: named,
  signal: _,
  ...given
}: Omit<LibraryOptions, "config"> & Given): Promise<SuiteOptions> {
  const config = named === false ? undefined : await findConfig(named);
  const { trials, threshold, concurrency, timeout, maxTurns, maxCost, maxTokens, coverage } =
    config ?? {};
  const { modelOverride, output, fixtures, clock } = config ?? {};
  const ofConfig: Undefinable<SuiteOptions> = {
    trials,
    threshold,
    concurrency,
    timeout,
    maxTurns,
    maxCost,
    maxTokens,
    coverage,
    output,
    fixtures,
    clock,
    // A variant says which model is asked.
    modelOverride: given.variant === undefined ? modelOverride : undefined,
    ...(config && onlyInConfig(config)),
  };
  const module = typeof agents === "string" ? { agents } : { entry: agents };
  return {
    ...DEFAULTS,
    ...defined(ofConfig),
    ...defined({ config: named || undefined, ...module, ...given }),
  };
}

/** Without what is undefined: it leaves things as they are. */
function defined(options: Undefinable<SuiteOptions>): Partial<SuiteOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
