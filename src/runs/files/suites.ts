import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import type { PlacedCommand } from "../../cases/command.ts";
import {
  GIVEN_AGENTS,
  givenAgents,
  loadAgentsModule,
  type AgentsModule,
} from "../../runner/agents/agents-module.ts";
import { commandAgents } from "../../runner/agents/command-agents.ts";
import { MODULE_ENDINGS } from "../../runner/agents/load-module.ts";
import { UsageError } from "../../runner/errors.ts";
import { goneLines, noneSelected, nothingToPlay } from "../../runner/suite/nothing-to-play.ts";
import { isModule, notCases } from "../../runner/suite/open-cases.ts";
import { requireChecks } from "../../runner/suite/require-checks.ts";
import { refuseWorlds } from "../../runner/suite/refuse-worlds.ts";
import { surveyCases, type Survey } from "../../runner/suite/select-cases.ts";
import type { Plan, Suite } from "../../runner/suite/suite.ts";
import type { PlayOptions } from "../settings/options.ts";
import { homeOf, nearestConfig } from "../settings/folders.ts";
import { fixturesOf, requireOwnTapes } from "./fixtures.ts";
import type { Tell } from "../settings/tell.ts";

/** A case file and what it is played against; recordings and reports are filed under the name. */
export interface SuiteFiles {
  readonly name: string;
  readonly caseFile: string;
  /** Undefined if there is none: programs are played. */
  readonly agentsFile: string | undefined;
  /** The program that the config names in its place. */
  readonly command: PlacedCommand | undefined;
  /** The folder that it belongs to. */
  readonly home: string;
  /** The directory of recordings. */
  readonly fixtures: string;
  /** The directory of results and reports. */
  readonly output: string;
}

/** The options that say where the files of suites are. */
export type FileOptions = Pick<
  PlayOptions,
  "agents" | "agentsOf" | "entry" | "fixtures" | "output" | "root" | "suites"
> &
  Partial<Pick<PlayOptions, "traffic" | "config" | "asking">>;

export interface PlannedSuite extends SuiteFiles {
  readonly survey: Survey;
}

/** The suites of these case files. Throws UsageError for two that would share files. */
export function suiteFiles(caseFiles: readonly string[], options: FileOptions): SuiteFiles[] {
  const { agents, agentsOf, entry, suites: known = [] } = options;
  const suites = recordedSuites(caseFiles, options).map((suite): SuiteFiles => {
    const { caseFile } = suite;
    if (entry !== undefined) return { ...suite, agentsFile: GIVEN_AGENTS, command: undefined };
    const named = known.find(({ cases }) => resolve(cases) === resolve(caseFile))?.command;
    const command = agents === undefined ? named : undefined;
    const agentsFile =
      command === undefined ? (agents ?? agentsOf?.(caseFile) ?? neighbour(caseFile)) : undefined;
    return { ...suite, agentsFile, command };
  });
  refuseShared(suites, options);
  return suites;
}

/** The same without their agents: recordings can be looked after without any. */
export function recordedSuites(
  caseFiles: readonly string[],
  options: FileOptions,
): Omit<SuiteFiles, "agentsFile" | "command">[] {
  const { fixtures, output, root, suites = [], traffic = "replay" } = options;
  const names = new Map(suites.map(({ name, cases }) => [resolve(cases), name]));
  return caseFiles.map((named) => {
    const caseFile = caseFileOf(named, suites);
    const name = names.get(resolve(caseFile)) ?? basename(stemOf(caseFile));
    const suite = { name, caseFile, home: homeOf(caseFile, root) };
    const directory = fixtures ?? fixturesOf(suite, traffic);
    if (traffic === "record" || traffic === "update") requireOwnTapes(suite, directory);
    return { ...suite, fixtures: directory, output: output ?? join(suite.home, "reports") };
  });
}

/** A suite of the config may be asked for by its name, too. */
function caseFileOf(named: string, suites: NonNullable<FileOptions["suites"]>): string {
  const suite = existsSync(named) ? undefined : suites.find(({ name }) => name === named);
  return suite?.cases ?? named;
}

/** Throws UsageError if a suite would share its files with another one, or with one that the config lists. */
function refuseShared(suites: readonly SuiteFiles[], options: FileOptions): void {
  const named = new Map<string, SuiteFiles>();
  for (const suite of suites) {
    const path = resolve(suite.caseFile);
    if (named.has(path)) throw new UsageError(`${suite.caseFile} is named twice. Name it once.`);
    named.set(path, suite);
  }
  const others = (options.suites ?? []).filter(({ cases }) => !named.has(resolve(cases)));
  const all = [
    ...suites,
    ...recordedSuites(
      others.map(({ cases }) => cases),
      { ...options, traffic: "replay" },
    ),
  ];
  for (const [index, { name, caseFile, fixtures, output }] of suites.entries()) {
    const other = all
      .slice(index + 1)
      .find((one) => one.name === name && (one.fixtures === fixtures || one.output === output));
    if (other === undefined) continue;
    const shared = [
      ...(other.fixtures === fixtures ? ["recordings"] : []),
      ...(other.output === output ? ["reports"] : []),
    ];
    const [, apart] = /([^/\\]+)[/\\](?:evals[/\\])?[^/\\]+$/.exec(resolve(caseFile)) ?? [];
    const cases = relative(options.root ?? "", resolve(caseFile)).replaceAll(sep, "/");
    const example = `{ name: "${apart}-${name}", cases: "${cases}" }`;
    throw new UsageError(
      `${caseFile} and ${other.caseFile} would share the ${shared.join(" and ")} of "${name}". ` +
        `Give one a name of its own in the config, such as ${example}, or rename its file.`,
    );
  }
}

