import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Case } from "../cases/case.ts";
import { readCases } from "../cases/reading/read-cases.ts";
import { plural } from "../text/count.ts";
import {
  loadAgentsModule,
  requireState,
  type AgentsModule,
} from "../runner/agents/agents-module.ts";
import { describeLoadError } from "../runner/agents/load-error.ts";
import { withDeadline } from "../runner/agents/load-module.ts";
import { refuseWorlds } from "../runner/suite/refuse-worlds.ts";
import { EVERY_CASE, surveyCases } from "../runner/suite/select-cases.ts";
import { UnplayableCaseError, UsageError } from "../runner/errors.ts";
import { SignatureError } from "../signatures/signature-error.ts";
import { agentsMade, keepAgentsMade, type AgentError } from "../swarm/agent/agent.ts";
import { whyIndescribable } from "../swarm/tools/function-to-json.ts";
import type { PlayOptions } from "./options/run-flags.ts";
import { prepare } from "./play/prepare.ts";
import { suiteFiles, type SuiteFiles } from "./play/suites.ts";
import { KnownNames, unknownNames } from "./play/warnings.ts";
import { EXIT } from "./process/exit-code.ts";

export type ValidateOptions = Pick<PlayOptions, "agents" | "agentsOf" | "root" | "suites">;

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
  for (const suite of suites) await validateSuite(suite);
  return EXIT.passed;
}

async function validateSuite({ caseFile, agentsFile }: SuiteFiles): Promise<void> {
  const survey = await surveyCases(caseFile, EVERY_CASE, 1);
  const module = await loadAgentsModule(agentsFile);
  await refuseWorlds(survey, EVERY_CASE, module);
  const known = new KnownNames();
  known.add(module.made);
  /** Where each problem was found. Often it is of an agent or of the factory, and many cases have it. */
  const problems = new Map<string, string[]>();
  const unchecked = [...module.made];
  for await (const { case: testCase, line } of readCases(caseFile)) {
    const problem = await whyUnplayable(testCase, module);
    if (problem !== undefined)
      problems.set(problem, [...(problems.get(problem) ?? []), `${caseFile}:${line}`]);
    // Only now, because a factory may still give functions to agents that were made before.
    unchecked.push(...agentsMade());
    const made = unchecked.splice(0);
    for (const error of made.flatMap(whyIndescribable))
      problems.set(error.message, [placeOf(error) ?? module.file]);
    if (problems.size >= MOST_PROBLEMS) break;
    known.add(made);
  }
  if (problems.size > 0) throw new UsageError([...problems].map(problemLine).join("\n"));
  for (const line of await unknownNames(survey, known)) process.stderr.write(`${line}\n`);
  const { total, skipped } = survey;
  process.stdout.write(
    `${caseFile}: ${plural(total, "case")}${skipped > 0 ? `, ${skipped} of them skipped` : ""}, played against ${agentsFile}\n`,
  );
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

/** Why a module cannot play a case; undefined if it can. Throws UsageError for a module that plays none. */
async function whyUnplayable(testCase: Case, module: AgentsModule): Promise<string | undefined> {
  try {
    const { id, world } = testCase;
    const assembling = module.assemble({ id, trial: 1, world });
    const assembled = await withDeadline(assembling, (reason) => new Error(reason));
    assembled.starting(testCase.agent);
    requireState(testCase, assembled);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof UnplayableCaseError) return error.message;
    return `the factory of ${module.file} failed: ${describeLoadError(error)}`;
  }
}
