import { dirname } from "node:path";
import { readLines } from "../../cases/reading/read-lines.ts";
import type { CaseResult, SuiteEnd } from "../../results/result.ts";
import type { Survey } from "../../runner/suite/select-cases.ts";
import type { Observer, Suite } from "../../runner/suite/suite.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { toolName } from "../../swarm/agent/tool.ts";
import { plural } from "../../text/count.ts";
import { nearest } from "../../text/nearest.ts";
import { hasTapes, orphanedTapes, suiteOfCaseFile } from "../../traffic/tape/find-tapes.ts";
import type { PlayOptions } from "../options/run-flags.ts";
import { homeOf, nearestConfig } from "../process/folders.ts";
import { flag, ownCommand } from "../process/own-command.ts";
import { caseFileFrom, fixturesOf, usualFixtures } from "./fixtures.ts";

/** The names of the agents that were made, and of their tools. */
export class KnownNames {
  readonly agent = new Set<string>();
  readonly tool = new Set<string>();

  add(agents: Iterable<Agent>): void {
    for (const { name, functions } of agents) {
      this.agent.add(name);
      for (const callable of functions) this.tool.add(toolName(callable));
    }
  }
}

type WarningOptions = Pick<PlayOptions, "traffic" | "config" | "agents" | "fixtures" | "root">;

/** Observes what is worth a line on stderr and changes no verdict: misspelt names, recordings of removed cases or elsewhere. */
export class Warnings implements Observer {
  readonly #known = new KnownNames();
  readonly #ids: string[] = [];
  readonly #suite: Suite;
  readonly #options: WarningOptions;

  constructor(suite: Suite, options: WarningOptions) {
    this.#suite = suite;
    this.#options = options;
    this.#known.add(suite.agents.made);
  }

  agentsMade(agents: readonly Agent[]): void {
    this.#known.add(agents);
  }

  caseFinished({ id }: CaseResult): void {
    this.#ids.push(id);
  }

  /** The warnings, a line each. A run that was stopped has none: not all agents were made. */
  async lines({ stopped }: SuiteEnd): Promise<string[]> {
    if (stopped !== null) return [];
    const names = await unknownNames(this.#suite.survey, this.#known);
    return [...names, ...this.#elsewhere(), ...this.#orphans()];
  }

  /** If the directory of a replay has no recordings of the suite: where they may be. */
  #elsewhere(): string[] {
    const { name, caseFile, fixtures } = this.#suite;
    if (this.#options.traffic !== "replay" || hasTapes(fixtures, name)) return [];
    const home = homeOf(caseFile, this.#options.root);
    const usual = fixturesOf({ name, caseFile, home }, "replay");
    const config = nearestConfig(dirname(caseFile));
    if (hasTapes(usual, name))
      return [
        `warning: ${fixtures} holds no recordings of ${caseFile}, but ${usual} does. To play those: --fixtures ${usual}`,
      ];
    const former = suiteOfCaseFile(fixtures, caseFileFrom(fixtures, caseFile));
    if (former !== undefined)
      return [
        `warning: ${fixtures} holds the recordings of ${caseFile} under the name of ${JSON.stringify(former)}, and its suite is ${JSON.stringify(name)} now. To rename them: ${this.#renameSuite(former)}`,
      ];
    if (config === nearestConfig() || config === undefined || this.#options.config !== undefined)
      return [];
    return [
      `warning: ${fixtures} holds no recordings of ${caseFile}. Its package has a config, which may name another directory. To play by that: --config ${config}`,
    ];
  }

  #renameSuite(former: string): string {
    const { name, fixtures } = this.#suite;
    const { config, fixtures: named } = this.#options;
    const isUsual = named === undefined && fixtures === usualFixtures(this.#options);
    const where = isUsual ? flag("--config", config) : flag("--fixtures", fixtures);
    return ownCommand(["recordings", "rename-suite", former, name, ...where]);
  }

  #orphans(): string[] {
    const { name, caseFile, survey, fixtures } = this.#suite;
    const { traffic, config, agents, fixtures: named } = this.#options;
    if (traffic === "live" || survey.selected < survey.total) return [];
    const files = orphanedTapes(fixtures, name, this.#ids);
    if (files.length === 0) return [];
    const where = [...flag("--config", config), ...flag("--fixtures", named)];
    const flags = [...where, ...flag("--agents", agents)];
    const prune = ownCommand(["recordings", "prune", caseFile, ...flags]);
    return [
      `warning: ${plural(files.length, "recording")} of cases that are not in ${caseFile}. To remove ${files.length === 1 ? "it" : "them"}: ${prune}; if a case was renamed: npx swarm-eval recordings rename <old id> <new id>`,
    ];
  }
}

/** A line for each expected name that no agent has: such a tool is never called, such an agent never reached. */
export async function unknownNames({ file, names }: Survey, known: KnownNames): Promise<string[]> {
  const unknown = names.filter(({ of, name }) => !known[of].has(name));
  // If no agent was made, for example because no recording could be opened, no name is known.
  if (unknown.length === 0 || known.agent.size === 0) return [];
  const byLine = Map.groupBy(unknown, ({ line }) => line);
  const warnings: string[] = [];
  for await (const lines of readLines(file)) {
    for (const { number, text } of lines) {
      const here = (byLine.get(number) ?? []).map((expected) => {
        const column = text.indexOf(JSON.stringify(expected.name)) + 1 || 1;
        return { ...expected, column };
      });
      for (const { of, name, column } of here.sort((one, other) => one.column - other.column)) {
        const what = of === "tool" ? "has a tool" : "is called";
        const near = nearest(name, [...known[of]]);
        const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
        warnings.push(
          `${file}:${number}:${column}: warning: no agent that was made ${what} ${JSON.stringify(name)}.${hint}`,
        );
      }
    }
  }
  return warnings;
}
