import { readLines } from "../../cases/reading/read-lines.ts";
import type { CaseResult, SuiteEnd } from "../../results/result.ts";
import { KnownNames } from "../../runner/agents/known-names.ts";
import type { Survey } from "../../runner/suite/select-cases.ts";
import type { Observer, Suite } from "../../runner/suite/suite.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { plural } from "../../text/count.ts";
import { nearest } from "../../text/nearest.ts";
import { shellLine } from "../../text/shell.ts";
import { orphanedTapes } from "../../traffic/tape/find-tapes.ts";
import type { PlaySettings } from "./settings.ts";

/** At most this many recordings are named. */
const MOST_NAMED = 10;

/** Observes what is worth a line on stderr and changes no verdict: misspelt names, recordings of cases that are gone. */
export class Warnings implements Observer {
  readonly #known = new KnownNames();
  readonly #ids: string[] = [];
  readonly #suite: Suite;
  readonly #settings: Pick<PlaySettings, "traffic" | "fixtures">;

  constructor(suite: Suite, settings: Pick<PlaySettings, "traffic" | "fixtures">) {
    this.#suite = suite;
    this.#settings = settings;
    this.#known.agentsMade(suite.agents.made);
  }

  agentsMade(agents: readonly Agent[]): void {
    this.#known.agentsMade(agents);
  }

  caseFinished({ id }: CaseResult): void {
    this.#ids.push(id);
  }

  /** The warnings, a line each. A run that was stopped has none: not all agents were made. */
  async lines({ stopped }: SuiteEnd): Promise<string[]> {
    if (stopped !== null) return [];
    return [...(await unknownNames(this.#suite.survey, this.#known)), ...this.#orphans()];
  }

  #orphans(): string[] {
    const { name, caseFile, survey } = this.#suite;
    const { traffic, fixtures } = this.#settings;
    if (traffic === "live" || survey.selected < survey.total) return [];
    const files = orphanedTapes(fixtures, name, this.#ids);
    if (files.length === 0) return [];
    const all = files.length === 1 ? "it" : "them";
    const which = files.length > MOST_NAMED ? `the first ${MOST_NAMED}` : all;
    const command = shellLine(["rm", ...files.slice(0, MOST_NAMED)]);
    return [
      `warning: ${plural(files.length, "recording")} of cases that are not in ${caseFile}. To remove ${which}: ${command}`,
    ];
  }
}

/** A sentence for each name in an expectation that no agent has: such a tool is never called, such an agent never reached. */
export async function unknownNames(
  { file, names }: Survey,
  known: KnownNames,
): Promise<readonly string[]> {
  const unknown = [...names.values()].filter(({ of, name }) => !known[of].has(name));
  // If no agent was made, because no recording could be opened for example, no name is known.
  if (unknown.length === 0 || known.agent.size === 0) return [];
  return (await withColumns(file, unknown)).map(({ of, name, line, column }) => {
    const what = of === "tool" ? "has a tool" : "is called";
    const near = nearest(name, [...known[of]]);
    const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
    return `${file}:${line}:${column}: warning: no agent that was made ${what} ${JSON.stringify(name)}.${hint}`;
  });
}

/** The names with the column, from 1, at which each stands in its line, in the order of the file. */
async function withColumns<Name extends { readonly name: string; readonly line: number }>(
  file: string,
  names: readonly Name[],
): Promise<(Name & { readonly column: number })[]> {
  const byLine = Map.groupBy(names, ({ line }) => line);
  const found: (Name & { readonly column: number })[] = [];
  for await (const lines of readLines(file)) {
    for (const { number, text } of lines) {
      const here = (byLine.get(number) ?? []).map((name) => ({
        ...name,
        column: text.indexOf(JSON.stringify(name.name)) + 1 || 1,
      }));
      found.push(...here.sort((one, other) => one.column - other.column));
    }
  }
  return found;
}
