import { hashOf, moduleHashes } from "../runs/files/module-hashes.ts";
import type { SuiteRun } from "../runs/open-run.ts";
import { version } from "../runs/settings/own-command.ts";
import type { SuiteOptions } from "../runs/settings/options.ts";
import { absolute, shown } from "../text/from-start.ts";
import { SENT_OPTIONS, type Setting } from "./messages.ts";

/** A suite as workers have to play it. */
export function settingOf({ suite }: Pick<SuiteRun, "suite">, options: SuiteOptions): Setting {
  const { maxCost: cost, maxTokens: tokens } = options;
  const sent = SENT_OPTIONS.map((name) => [name, options[name]] as const);
  return {
    version: version(),
    caseFile: shown(suite.caseFile),
    needsAgents: suite.survey.needsAgents,
    options: Object.fromEntries(sent) as Setting["options"],
    modules: moduleHashes().map(([path, hash]) => [shown(path), hash] as const),
    caps: cost === undefined && tokens === undefined ? undefined : { cost, tokens },
  };
}

/** How each module was when this process first looked: what was loaded then stays loaded. */
const before = new Map<string, string>();

/** Why this process cannot play a suite as its run would; undefined if it can. */
export function whyOther({ version: wanted, modules }: Setting): string | undefined {
  if (wanted !== version())
    return `the run is of swarm-eval ${wanted}, and the worker of ${version()}`;
  for (const [path, hash] of modules) {
    const now = hashOf(absolute(path));
    if (now !== hash)
      return now === "" ? `it has no ${path}` : `its ${path} is not that of the run`;
    if ((before.get(path) ?? hash) !== hash) return `${path} has changed since it was started`;
    before.set(path, hash);
  }
  return undefined;
}
