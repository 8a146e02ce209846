import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expectationsOf, type Case } from "../../cases/case.ts";
import { guardedKeys } from "../../cases/guarded-keys.ts";
import { asJson } from "../../json/as-json.ts";
import { plural } from "../../text/count.ts";
import {
  requireState,
  type AgentsModule,
  type Assembled,
} from "../../runner/agents/agents-module.ts";
import { describeLoadError } from "../../runner/agents/load-error.ts";
import { withDeadline } from "../../runner/agents/load-module.ts";
import { refuseForProgram } from "../../runner/program/unplayable.ts";
import { refuseWorlds } from "../../runner/suite/refuse-worlds.ts";
import { requireChecks } from "../../runner/suite/require-checks.ts";
import { EVERY_CASE, selectCases, surveyCases } from "../../runner/suite/select-cases.ts";
import { UnplayableCaseError, UsageError } from "../../runner/errors.ts";
import { SignatureError } from "../../signatures/signature-error.ts";
import { agentsMade, keepAgentsMade, type AgentError } from "../../swarm/agent/agent.ts";
import { whyIndescribable } from "../../swarm/tools/function-to-json.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { agentsOfSuite, suiteFiles, type SuiteFiles } from "../../runs/files/suites.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { doubtLines, type Doubt } from "../../coverage/doubts.ts";
import { KnownNames } from "../../coverage/known-names.ts";
import { namesakes } from "../../coverage/namesakes.ts";
import { Sources } from "../../coverage/sources.ts";
import { unknownContextVariables, unknownState } from "../../coverage/unknown-keys.ts";
import { unknownNames } from "../../coverage/unknown-names.ts";
import { unshownRecovery } from "../../coverage/unshown-recovery.ts";
import { tell } from "../output/screen.ts";

export interface ValidateOptions extends Pick<
  PlayOptions,
  "agents" | "agentsOf" | "asking" | "checks" | "config" | "root" | "suites"
> {
  readonly strict?: boolean;
}

/** After this many problems a reader fixes the first ones and runs again. */
const MOST_PROBLEMS = 20;

/** Checks that agents modules can play case files. Returns the exit code. Throws UsageError and CaseFileError. */
export async function validate(
  caseFiles: readonly string[],
  options: ValidateOptions,
): Promise<number> {
  keepAgentsMade();
  const suites = suiteFiles(caseFiles, options);
  prepare("replay", suites, { clock: "real" });
  const codes: number[] = [];
  for (const suite of suites) {
    const isDoubtful = await validateSuite(suite, options);
    if (isDoubtful && options.strict === true) codes.push(EXIT.usage);
  }
  return worst(codes);
}

/** Returns whether anything in the cases is doubtful. */
async function validateSuite(suite: SuiteFiles, options: ValidateOptions): Promise<boolean> {
  const { caseFile } = suite;
  const survey = await surveyCases(caseFile, EVERY_CASE, 1);
  const module = await agentsOfSuite({ ...suite, survey }, options);
  await requireChecks(survey, module.checks);
  await refuseWorlds(survey, EVERY_CASE, module);
  const known = new KnownNames();
  known.add(module.made);
  const sources = new Sources(known);
  const doubts: Doubt[] = [];
  /** Where each problem was found. Often it is of an agent or of the factory, and many cases have it. */
  const problems = new Map<string, string[]>();
  const unchecked = [...module.made];
  for await (const { case: testCase, line } of selectCases(survey, EVERY_CASE, false)) {
    try {
      if ((testCase.command ?? module.command) !== undefined) {
        refuseForProgram(testCase);
        continue;
      }
      const assembled = await assemble(testCase, module);
      known.addMembers(assembled.members);
      sources.enter(assembled.agents);
      doubts.push(...(await doubtsOfState(testCase, assembled, line)));
      doubts.push(...unshownRecovery(testCase, line));
    } catch (error) {
      const problem = whyUnplayable(error, module);
      problems.set(problem, [...(problems.get(problem) ?? []), `${caseFile}:${line}`]);
    }
    // Only now, because a factory may still give functions to agents that were made before.
    unchecked.push(...agentsMade());
    const made = unchecked.splice(0);
    for (const error of made.flatMap(whyIndescribable))
      problems.set(error.message, [placeOf(error) ?? module.file]);
    if (problems.size >= MOST_PROBLEMS) break;
    known.add(made);
    known.addTogether([...module.made, ...made]);
  }
  if (problems.size > 0) throw new UsageError([...problems].map(problemLine).join("\n"));
  doubts.push(
    ...unknownNames(survey, known),
    ...(await namesakes(survey, known, sources)),
    ...(await unknownContextVariables(survey, sources)),
  );
  for (const line of await doubtLines(caseFile, doubts)) tell(line);
  const { total, skipped } = survey;
  process.stdout.write(
    `${caseFile}: ${plural(total, "case")}${skipped > 0 ? `, ${skipped} of them skipped` : ""}, played against ${module.file}\n`,
  );
  return doubts.length > 0;
}

function problemLine([problem, [place, ...others]]: readonly [string, readonly string[]]): string {
  const more = others.length === 0 ? "" : ` (the same in ${plural(others.length, "more case")})`;
  return `${place}: ${problem}${more}`;
}

/** The line of a function that cannot be described to a model; undefined if its module was not seen. */
function placeOf({ cause }: AgentError): string | undefined {
  const place = cause instanceof SignatureError ? cause.place : undefined;
  return place && `${relative("", fileURLToPath(place.url))}:${place.line}`;
}

/** The agents of a case. Throws what keeps a module from playing it. */
async function assemble(testCase: Case, module: AgentsModule): Promise<Assembled> {
  const { id, world } = testCase;
  const assembling = module.assemble({ id, trial: 1, world });
  const assembled = await withDeadline(assembling, (reason) => new Error(reason));
  assembled.starting(testCase.agent);
  requireState(testCase, assembled);
  return assembled;
}

/** Why a module cannot play a case. Throws UsageError for a module that plays none. */
function whyUnplayable(error: unknown, module: AgentsModule): string {
  if (error instanceof UsageError) throw error;
  if (error instanceof UnplayableCaseError) return error.message;
  return `the factory of ${module.file} failed: ${describeLoadError(error)}`;
}

/** What a world lacks that nothing has touched yet; nothing for one that does not tell. */
async function doubtsOfState(testCase: Case, { state }: Assembled, line: number): Promise<Doubt[]> {
  const expectations = expectationsOf(testCase);
  if (state === undefined || !expectations.some((each) => guardedKeys(each.state).length > 0))
    return [];
  try {
    const given = Promise.resolve(state());
    const atFirst = asJson(await withDeadline(given, (reason) => new Error(reason)), "state");
    return unknownState(expectations, atFirst, line);
  } catch {
    // It may need what only a trial has.
    return [];
  }
}
