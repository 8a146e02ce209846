import { existsSync } from "node:fs";
import type { NoWorseRounds } from "../../gate/runs/no-worse.ts";
import { RunTally, type ComparableRun } from "../../gate/runs/run-tally.ts";
import { AskedModels } from "../../reports/words/asked-models.ts";
import { JournalReading } from "../../results/journal/read-journal.ts";
import type { Budget } from "../../runner/budget/budget.ts";
import { playSuite } from "../../runner/suite/play-suite.ts";
import type { Plan, Services, Suite } from "../../runner/suite/suite.ts";
import { onDisk } from "../../text/from-start.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { EXIT } from "../process/exit-code.ts";
import { ExitCodes } from "../play/exit-codes.ts";
import { headerOf } from "../../runs/plan/plan.ts";
import { Progress } from "../play/progress.ts";
import { playedModules, targetOf, type OpenRun } from "../../runs/resume.ts";
import { servicesOf } from "../../runs/plan/services.ts";

/** One of those that are compared: a model, or a variant. */
export interface ComparedEntry {
  readonly label: string;
  readonly own: PlayOptions;
  readonly plan: Plan;
  readonly opened: OpenRun;
}

interface Surroundings extends Pick<Services, "signal" | "onBlocked"> {
  readonly budget: Budget | undefined;
}

/** How a suite was played with all that are compared. */
export interface PlayedRuns {
  /** Those that began, in order. */
  readonly runs: ComparableRun[];
  readonly codes: Set<number>;
  readonly asked: AskedModels;
  hasReplayMiss: boolean;
}

/** Plays a suite with each of those that are compared, one after the other; by rounds, if there are any. */
export async function playCompared(
  suite: Suite,
  entries: readonly ComparedEntry[],
  surroundings: Surroundings,
  rounds: NoWorseRounds | undefined,
): Promise<PlayedRuns> {
  const played: PlayedRuns = {
    runs: [],
    codes: new Set(),
    asked: new AskedModels(),
    hasReplayMiss: false,
  };
  const { signal, budget } = surroundings;
  const isStopped = (): boolean =>
    signal.aborted ||
    budget?.refusal !== undefined ||
    played.runs.some(({ stopped }) => stopped !== null);
  const kept = entries.map(({ opened }) => opened.kept);
  const playEach = async (isPlayed: (label: string) => boolean): Promise<void> => {
    for (const [index, entry] of entries.entries()) {
      if (signal.aborted || budget?.refusal !== undefined) return;
      if (!isPlayed(entry.label)) continue;
      const one = { ...entry, opened: { ...entry.opened, kept: kept[index] } };
      played.runs[index] = await playRun(suite, one, surroundings, rounds, played);
      const { journal } = entry.opened.place;
      // The next round takes up the trials of this one.
      if (rounds !== undefined && existsSync(onDisk(journal)))
        kept[index] = JournalReading.open(journal);
    }
  };
  if (rounds === undefined) await playEach(() => true);
  else
    while (!isStopped() && entries.some(({ label }) => rounds.isOpen(label))) {
      await playEach((label) => rounds.isOpen(label));
      // What a cap or an interruption left of a round depends on how it went.
      const [first, ...others] = played.runs;
      if (first !== undefined && !isStopped()) rounds.look([first, ...others], false);
    }
  return played;
}

async function playRun(
  suite: Suite,
  { label, own, plan, opened }: ComparedEntry,
  { budget, signal, onBlocked }: Surroundings,
  rounds: NoWorseRounds | undefined,
  played: PlayedRuns,
): Promise<ComparableRun> {
  const services = {
    ...servicesOf(suite, own, budget, signal),
    onBlocked,
    trialsStillNeeded: rounds?.trialsStillNeeded,
  };
  const header = headerOf(suite, plan, rounds === undefined ? own : { ...own, until: "decided" });
  const tally = new RunTally();
  const progress = new Progress(suite.survey, own.traffic);
  const exitCodes = new ExitCodes(own.traffic);
  const { place } = opened;
  const observers = [tally, played.asked, progress, exitCodes, budget, playedModules(place)];
  const target = targetOf(opened, header);
  const end = await playSuite(suite, plan, services, observers, target).finally(() =>
    progress.end(),
  );
  played.hasReplayMiss ||= exitCodes.hasReplayMiss;
  // That cases fail is what is compared.
  for (const code of exitCodes.at(end)) if (code !== EXIT.failed) played.codes.add(code);
  return { label, header, file: place.file(end.stopped), stopped: end.stopped, tally };
}
