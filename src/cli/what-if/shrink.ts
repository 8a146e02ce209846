import type { Case } from "../../cases/case.ts";
import { headline } from "../../reports/failures/explain-trial.ts";
import { dollars } from "../../reports/words/format.ts";
import { UsageError } from "../../runner/errors.ts";
import type { Suite } from "../../runner/suite/suite.ts";
import { namedCase } from "../../runs/files/named-case.ts";
import { loadSuites, suiteFiles } from "../../runs/files/suites.ts";
import { planOf } from "../../runs/plan/plan.ts";
import { budgetOf, capLines, redactorOf, refusedLines } from "../../runs/plan/services.ts";
import { prepare } from "../../runs/process/prepare.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { caseOf, wholeOf, type Candidate } from "../../shrinking/candidate.ts";
import { ENOUGH, measure, type Measured } from "../../shrinking/measure.ts";
import { Search } from "../../shrinking/search.ts";
import { outlook } from "../../shrinking/shrink.ts";
import { plural } from "../../text/count.ts";
import { showThrough, tell } from "../output/screen.ts";
import { ownStdout, print } from "../output/stdout.ts";
import { interruption } from "../process/events.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { untilBlocked } from "../process/relay.ts";
import {
  CandidatePlayer,
  StoppedError,
  type PlayedCandidate,
} from "../../runs/candidate-player.ts";
import { costLine, needsLines, sizeText } from "./shrink-words.ts";
import { caseLine, saveShrunk, shrunkTarget } from "./shrunk-case.ts";

/** What the command is given. */
export interface ShrinkOptions extends Omit<PlayOptions, "trials" | "traffic"> {
  /** The case file that the smaller case is added to. */
  readonly output?: string;
  readonly maxTrials: number;
}

/** Looks for the smallest conversation in which a case still fails. Returns the exit code. Throws UserError. */
export async function shrinkCase(
  id: string,
  caseFiles: readonly string[],
  { output, maxTrials, ...given }: ShrinkOptions,
): Promise<number> {
  ownStdout();
  const options: PlayOptions = { ...given, traffic: "live", ids: new Set([id]) };
  const plan = planOf(options);
  const files = suiteFiles(caseFiles, options);
  // What goes out must be seen, as where it is recorded.
  prepare("record", files, options);
  const redactor = redactorOf(options);
  showThrough(redactor);
  const { planned, testCase } = await namedCase(id, files, plan);
  refuseUnshrinkable(testCase, planned.command !== undefined);
  const [suite] = (await loadSuites([planned], { ...options, ...plan })) as [Suite];
  const { file: agents } = suite.agents;
  const target = output === undefined ? undefined : await shrunkTarget(output, agents, options);
  const budget = budgetOf(options, undefined);
  const signal = interruption();
  const played = { agents: suite.agents, testCase, home: target?.suite ?? suite };
  const player = new CandidatePlayer(played, plan, options, { budget, signal });
  const limits = { most: maxTrials, concurrency: options.concurrency };
  const stops: number[] = [];
  const stopped = (error: unknown): undefined => {
    if (!(error instanceof StoppedError)) throw error;
    stops.push(signal.aborted ? EXIT.interrupted : EXIT.budget);
  };
  let smallest: Smallest | undefined;

  const look = async (): Promise<number[]> => {
    tell(
      `${id} is played until it has failed ${ENOUGH} times in the same way, ${plural(maxTrials, "time")} at most.`,
    );
    const measured = await measure(testCase, player.play, limits).catch(stopped);
    if (measured === undefined) return stops;
    if ("unfailed" in measured) return tellUnfailed(id, measured.unfailed);
    smallest = { candidate: wholeOf(testCase), recorded: measured.shown };
    const { offered } = player;
    const search = new Search(testCase, measured, player.play, limits);
    await tellOutlook(measured, search, { testCase, player, maxTrials });
    await search
      .run(offered, ({ candidate, shown }, { what }) => {
        // A case cannot say what models are not told, so that a recording must be of all of that.
        const recorded = candidate.leftOut.length === 0 ? shown : smallest?.recorded;
        smallest = { candidate, recorded: recorded ?? shown };
        tell(`${what}: ${sizeText(candidate, offered)} · ${effortText(search, player)}`);
      })
      .catch(stopped);
    tellFound(search, player, stops.length === 0);
    return stops;
  };
  const line = ({ candidate }: Smallest): string => `${caseLine(caseOf(candidate, testCase))}\n`;
  const save = async (found: Smallest): Promise<void> => {
    if (target === undefined) return print(line(found));
    const smaller = caseOf(found.candidate, testCase);
    try {
      const command = await saveShrunk(smaller, found.recorded.keep, target, plan, options);
      tell(`It was added to ${target.suite.caseFile}, with the recording of a trial that failed:`);
      tell(`  ${command}`);
    } catch (error) {
      // So that what was paid for is not lost.
      await print(line(found));
      throw error;
    }
  };
  return untilBlocked(
    async () => {
      const codes = await look();
      if (smallest !== undefined) await save(smallest);
      for (const said of [...refusedLines(), ...capLines(budget, "live")]) tell(said);
      return worst(codes);
    },
    () => (smallest === undefined ? "" : redactor.forScreen().redact(line(smallest))),
  );
}