/**
 * Reads all case files to their ends: an error in the last one is reported before the first is paid for. Suites without
 * a selected case are left out, which is told. Throws CaseFileError, and UsageError if nothing is left to play.
 */
export async function planSuites(
  suites: readonly SuiteFiles[],
  { selection, trials }: Pick<Plan, "selection" | "trials">,
  tell: Tell,
): Promise<PlannedSuite[]> {
  const surveyed: PlannedSuite[] = [];
  for (const suite of suites)
    surveyed.push({ ...suite, survey: await surveyCases(suite.caseFile, selection, trials) });
  if (!surveyed.some(({ survey }) => survey.selected > survey.skipped)) {
    const reasons = surveyed.map(({ survey }) => nothingToPlay(survey, selection));
    throw new UsageError((await Promise.all(reasons)).join("\n"));
  }
  for (const { survey } of surveyed) {
    for (const line of goneLines(survey)) tell(line);
    if (survey.selected === 0) tell(`${noneSelected(survey, selection)}: it is left out.`);
  }
  return surveyed.filter(({ survey }) => survey.selected > 0);
}

/**
 * Loads the agents modules of all suites, and has them read what cases give them, before anything is played. Throws
 * UsageError, and CaseFileError for a world that does not fit and a check that there is not.
 */
export async function loadSuites(
  planned: readonly PlannedSuite[],
  options: Pick<Plan, "selection"> & LoadingOptions,
): Promise<Suite[]> {
  const loaded: Suite[] = [];
  for (const { agentsFile, command, ...suite } of planned) {
    const agents = await agentsOfSuite({ ...suite, agentsFile, command }, options);
    await requireChecks(suite.survey, agents.checks);
    await refuseWorlds(suite.survey, options.selection, agents);
    loaded.push({ ...suite, agents });
  }
  return loaded;
}

type LoadingOptions = Partial<Pick<Plan, "timeoutMs">> &
  Partial<Pick<PlayOptions, "checks" | "config" | "asking" | "entry">>;

/** What decides what a suite is played against. */
interface AgentsOf extends Pick<SuiteFiles, "caseFile" | "agentsFile" | "command"> {
  readonly survey: Pick<Survey, "needsAgents">;
}

/** What a suite is played against. Throws UsageError for an agents module that cannot be used, and where one is missing. */
export async function agentsOfSuite(
  { caseFile, agentsFile, command, survey }: AgentsOf,
  options: LoadingOptions,
): Promise<AgentsModule> {
  if (options.entry !== undefined) return givenAgents(options.entry, options.checks);
  // What is beside a case file whose cases all name programs may be one of those.
  const isIdle = !survey.needsAgents && agentsFile === neighbour(caseFile);
  if (agentsFile !== undefined && !isIdle) return loadAgentsModule(agentsFile, options);
  if (command === undefined && survey.needsAgents)
    throw new UsageError(noNeighbour(caseFile, options));
  return commandAgents(caseFile, command, options.checks);
}

/** The path of a case file without its ending: `evals/airline` of `evals/airline.jsonl` and `evals/airline.cases.ts`. */
function stemOf(caseFile: string): string {
  return caseFile.slice(0, caseFile.length - extname(caseFile).length).replace(/\.cases$/, "");
}

/** The module beside a case file; undefined if there is none, as where cases name programs. */
function neighbour(caseFile: string): string | undefined {
  const stem = stemOf(caseFile);
  const found = neighbours(caseFile).find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  // A case file that is missing is reported when it is read.
  if (statSync(caseFile, { throwIfNoEntry: false })?.isFile() !== true) return `${stem}.ts`;
  // No neighbour of its own, so it is the agents module itself.
  if (isModule(caseFile) && stem + extname(caseFile) === caseFile)
    throw new UsageError(notCases(caseFile));
  return undefined;
}

/** The names that it may have. */
function neighbours(caseFile: string): string[] {
  const stem = stemOf(caseFile);
  return MODULE_ENDINGS.map((ending) => stem + ending).filter((file) => file !== caseFile);
}

/** Says of a case file that nothing is named which it could be played against. */
export function noNeighbour(
  caseFile: string,
  { config, asking: { file = "swarm-eval.config.ts" } = {} }: LoadingOptions,
): string {
  const own = config === undefined ? nearestConfig(dirname(caseFile)) : undefined;
  const byOwn =
    own === undefined || own === nearestConfig()
      ? ""
      : ` Its package has a config, which may name it: --config ${own}`;
  return `${caseFile} has no agents module beside it. Looked for ${neighbours(caseFile).join(", ")}; name another with --agents, or as the suite's agents in ${file}.${byOwn}`;
}
