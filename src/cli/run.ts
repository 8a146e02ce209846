import { createReadStream } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import type { Case } from "../cases/case.ts";
import type { Paint } from "../reports/paint.ts";
import { TableReport } from "../reports/table.ts";
import type { ResultHeader, TrafficMode } from "../results/result.ts";
import { loadAgentsModule } from "../runner/agents-module.ts";
import { playTrial } from "../runner/play-trial.ts";
import { PRICE_TABLE } from "../runner/price-table.ts";
import { runSuite } from "../runner/run-suite.ts";
import { surveyCases } from "../runner/select-cases.ts";
import type { Selection, Survey } from "../runner/select-cases.ts";
import { liveTraffic, recordedTraffic } from "../runner/trial-traffic.ts";
import type { TrafficOptions } from "../runner/trial-traffic.ts";
import { UsageError } from "../runner/usage-error.ts";
import { readTypesOnLoad } from "../signatures/hooks.ts";
import { guardNetwork } from "../traffic/guard.ts";
import { rememberedPartText } from "../traffic/parts.ts";
import { redactorFor } from "../traffic/redact.ts";
import { sweepUnfinished } from "../traffic/tape-file.ts";
import { apiBaseUrl, apiHeaders, fillInKey, readDotEnv } from "./environment.ts";
import { worst } from "./exit-code.ts";
import { Progress } from "./progress.ts";
import { caseExitCodes, suiteExitCodes } from "./suite-exit-codes.ts";
import { suiteFiles } from "./suite-files.ts";
import type { SuiteFiles } from "./suite-files.ts";
import { version } from "./version.ts";

/** The options of `run`, as commander hands them over. */
export interface RunOptions {
  readonly agents?: string;
  readonly modelOverride?: string;
  readonly stream?: boolean;
  readonly testNamePattern?: RegExp;
  readonly tag?: readonly string[];
  readonly shard?: { readonly index: number; readonly of: number };
  readonly trials: number;
  readonly concurrency: number;
  readonly bail?: number | true;
  readonly timeout: number;
  readonly traffic: TrafficMode;
  readonly fixtures: string;
  readonly realTime?: boolean;
  readonly reporter: readonly string[];
  readonly output: string;
  readonly json?: boolean;
}

const REPORTERS = ["table", "json"];

/** Plays suites and reports on them. Returns the exit code. Throws UsageError and CaseFileError. */
export async function run(caseFiles: readonly string[], options: RunOptions): Promise<number> {
  refuseUnknownReporters(options.reporter);
  readDotEnv();
  fillInKey(options.traffic);
  const selection = selectionOf(options);
  const suites = suiteFiles(caseFiles, options.agents);
  // All files are read to their ends before anything is played: what is wrong in the last one is said before the first is paid for.
  const surveys: Survey[] = [];
  for (const { cases } of suites) surveys.push(await surveyCases(cases, selection, options.trials));
  const unrecordable = new Set<string>();
  if (options.traffic !== "live") {
    guardNetwork({ mode: options.traffic, onUnrecordable: (target) => unrecordable.add(target) });
    sweepUnfinished(options.fixtures);
  }

  readTypesOnLoad();
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort());
  process.once("SIGTERM", () => interruption.abort());
  const codes: number[] = [];
  for (const [index, suite] of suites.entries()) {
    if (interruption.signal.aborted) break;
    codes.push(
      ...(await runOne(suite, surveys[index] as Survey, selection, options, interruption.signal)),
    );
  }
  for (const target of unrecordable) {
    process.stderr.write(
      `A connection to ${target} is not HTTP and was not recorded: a replay will refuse it.\n`,
    );
  }
  return worst(codes);
}

