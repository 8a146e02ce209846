import { UnplayableCaseError } from "../../runner/errors.ts";
import { EVERY_CASE, selectCases, surveyCases } from "../../runner/suite/select-cases.ts";
import { playTrial, type TrialPlan } from "../../runner/trial/play-trial.ts";
import { suiteTraffic, type Trial } from "../../runner/trial/traffic.ts";
import type { Variant } from "../../runner/variant.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import type { TapeContent, TapeHeader } from "../../traffic/tape/tape.ts";
import { writeTape } from "../../traffic/tape/text.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { judgeOf, pricesOf } from "../../runs/plan/plan.ts";
import { trafficOptions } from "../../runs/plan/services.ts";
import { variantOf } from "../../runs/plan/variants.ts";
import { agentsOfSuite, type SuiteFiles } from "../../runs/files/suites.ts";
import { playable, readKept } from "./kept-tape.ts";

/** The options by which a replay asks what was asked when the suite was recorded. */
export type ReplayingOptions = Pick<
  PlayOptions,
  | "asking"
  | "defaultJudgeModel"
  | "prices"
  | "passthrough"
  | "keptHeaders"
  | "matchedHeaders"
  | "secrets"
>;

/** A tape with exchanges that nothing asks for. */
export interface TapeWithLeftovers {
  readonly file: TapeFile;
  readonly content: TapeContent;
  /** Their indices. */
  readonly unasked: readonly number[];
}

/** What replaying the tapes of a suite has shown. */
export interface Leftovers {
  readonly found: readonly TapeWithLeftovers[];
  /** Tapes whose trials broke off: nobody can say what they would have asked for. */
  readonly undecided: readonly string[];
}

/** A trial of a replay takes milliseconds. */
const TIMEOUT_MS = 60_000;

/**
 * Plays each of these tapes against the agents of its suite, offline. The process must be prepared for a replay. Throws
 * UsageError and CaseFileError.
 */
export async function findLeftovers(
  suite: SuiteFiles,
  tapes: readonly string[],
  options: ReplayingOptions,
): Promise<Leftovers> {
  const survey = await surveyCases(suite.caseFile, EVERY_CASE, 1);
  const agents = await agentsOfSuite({ ...suite, survey }, {});
  const plan: TrialPlan = {
    variant: {},
    stream: false,
    timeoutMs: TIMEOUT_MS,
    judge: judgeOf(options),
  };
  const unaskedOf = new Map<string, readonly number[]>();
  const traffic = suiteTraffic(
    "replay",
    suite.name,
    {
      ...trafficOptions(suite, { ...options, trials: 1, clock: "recorded" }),
      onLeftovers: ({ path }, indices) => unaskedOf.set(path, indices),
    },
    undefined,
  );
  const byCase = Map.groupBy(tapes.flatMap(addressOf), ({ header }) =>
    header.case.normalize("NFC"),
  );
  const found: TapeWithLeftovers[] = [];
  const undecided: string[] = [];
  for await (const { case: testCase } of selectCases(survey, EVERY_CASE, false)) {
    if (testCase.skip !== false) continue;
    for (const { path, header } of byCase.get(testCase.id.normalize("NFC")) ?? []) {
      const { trial: number, stream } = header;
      const file = new TapeFile(suite.fixtures, { ...header, suite: suite.name });
      // A copy under another name is not what a replay reads.
      if (file.path !== path) continue;
      const variant = variantOfTape(header, options);
      const broke =
        variant === undefined || (await breaksOff({ testCase, number, variant, stream }));
      const unasked = unaskedOf.get(file.path);
      if (broke) undecided.push(path);
      else if (unasked !== undefined)
        found.push({ file, content: playable(readKept(path)), unasked });
    }
  }
  return { found, undecided };

  /** Plays a trial. Returns whether it broke off. */
  async function breaksOff(trial: Trial): Promise<boolean> {
    const services = { traffic, prices: pricesOf(options) };
    try {
      const controller = new AbortController();
      const { error } = await playTrial(trial, agents, plan, services, {}, controller);
      return error !== null;
    } catch (error) {
      if (error instanceof UnplayableCaseError) return true;
      throw error;
    }
  }
}

/** Where a tape is and what it is of; nothing for one that cannot be played. */
function addressOf(path: string): { readonly path: string; readonly header: TapeHeader }[] {
  const { content } = readKept(path);
  return content === undefined ? [] : [{ path, header: content.header }];
}

/** What the tape was recorded with; undefined if that is a variant that the config has no longer. */
function variantOfTape(
  { model, variant }: TapeHeader,
  { asking }: ReplayingOptions,
): Variant | undefined {
  if (variant === undefined)
    return variantOf({ asking, ...(model !== null && { modelOverride: model }) });
  return Object.hasOwn(asking?.variants ?? {}, variant)
    ? variantOf({ asking, variant })
    : undefined;
}

/** Writes a tape without its leftovers; one that nothing asks anything of is removed. Throws the file system's error. */
export function dropLeftovers({ file, content, unasked }: TapeWithLeftovers): void {
  const exchanges = content.exchanges.filter((_, index) => !unasked.includes(index));
  if (exchanges.length === 0) file.remove();
  else file.save(writeTape({ ...content, exchanges }));
}

/** Those of a tape, for a reader: `2 of 5 exchanges in fixtures/shop/refund.1.jsonl`. */
export function leftoverText({ file, content, unasked }: TapeWithLeftovers): string {
  return `${unasked.length} of ${content.exchanges.length} exchanges in ${file.path}`;
}
