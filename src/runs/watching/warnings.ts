import { dirname } from "node:path";
import type { CaseResult, SuiteEnd, TrialResult } from "../../results/result.ts";
import type { Assembled } from "../../runner/agents/agents-module.ts";
import type { Observer, Suite } from "../../runner/suite/suite.ts";
import type { Trial } from "../../runner/trial/traffic.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { plural } from "../../text/count.ts";
import { hasTapes, orphanedTapes, suiteOfCaseFile } from "../../traffic/tape/find-tapes.ts";
import type { PlayOptions } from "../settings/options.ts";
import { homeOf, nearestConfig } from "../settings/folders.ts";
import { flag, ownCommand } from "../settings/own-command.ts";
import { caseFileFrom, fixturesOf, usualFixtures } from "../files/fixtures.ts";
import { doubtLines } from "../../coverage/doubts.ts";
import { KnownNames } from "../../coverage/known-names.ts";
import { namesakes } from "../../coverage/namesakes.ts";
import { Sources } from "../../coverage/sources.ts";
import { MissedKeys } from "../../coverage/unknown-keys.ts";
import { unknownNames } from "../../coverage/unknown-names.ts";

type WarningOptions = Pick<PlayOptions, "traffic" | "config" | "agents" | "fixtures" | "root">;

/** Observes what is worth a line on stderr and changes no verdict: misspelt names, recordings of removed cases or elsewhere. */
export class Warnings implements Observer {
  readonly #known = new KnownNames();
  readonly #sources = new Sources(this.#known);
  readonly #missed = new MissedKeys();
  /** The agents of each trial that were asked something. */
  readonly #asked = new WeakMap<Trial, Agent[]>();
  readonly #ids: string[] = [];
  readonly #suite: Suite;
  readonly #options: WarningOptions;

  constructor(suite: Suite, options: WarningOptions) {
    this.#suite = suite;
    this.#options = options;
    this.#known.add(suite.agents.made);
    this.#known.addTogether(suite.agents.made);
  }

  agentsMade(agents: readonly Agent[]): void {
    this.#known.add(agents);
  }

  trialStarted(_: Trial, { agents, members }: Assembled): void {
    this.#known.addMembers(members);
    this.#sources.enter(agents);
  }

  agentAsked(trial: Trial, agent: Agent): void {
    const asked = this.#asked.get(trial) ?? [];
    this.#asked.set(trial, asked);
    asked.push(agent);
    this.#known.addTogether(asked);
  }

  trialFinished({ testCase }: Trial, result: TrialResult): void {
    this.#missed.add(testCase, result);
  }

  caseFinished({ id, line }: CaseResult): void {
    this.#ids.push(id);
    this.#missed.place(id, line);
  }

  /** What is doubtful in the cases, a line each. A run that was stopped has nothing: not all agents were made. */
  async doubts({ stopped }: SuiteEnd): Promise<string[]> {
    if (stopped !== null) return [];
    const { survey } = this.#suite;
    return doubtLines(survey.file, [
      ...unknownNames(survey, this.#known),
      ...(await namesakes(survey, this.#known, this.#sources)),
      ...(await this.#missed.doubts(survey, this.#sources)),
    ]);
  }

  /** What is worth a line on the recordings. */
  recordings({ stopped }: SuiteEnd): string[] {
    return stopped === null ? [...this.#elsewhere(), ...this.#orphans()] : [];
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