async function runOne(
  suite: SuiteFiles,
  survey: Survey,
  selection: Selection,
  options: RunOptions,
  signal: AbortSignal,
): Promise<number[]> {
  const agentsModule = await loadAgentsModule(suite.agents);
  const header = headerOf(suite, options);
  const resultFile = join(options.output, `${suite.name}.json`);
  const traffic = trafficOptions(suite, options);
  const table = new TableReport(header);
  const progress = new Progress(survey.selected);
  const codes: number[] = [];

  const play = (script: Case, trial: number, controller: AbortController) => {
    const modelOverride = options.modelOverride ?? script.model_override;
    const stream = options.stream === true || script.stream === true;
    const address = {
      suite: suite.name,
      case: script.id,
      trial,
      model: modelOverride ?? null,
      stream,
    };
    return playTrial({
      case: script,
      trial,
      agentsModule,
      modelOverride,
      stream,
      timeoutMs: options.timeout,
      prices: PRICE_TABLE,
      controller,
      traffic: (playing, abort) =>
        options.traffic === "live"
          ? liveTraffic(traffic)
          : recordedTraffic(options.traffic, address, traffic, playing, abort),
    });
  };
  const end = await runSuite({
    survey,
    selection,
    header,
    resultFile,
    trials: options.trials,
    concurrency: options.concurrency,
    bail: options.bail === true ? 1 : (options.bail ?? 0),
    play,
    signal,
    onCase: (result) => {
      codes.push(...caseExitCodes(result));
      table.add(result);
      progress.add(result);
    },
  });
  progress.clear();

  if (options.json === true) await printOneLine(resultFile);
  else if (options.reporter.includes("table"))
    process.stdout.write(`${table.render(end, paint)}\n`);
  return [...new Set([...codes, ...suiteExitCodes(end, options.traffic)])];
}

function refuseUnknownReporters(names: readonly string[]): void {
  const unknown = names.find((name) => !REPORTERS.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `There is no reporter ${JSON.stringify(unknown)}. There are: ${REPORTERS.join(", ")}.`,
    );
}

function selectionOf({ testNamePattern, tag = [], shard }: RunOptions): Selection {
  const inCi =
    process.env["CI"] !== undefined && process.env["CI"] !== "" && process.env["CI"] !== "false";
  return { pattern: testNamePattern, tags: tag, shard, allowOnly: !inCi };
}

function headerOf(
  { name, cases, agents }: SuiteFiles,
  { modelOverride, traffic, stream = false }: RunOptions,
): ResultHeader {
  return {
    version: 1,
    suite: name,
    case_file: cases,
    agents_module: agents,
    started_at: new Date().toISOString(),
    model_override: modelOverride ?? null,
    traffic,
    stream,
  };
}

function trafficOptions({ cases }: SuiteFiles, options: RunOptions): TrafficOptions {
  const redactor = redactorFor(process.env);
  const client = `swarm-eval/${version()}`;
  return {
    fixtures: options.fixtures,
    redactor,
    partText: rememberedPartText(redactor.redact),
    baseUrl: apiBaseUrl(),
    headers: () => apiHeaders(client),
    clientName: client,
    retries: 4,
    realTime: options.realTime === true,
    command: (mode, id) => {
      const flags = [
        ...(options.agents === undefined ? [] : ["--agents", options.agents]),
        ...(options.modelOverride === undefined ? [] : ["--model-override", options.modelOverride]),
        ...(options.stream === true ? ["--stream"] : []),
        ...(options.fixtures === "fixtures" ? [] : ["--fixtures", options.fixtures]),
      ];
      const pattern = `^${id.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;
      return ["swarm-eval run", cases, ...flags, "-t", pattern, "--traffic", mode]
        .map(quoted)
        .join(" ");
    },
  };
}

/** As a POSIX shell needs it. */
function quoted(word: string, index: number): string {
  return index === 0 || /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

/** A result file as one line. Line breaks stand only between its parts: in JSON's texts they are escaped. */
async function printOneLine(file: string): Promise<void> {
  for await (const chunk of createReadStream(file, "utf8")) {
    const text = (chunk as string).replaceAll("\n", "");
    if (!process.stdout.write(text))
      await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
  process.stdout.write("\n");
}
