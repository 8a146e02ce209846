import { statSync } from "node:fs";
import {
  readLabelledReplies,
  type PlacedReply,
} from "../../cases/reading/read-labelled-replies.ts";
import { askedModelLines } from "../../reports/words/asked-models.ts";
import { TrialAbort, UsageError } from "../../runner/errors.ts";
import { gradeReply, type GradedReply, type Grading } from "../../runner/trial/grade-reply.ts";
import { suiteTraffic } from "../../runner/trial/traffic.ts";
import { MissingFileError } from "../../text/missing-file.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { prepareDirectories } from "../../runs/files/directories.ts";
import { ReportFiles } from "../output/report-files.ts";
import { ownStdout, paint, print } from "../output/stdout.ts";
import { exitOf } from "../play/exit-codes.ts";
import { judgeOf, pricesOf } from "../../runs/plan/plan.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { budgetOf, capLines, redactorOf, trafficOptions } from "../../runs/plan/services.ts";
import { recordedSuites } from "../../runs/files/suites.ts";
import { interruption } from "../process/events.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { flag, ownCommand } from "../../runs/settings/own-command.ts";
import { calibrationOf, isReached, type Calibration, type Requirements } from "./calibration.ts";
import { calibrationText } from "./show.ts";
import { printable } from "../../text/printable.ts";
import { showThrough, tell } from "../output/screen.ts";

export type JudgeCommandOptions = Requirements &
  Omit<PlayOptions, "clock" | "trials" | "agents" | "modelOverride" | "variant" | "stream"> & {
    readonly json?: boolean;
  };

/** Holds a judge against people's verdicts. Returns the exit code. Throws UsageError and CaseFileError. */
export async function judge(named: string, options: JudgeCommandOptions): Promise<number> {
  const { traffic, concurrency, json } = options;
  if (json === true) ownStdout();
  const [suite] = recordedSuites([named], options);
  if (suite === undefined) throw new UsageError("Name a file of labelled replies.");
  const file = suite.caseFile;
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new MissingFileError("file of labelled replies", file, /\.jsonl$/);
  const replies = await readLabelledReplies(file);
  if (replies.length === 0) throw new UsageError(`${file} holds no labelled replies.`);
  // No code of agents runs, so nothing asks for the time.
  const playing = { ...options, clock: "real", trials: 1 } as const;
  prepare(traffic, [suite], playing);
  showThrough(redactorOf(options));
  prepareDirectories([suite], traffic);
  const budget = budgetOf(options, undefined);
  const command = commandOf(file, options);
  const grading: Grading = {
    judge: judgeOf(options),
    timeoutMs: options.timeout,
    prices: pricesOf(options),
    traffic: suiteTraffic(
      traffic,
      suite.name,
      { ...trafficOptions(suite, playing), command, renameCommand: () => command("update") },
      budget,
    ),
  };
  const startedAt = new Date().toISOString();
  const ended = await gradeAll(replies, grading, concurrency);
  const { graded } = ended;
  const about = { labelled_replies: file, started_at: startedAt, traffic };
  const leftOut = replies.length - graded.length;
  const calibration = calibrationOf(graded, { ...about, not_asked: leftOut }, options);
  write(calibration, suite.output, `${suite.name}.judge`);
  await print(
    `${json === true ? printable(JSON.stringify(calibration)) : calibrationText(calibration, paint)}\n`,
  );
  for (const line of [...noticesOf(graded, calibration), ...capLines(budget, traffic)]) tell(line);
  return worst(codesOf(ended, calibration));
}

/** What was graded, in the order of the file, and what left out the rest. */
interface Graded {
  readonly graded: readonly GradedReply<PlacedReply>[];
  readonly stopped: "interrupted" | "budget" | undefined;
}

/** Grades many at once, until an interruption or a cap. */
async function gradeAll(
  replies: readonly PlacedReply[],
  grading: Grading,
  concurrency: number,
): Promise<Graded> {
  const signal = interruption();
  const graded: GradedReply<PlacedReply>[] = [];
  let stopped: Graded["stopped"];
  const grade = async (reply: PlacedReply): Promise<void> => {
    const controller = new AbortController();
    const interrupt = (): void =>
      controller.abort(new TrialAbort("interrupted", "The judge was interrupted."));
    signal.addEventListener("abort", interrupt, { once: true });
    const one = await gradeReply(reply, grading, controller);
    signal.removeEventListener("abort", interrupt);
    const kind = one.error?.kind;
    if (kind === "interrupted" || kind === "budget") stopped = kind;
    else graded.push(one);
  };
  const waiting = replies.values();
  const work = async (): Promise<void> => {
    for (const reply of waiting) {
      if (signal.aborted) stopped = "interrupted";
      if (stopped !== undefined) return;
      await grade(reply);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { graded: graded.sort((a, b) => a.labelled.line - b.labelled.line), stopped };
}

/** The command that asks for these grades again, which a replay miss names. */
function commandOf(file: string, options: JudgeCommandOptions): (mode: string) => string {
  const { config, judgeModel, fixtures, output } = options;
  const flags = [
    ...flag("--config", config),
    ...flag("--judge-model", judgeModel),
    ...flag("--fixtures", fixtures),
    ...flag("--output", output),
  ];
  return (mode) => ownCommand(["judge", file, ...flags, "--traffic", mode]);
}

function write(calibration: Calibration, directory: string, name: string): void {
  const files = new ReportFiles(directory, name);
  files.put(".json", "end", `${JSON.stringify(calibration, null, 2)}\n`);
  files.finish(name);
}

/** What is to be said beside the calibration. */
function noticesOf(
  graded: Graded["graded"],
  { judges, traffic }: Pick<Calibration, "judges" | "traffic">,
): string[] {
  const leftovers = graded.flatMap(({ labelled, leftovers: left }) =>
    left.map((sentence) => `line ${labelled.line}: ${sentence}`),
  );
  const asked = Object.entries(judges).map(([model, { answered_by: answering = [] }]) => {
    return { model, by: ["the judge"], answering };
  });
  return [...leftovers, ...askedModelLines(asked, traffic, new Date())];
}

function codesOf({ graded, stopped }: Graded, calibration: Calibration): number[] {
  const { true_positive_rate: tpr, true_negative_rate: tnr, traffic } = calibration;
  return [
    ...(stopped === undefined ? [] : [exitOf(stopped)]),
    ...(isReached(tpr) && isReached(tnr) ? [] : [EXIT.failed]),
    ...graded.flatMap(({ verdict, error, leftovers }) => [
      ...(verdict === undefined ? [error === undefined ? EXIT.errored : exitOf(error.kind)] : []),
      ...(traffic === "replay" && leftovers.length > 0 ? [EXIT.replay] : []),
    ]),
  ];
}
