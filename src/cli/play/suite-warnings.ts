import { plural } from "../../text/count.ts";
import type { SuiteEnd } from "../../results/result.ts";
import { KnownNames } from "../../runner/agents/known-names.ts";
import { orphanedTapes } from "../../traffic/tape/find-tapes.ts";
import { shellLine } from "../../text/shell.ts";
import type { SuiteRun } from "./play-suite.ts";
import { unknownNames } from "./unknown-names.ts";

/** Recordings that are named; of more the first. */
const MOST_NAMED = 10;

/** Gathers, while a suite is played, what is worth a word on stderr and changes no verdict. */
export class SuiteWarnings {
  /** The agents and tools that there are. */
  readonly known = new KnownNames();
  readonly #ids: string[] = [];
  readonly #run: Omit<SuiteRun, "header" | "onCase">;

  constructor(run: Omit<SuiteRun, "header" | "onCase">) {
    this.#run = run;
  }

  /** Takes in a case of the suite, played or skipped. */
  add({ id }: { readonly id: string }): void {
    this.#ids.push(id);
  }

  /** What there is to say, a line each. Of a run that was stopped, nothing: not all agents were made. */
  async lines({ stopped }: SuiteEnd): Promise<string[]> {
    if (stopped !== null) return [];
    return [...(await unknownNames(this.#run.survey, this.known)), ...this.#orphans()];
  }

  #orphans(): string[] {
    const { suite, survey, settings } = this.#run;
    if (settings.traffic === "live" || survey.selected < survey.total) return [];
    const files = orphanedTapes(settings.fixtures, suite.name, this.#ids);
    if (files.length === 0) return [];
    const all = files.length === 1 ? "it" : "them";
    const which = files.length > MOST_NAMED ? `the first ${MOST_NAMED}` : all;
    const command = shellLine(["rm", ...files.slice(0, MOST_NAMED)]);
    return [
      `warning: ${plural(files.length, "recording")} of cases that are not in ${suite.cases}. To remove ${which}: ${command}`,
    ];
  }
}
