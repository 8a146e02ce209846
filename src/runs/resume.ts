import { existsSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { valueKey } from "../json/canonical.ts";
import { Journal, type JournalHead, type Standing } from "../results/journal/journal.ts";
import { JournalReading } from "../results/journal/read-journal.ts";
import type { ResultHeader } from "../results/result.ts";
import type { Amount } from "../runner/budget/budget.ts";
import { UsageError } from "../runner/errors.ts";
import type { Observer, Plan, ResultTarget, Suite } from "../runner/suite/suite.ts";
import { plural } from "../text/count.ts";
import { absolute, onDisk, shown } from "../text/from-start.ts";
import type { PlayOptions } from "./settings/options.ts";
import { hashOf, moduleHashes } from "./files/module-hashes.ts";
import type { ResultPlace } from "./files/result-place.ts";
import type { Tell } from "./settings/tell.ts";
import { takeLock, type Lock } from "./files/lock.ts";

/** A run of a suite: where its files go, and what an earlier process of it has played. */
export interface OpenRun {
  readonly place: ResultPlace;
  readonly given: JournalHead["given"];
  readonly kept: JournalReading | undefined;
}

/** The process that plays a run, alone or as one of several that go on after each other. */
export interface RunningProcess {
  /** Held until the run ends, or another process takes it over. */
  locks: readonly Lock[];
  /** Whether earlier processes have played part of the run. */
  readonly goesOn: boolean;
}

interface Opening {
  readonly suite: Pick<Suite, "caseFile" | "agents">;
  readonly plan: Plan;
  readonly place: ResultPlace;
}

/**
 * Locks the files of runs, and reads what there is of them if they go on. Throws UsageError if another process plays one
 * of them, or what there is belongs to another run, and JournalReadError.
 */
export async function openRuns(
  openings: readonly Opening[],
  options: Pick<PlayOptions, "traffic" | "clock" | "resume">,
  process: RunningProcess,
  tell: Tell,
): Promise<OpenRun[]> {
  const runs: OpenRun[] = [];
  for (const { suite, plan, place } of openings) {
    process.locks = [...process.locks, await takeLock(place.lock, suite.caseFile)];
    const given = givenOf(suite, plan, options);
    const isResumed = options.resume === true || process.goesOn;
    const kept = isResumed ? keptOf(place, given) : undefined;
    runs.push({ place, given, kept });
    if (!process.goesOn) for (const line of keptLines(suite, place, kept, options)) tell(line);
  }
  return runs;
}

function keptLines(
  { caseFile }: Opening["suite"],
  { journal }: ResultPlace,
  kept: JournalReading | undefined,
  { resume, traffic }: Pick<PlayOptions, "resume" | "traffic">,
): string[] {
  if (kept !== undefined)
    return [`${plural(kept.trials, "finished trial")} of ${caseFile} will not be played again.`];
  if (resume === true)
    return [`No run of ${caseFile} was broken off: it is played from its beginning.`];
  if (traffic === "replay" || !existsSync(onDisk(journal))) return [];
  return [
    `${journal} is of a run that was broken off, and makes way for this one. To go on with it: --resume.`,
  ];
}

/** What earlier processes of a run had spent, as far as a cap had it counted. */
export function spentBefore(runs: readonly OpenRun[]): Amount | undefined {
  // Suites are played one after the other, and the money is that of all.
  return runs.findLast(({ kept }) => kept?.standing.spent !== undefined)?.kept?.standing.spent;
}

/** Removes the journals of runs that have come to their ends. */
export function endJournals(runs: readonly OpenRun[]): void {
  for (const { place } of runs) rmSync(onDisk(place.journal), { force: true });
}

/** Where the result of a run goes. */
export function targetOf({ place, given, kept }: OpenRun, header: ResultHeader): ResultTarget {
  const result = kept?.head.result ?? header;
  return {
    header: result,
    journal: new Journal(place.journal, { journal: 1, given, result }, kept?.size),
    kept,
    fileAt: (stopped) => place.file(stopped),
  };
}

/**
 * What a run that was broken off has left of this suite; undefined if nothing. Throws UsageError if this run is another
 * one, and JournalReadError.
 */
function keptOf({ journal }: ResultPlace, given: JournalHead["given"]): JournalReading | undefined {
  if (!existsSync(onDisk(journal))) return undefined;
  const kept = JournalReading.open(journal);
  if (kept === undefined) return undefined;
  const before = new Map(Object.entries(kept.head.given));
  const now = new Map(Object.entries(JSON.parse(JSON.stringify(given)) as JournalHead["given"]));
  const other = [...before.keys(), ...now.keys()].find(
    (name) => !isDeepStrictEqual(before.get(name), now.get(name)),
  );
  const folder = absolute(dirname(journal));
  const changed = kept.standing.modules.find(([path, hash]) => hashOf(join(folder, path)) !== hash);
  if (other === undefined && changed === undefined) return kept;
  const why =
    changed === undefined
      ? `${other} ${said(now.get(other ?? ""))} now, and ${said(before.get(other ?? ""))} then`
      : `${shown(resolve(folder, changed[0]))} has changed since`;
  throw new UsageError(
    `The run of ${journal} cannot be resumed: ${why}. ${plural(kept.trials, "finished trial")} would be lost. To see them: npx swarm-eval report ${journal}; to begin anew, leave out --resume.`,
  );
}

function said(value: unknown): string {
  if (value === undefined || value === null) return "is not given";
  return `is ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

/** What decides what the trials of a suite are asked, by how a user calls it. */
function givenOf(
  { caseFile, agents }: Opening["suite"],
  { variant, stream, judge, failOnErrors }: Plan,
  { traffic, clock }: Pick<PlayOptions, "traffic" | "clock">,
): JournalHead["given"] {
  const { name = null, model = null, api, request } = variant;
  return {
    "the case file": caseFile,
    "--agents": agents.file,
    "--model-override": model,
    "--variant": name,
    "--judge-model": judge.override ?? judge.fallback,
    "--stream": stream,
    "--fail-on-errors": failOnErrors,
    "--traffic": traffic,
    "--clock": clock,
    "the key of what the config adds to requests": valueKey([
      api,
      request,
      judge.api,
      judge.request,
    ]),
  };
}

/** Keeps in the journal by which modules trials were played. */
export function playedModules({ journal }: ResultPlace): Observer {
  const folder = absolute(dirname(journal));
  let kept = 0;
  return {
    standing(): Standing {
      const loaded = moduleHashes(kept);
      kept += loaded.length;
      if (loaded.length === 0) return {};
      return { modules: loaded.map(([path, hash]) => [relative(folder, path), hash] as const) };
    },
  };
}
