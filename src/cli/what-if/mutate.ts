import { percent } from "../../reports/words/format.ts";
import { scoresOf } from "../../mutants/score.ts";
import { selectCases } from "../../runner/suite/select-cases.ts";
import type { Suite } from "../../runner/suite/suite.ts";
import { suiteTraffic } from "../../runner/trial/traffic.ts";
import { prepareDirectories } from "../../runs/files/directories.ts";
import { loadSuites, planSuites, suiteFiles } from "../../runs/files/suites.ts";
import { planOf } from "../../runs/plan/plan.ts";
import { redactorOf, servicesOf, trafficOptions } from "../../runs/plan/services.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { DEFAULTS, type PlayOptions } from "../../runs/settings/options.ts";
import type { Redactor } from "../../traffic/redact/redact.ts";
import { printable } from "../../text/printable.ts";
import { ReportFiles } from "../output/report-files.ts";
import { showThrough, tell } from "../output/screen.ts";
import { ownStdout, paint, print } from "../output/stdout.ts";
import { interruption } from "../process/events.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { mutatedCase, type MutatedCase, type UnmutatedCase } from "./mutated-case.ts";
import { mutationOf, type MutatedSuite } from "./mutation.ts";
import type { Replays } from "./recorded-turns.ts";
import { mutationText } from "./show-mutation.ts";
import { writeSuggestions } from "./write-suggestions.ts";

export interface MutateOptions extends Omit<PlayOptions, "concurrency" | "traffic"> {
  /** Whether what would close holes is written into the cases. */
  readonly suggest?: boolean;
  /** The share of mutants that a suite must notice. */
  readonly minScore?: number;
  readonly json?: boolean;
}

/** Mutates the recordings of suites. Returns the exit code. Throws UsageError and CaseFileError. */
export async function mutate(
  caseFiles: readonly string[],
  options: MutateOptions,
): Promise<number> {
  if (options.json === true) ownStdout();
  const replaying = { ...DEFAULTS, ...options, traffic: "replay" } as const;
  const plan = planOf(replaying);
  const files = suiteFiles(caseFiles, replaying);
  prepare("replay", files, replaying);
  const redactor = redactorOf(options);
  showThrough(redactor);
  const planned = await planSuites(files, plan, tell);
  const suites = await loadSuites(planned, { ...replaying, ...plan });
  prepareDirectories(suites, "replay");
  const signal = interruption();
  const codes: number[] = [];
  for (const suite of suites) {
    const services = servicesOf(suite, replaying, undefined, signal);
    const placed = { ...trafficOptions(suite, replaying), byPlace: true };
    const traffic = suiteTraffic("replay", suite.name, placed, undefined);
    const byPlace = { ...services, traffic };
    const replays = { suite, plan, services, byPlace };
    const mutated = await mutatedSuite(suite, replays);
    const { minScore = 0, suggest = false } = options;
    await report(mutated, redactor, options);
    const lines = suggest ? await writeSuggestions(mutated.cases, replays, redactor) : [];
    for (const line of lines) tell(line);
    const { share } = mutated.scores.all;
    if ((share ?? 0) < minScore) {
      const least = percent(minScore);
      tell(`The score of ${suite.name} is ${percent(share)}, and --min-score asks for ${least}.`);
      codes.push(EXIT.failed);
    }
    if (signal.aborted) return EXIT.interrupted;
  }
  return worst(codes);
}

async function mutatedSuite(suite: Suite, replays: Replays): Promise<MutatedSuite> {
  const cases: MutatedCase[] = [];
  const unmutated: UnmutatedCase[] = [];
  for await (const placed of selectCases(suite.survey, replays.plan.selection)) {
    if (replays.services.signal.aborted) break;
    const mutated = await mutatedCase(placed, replays);
    if ("held" in mutated) cases.push(mutated);
    else unmutated.push(mutated);
  }
  const scores = scoresOf(cases.flatMap(({ held }) => held));
  return { suite, cases, unmutated, scores };
}

async function report(
  mutated: MutatedSuite,
  { redact }: Redactor,
  { json }: MutateOptions,
): Promise<void> {
  const { suite } = mutated;
  const mutation = mutationOf(mutated);
  const name = `${suite.name}.mutants`;
  const files = new ReportFiles(suite.output, name);
  files.put(".json", "end", redact(`${JSON.stringify(mutation, null, 2)}\n`));
  files.finish(name);
  const text = json === true ? JSON.stringify(mutation) : mutationText(mutation, paint);
  await print(`${json === true ? printable(text) : text}\n`);
}
