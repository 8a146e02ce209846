import type { Case } from "../../cases/case.ts";
import type { Expectation } from "../../cases/expectation.ts";
import { freeId } from "../../cases/importing/new-id.ts";
import { readCase } from "../../cases/reading/read-case.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import type { Plan } from "../../runner/suite/suite.ts";
import type { Keep } from "../../runs/candidate-traffic.ts";
import { trialOf } from "../../runner/trial/play-trial.ts";
import { addressOf } from "../../runner/trial/traffic.ts";
import { replayFlags } from "../../runs/plan/plan.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";
import { appendLines } from "../../text/append-lines.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import { chatTarget, type ChatTarget } from "../chat/target.ts";

/** Where a smaller case goes. Throws UsageError and CaseFileError before anything is played. */
export function shrunkTarget(
  file: string,
  agents: string,
  { fixtures, root, suites }: PlayOptions,
): Promise<ChatTarget> {
  return chatTarget({ save: file, agents, fixtures, root, suites });
}

/** What a smaller case is called, unless there is one of that name. */
function shrunkId({ id }: Pick<Case, "id">): string {
  return `${id}-shrunk`;
}

/** A case as a line of JSON, without what holds anyway. Throws UsageError for one that no file may hold. */
export function caseLine(
  { tags, context_variables, messages, ...testCase }: Case,
  id = shrunkId(testCase),
): string {
  const { only: _, skip: _skip, trials: _trials, expect, turns, ...rest } = testCase;
  const line = JSON.stringify({
    ...rest,
    id,
    ...(tags.length === 0 ? {} : { tags }),
    ...(Object.keys(context_variables).length === 0 ? {} : { context_variables }),
    ...(messages.length === 0 ? {} : { messages }),
    turns: turns.map(({ user, expect: ofTurn }) => ({ user, ...written(ofTurn) })),
    ...written(expect),
  });
  if (readCase(line) === undefined)
    throw new UsageError(`What is left of the case is none that a file may hold: ${line}`);
  return line;
}

/** A case file has a mode only beside what it is the mode of. */
function written(expect: Expectation | undefined): { readonly expect?: unknown } {
  if (expect === undefined) return {};
  const { handoffs, speakers, ...others } = expect;
  const routed = ({ mode, ...route }: NonNullable<Expectation["handoffs"]>): object =>
    route.route === undefined ? route : { mode, ...route };
  return {
    expect: {
      ...others,
      ...(handoffs && { handoffs: routed(handoffs) }),
      ...(speakers && { speakers: routed(speakers) }),
    },
  };
}

/** Adds a case and its recording to a target. Returns the command that replays it. Throws UsageError and TapeError. */
export async function saveShrunk(
  testCase: Case,
  keep: Keep,
  { suite, ids, replay, once }: ChatTarget,
  plan: Plan,
  options: PlayOptions,
): Promise<string> {
  const taken = await ids();
  const id = freeId(shrunkId(testCase), (name) => taken.has(name));
  const line = caseLine(testCase, id);
  const trial = trialOf({ ...testCase, id }, 1, plan);
  keep(new TapeFile(suite.fixtures, addressOf(suite.name, trial)));
  attempt(`${suite.caseFile} could not be written`, () => appendLines(suite.caseFile, [line]));
  const { agents: _, fixtures: _fixtures, trials: _trials, ...asked } = options;
  return ownCommand(["run", ...replay(id), ...once, ...replayFlags(asked)]);
}
