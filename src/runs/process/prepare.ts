import { installClock } from "../../clock/install.ts";
import type { TrafficMode } from "../../results/result.ts";
import { readTypesOnLoad } from "../../signatures/loading/hooks.ts";
import { guardNetwork } from "../../traffic/guard/guard.ts";
import { limitReplies } from "../../traffic/guard/limit-replies.ts";
import { hostMatcher } from "../../traffic/http/hosts.ts";
import type { PlayOptions } from "../settings/options.ts";
import { fillInKeys, readDotEnv } from "../settings/environment.ts";
import { hideExperimentalWarnings } from "./quiet-node.ts";

/**
 * Makes the process ready for the agents modules of suites, before the first is loaded: `.env` is read, the network is guarded if
 * requests are recorded or replayed but for the hosts in `passthrough`, else replies are limited, trials get their own time unless the clock is
 * real, and the types of functions are read as modules are loaded.
 */
export function prepare(
  traffic: TrafficMode,
  suites: readonly { readonly home: string }[],
  { clock, passthrough = [] }: Pick<PlayOptions, "clock" | "passthrough">,
): void {
  readDotEnv(suites.map(({ home }) => home));
  hideExperimentalWarnings();
  fillInKeys(traffic);
  if (clock !== "real") installClock();
  if (traffic === "live") limitReplies();
  else guardNetwork({ modeNow: () => traffic, letsThrough: hostMatcher(passthrough) });
  readTypesOnLoad();
}