/** The smallest candidate until now, and a trial of the case that it makes, which failed. */
interface Smallest {
  readonly candidate: Candidate;
  readonly recorded: PlayedCandidate;
}

type SearchOfPlayed = Search<PlayedCandidate>;

/** Says how the case fails, and what the search may cost. */
async function tellOutlook(
  { occurred, trials, failure, shown }: Measured<PlayedCandidate>,
  { test }: SearchOfPlayed,
  { testCase, player, maxTrials }: { testCase: Case; player: CandidatePlayer; maxTrials: number },
): Promise<void> {
  const { offered, cost } = player;
  tell(`It fails in ${occurred} of ${plural(trials, "trial")}: ${headline(shown.result)}`);
  tell(`It has ${sizeText(wholeOf(testCase), offered)}.`);
  const expected = await outlook({ testCase, needed: failure.turns, offered });
  tell(costLine(expected, test, maxTrials, cost === null ? null : cost / player.trials));
}

function tellFound(search: SearchOfPlayed, player: CandidatePlayer, isMinimal: boolean): void {
  const { candidate, occurred, trials } = search.smallest;
  const { offered } = player;
  tell(
    `It still fails, in ${occurred} of ${plural(trials, "trial")}, with ${sizeText(candidate, offered)}, found by ${effortText(search, player)}.`,
  );
  if (!isMinimal) tell("It may not be the smallest: the search was ended before.");
  else for (const line of needsLines(candidate, offered)) tell(line);
}

function effortText({ tries }: SearchOfPlayed, { trials, cost }: CandidatePlayer): string {
  const paid = cost === null ? "cost unknown" : dollars(cost);
  return `${plural(tries, "try", "tries")}, ${plural(trials, "trial")}, ${paid}`;
}

/** Says why there is nothing to shrink. Returns the exit codes. */
function tellUnfailed(id: string, played: readonly PlayedCandidate[]): number[] {
  const errored = played.find(({ result }) => result.verdict === "errored");
  if (errored === undefined) {
    tell(`${id} has not failed in ${plural(played.length, "trial")}: there is nothing to shrink.`);
    return [EXIT.failed];
  }
  tell(`${id} has not failed, but broken off: ${headline(errored.result)}`);
  return [EXIT.errored];
}

function refuseUnshrinkable({ id, command, user }: Case, isProgram: boolean): void {
  const named = `The case ${JSON.stringify(id)}`;
  if (command !== undefined || isProgram)
    throw new UsageError(
      `${named} plays a program, of which it is not known what its agents are told. Cases of agents can be shrunk.`,
    );
  if (user !== undefined)
    throw new UsageError(
      `${named} has a model for its user, who says something else in each trial. Write its turns into the case first.`,
    );
}
