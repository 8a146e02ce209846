import { readCases } from "../../cases/reading/read-cases.ts";
import { loadAgentsModule } from "../../runner/agents/agents-module.ts";
import { UsageError } from "../../runner/errors.ts";
import { playTrial, trialOf } from "../../runner/trial/play-trial.ts";
import { addressOf } from "../../runner/trial/traffic.ts";
import { listed, plural } from "../../text/count.ts";
import type { TracedReply } from "../../traces/reading/replies.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import { PRICE_TABLE } from "../../models/prices.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { judgeOf } from "../../runs/plan/plan.ts";
import { trafficOptions } from "../../runs/plan/services.ts";
import { noNeighbour, suiteFiles, type SuiteFiles } from "../../runs/files/suites.ts";
import { tracedTraffic } from "./traced-traffic.ts";

/** What the config says of secrets, and of how its suites are played. */
export type ImportSettings = Pick<PlayOptions, "asking" | "root" | "secrets" | "suites">;

/** Which recordings are made, and where. */
interface RecordRepliesOptions extends ImportSettings {
  readonly cases: string;
  readonly fixtures: string;
  /** The agents module; the neighbour of the case file by default. */
  readonly agents?: string | undefined;
}

const TIMEOUT_MS = 120_000;
const NO_VARIANT = { variant: {}, stream: false };

/**
 * Plays cases once, with the replies of a trace in the place of the model and without the network, and keeps that as their
 * recordings. What the agents ask is what is recorded, so that it replays; whether the trace had them ask it is for the
 * checks of the case. Returns lines that say what came of it. Throws UsageError.
 */
export async function recordReplies(
  replies: ReadonlyMap<string, readonly TracedReply[] | undefined>,
  { cases, fixtures, agents, asking, root, secrets, suites }: RecordRepliesOptions,
): Promise<string[]> {
  const where = { fixtures, ...(agents === undefined ? {} : { agents }) };
  const [suite] = suiteFiles([cases], { ...where, root, suites, traffic: "record" }) as [
    SuiteFiles,
  ];
  const { agentsFile } = suite;
  if (agentsFile === undefined) throw new UsageError(noNeighbour(cases, { asking }));
  prepare("replay", [suite], { clock: "recorded" });
  const options = trafficOptions(suite, { ...where, asking, secrets, clock: "recorded" });
  const module = await loadAgentsModule(agentsFile, { timeoutMs: TIMEOUT_MS });
  const plan = { ...NO_VARIANT, timeoutMs: TIMEOUT_MS, judge: judgeOf({}) };
  const done = { passed: [] as string[], failed: [] as string[], errored: [] as string[] };
  for await (const { case: testCase } of readCases(cases)) {
    const own = replies.get(testCase.id);
    if (own === undefined) {
      done.errored.push(`${testCase.id}: the trace does not hold what its models answered`);
      continue;
    }
    const services = { traffic: tracedTraffic(own, suite.name, options), prices: PRICE_TABLE };
    const trial = trialOf(testCase, 1, NO_VARIANT);
    const result = await playTrial(trial, module, plan, services, {}, new AbortController());
    if (result.error === null)
      done[result.verdict === "passed" ? "passed" : "failed"].push(testCase.id);
    else {
      new TapeFile(fixtures, addressOf(suite.name, trial)).remove();
      done.errored.push(`${testCase.id}: ${result.error.message}`);
    }
  }
  return linesOf(done, fixtures);
}

function linesOf(
  { passed, failed, errored }: Readonly<Record<"passed" | "failed" | "errored", readonly string[]>>,
  fixtures: string,
): string[] {
  const made = passed.length + failed.length;
  const recorded = `${plural(made, "recording")} in ${fixtures}, with the replies of the trace. They replay offline.`;
  return [
    ...(made === 0 ? [] : [recorded]),
    ...(failed.length === 0
      ? []
      : [
          `These agents do otherwise than those of the trace, so it does not pass: ${listed(failed, 10)}`,
        ]),
    ...(errored.length === 0 ? [] : ["Not recorded:", ...errored.map((line) => `  ${line}`)]),
  ];
}
