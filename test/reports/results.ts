import { NO_TOKENS, spendingOf } from "../../src/results/spending.ts";
import { caseEstimates, countsOf } from "../../src/results/pass-estimates.ts";
import type {
  CaseResult,
  CheckResult,
  ResultHeader,
  SuiteEnd,
  TrialError,
  TrialResult,
  Verdict,
} from "../../src/results/result.ts";
import { SummaryBuilder } from "../../src/results/summary.ts";
import type { Content, Step, TrajectoryStep } from "../../src/trajectory/trajectory.ts";
import type { MakeReport, Output, Surroundings } from "../../src/reports/report.ts";

/** Something that an agent does in a turn: says something, or calls a tool. */
type Deed =
  | { readonly agent: string; readonly says: unknown }
  | {
      readonly agent: string;
      readonly calls: string;
      readonly with?: object;
      readonly answer?: string;
      readonly error?: string;
      /** Whom the call hands the conversation to. */
      readonly to?: string;
      /** Whether it was executed; by default it was if it has an answer, an error or somebody to hand to. */
      readonly executed?: boolean;
    };

export function says(agent: string, text: unknown): Deed {
  return { agent, says: text };
}

export function calls(
  agent: string,
  name: string,
  more: { with?: object; answer?: string; error?: string; to?: string; executed?: boolean } = {},
): Deed {
  return { agent, calls: name, ...more };
}

/** What a user says, and what the agents do. */
export interface Turn {
  readonly user: unknown;
  readonly deeds: readonly Deed[];
}

export function turn(user: unknown, ...deeds: readonly Deed[]): Turn {
  return { user, deeds };
}

export function check(
  verdict: Verdict,
  name: string,
  at: number | null,
  reason: string,
): CheckResult {
  return { check: name, turn: at, verdict, reason };
}

interface TrialParts {
  readonly trial?: number;
  readonly model?: string;
  readonly turns?: readonly Turn[];
  readonly checks?: readonly CheckResult[];
  readonly error?: TrialError;
  readonly leftovers?: readonly string[];
  readonly cost?: number | null;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly state?: unknown;
}

/** A trial as the runner would make it. Its verdict follows from its checks and its error. */
export function trial(parts: TrialParts = {}): TrialResult {
  const { turns = [], checks = [], error = null, leftovers = [], cost = 0.0042 } = parts;
  const first = turns[0]?.deeds[0]?.agent ?? null;
  const model = parts.model ?? "gpt-5.4";
  const usage = { prompt_tokens: 1200, completion_tokens: 80, cached_tokens: 0 };
  // The first reply takes it all.
  const steps = stepsOf(turns, model).map((step, index, all) => {
    if (step.type !== "reply") return step;
    const isFirst = all.findIndex(({ type }) => type === "reply") === index;
    return isFirst
      ? { ...step, usage, cost: cost ?? undefined }
      : { ...step, usage: NO_TOKENS, cost: cost === null ? undefined : 0 };
  });
  const asked = spendingOf(steps).byModel();
  const modelCalls = turns.length + steps.filter(({ type }) => type === "tool_call").length;
  return {
    trial: parts.trial ?? 1,
    model,
    verdict: verdictOf(checks, error),
    checks,
    steps,
    starting_agent: first,
    final_agent: steps.findLast((step) => step.type === "handoff")?.to ?? first,
    context_variables: parts.context ?? {},
    state: parts.state ?? null,
    model_calls: modelCalls,
    usage,
    cost,
    spending:
      Object.keys(asked).length > 0 ? asked : { [model]: { calls: modelCalls, usage, cost } },
    judge_usage: NO_TOKENS,
    judge_cost: 0,
    judges: {},
    duration_ms: 1340,
    error: error === null || turns.length === 0 ? error : { ...error, turn: turns.length },
    leftovers,
  };
}

function stepsOf(turns: readonly Turn[], model: string): TrajectoryStep[] {
  let calls = 0;
  return turns.flatMap(({ user, deeds }, index) => {
    const steps = deeds.flatMap((deed): Step[] => {
      const { agent } = deed;
      const reply = (message: object): Step => ({
        type: "reply",
        agent,
        model,
        message: { role: "assistant", content: null, ...message },
        usage: undefined,
        finishReason: undefined,
      });
      if ("says" in deed) return [reply({ content: deed.says })];
      const { calls: name, with: args = {}, error, to } = deed;
      const content =
        to === undefined
          ? (deed.answer ?? (error && `Error: ${error}`))
          : JSON.stringify({ assistant: to });
      const id = `call_${++calls}`;
      const call = { id, type: "function", function: { name, arguments: JSON.stringify(args) } };
      const { executed = content !== undefined } = deed;
      return [
        reply({ tool_calls: [call] }),
        { type: "tool_call", agent, id, name, arguments: args, executed },
        ...(content === undefined
          ? []
          : [{ type: "tool_result" as const, agent, id, name, content, error, to }]),
        ...(to === undefined ? [] : [{ type: "handoff" as const, agent, to }]),
      ];
    });
    const agent = deeds[0]?.agent ?? "";
    const all: Step[] = [{ type: "user", agent, content: user as Content }, ...steps];
    return all.map((step): TrajectoryStep => ({ ...step, turn: index + 1, at: 0 }));
  });
}

function verdictOf(checks: readonly CheckResult[], error: TrialError | null): Verdict {
  if (error !== null) return "errored";
  return worst(checks);
}

function worst(all: readonly { readonly verdict: Verdict }[]): Verdict {
  const verdicts = new Set(all.map(({ verdict }) => verdict));
  return (["failed", "errored"] as const).find((one) => verdicts.has(one)) ?? "passed";
}

/** A case that was played; without trials, one that was skipped. */
export function played(
  id: string,
  line: number,
  trials: readonly TrialResult[],
  more: { tags?: readonly string[]; reason?: string; verdict?: Verdict } = {},
): CaseResult {
  const verdicts = new Set(trials.map(({ verdict }) => verdict));
  return {
    id,
    tags: more.tags ?? [],
    line,
    verdict: more.verdict ?? (trials.length === 0 ? "skipped" : worst(trials)),
    ...(verdicts.has("passed") && verdicts.has("failed") ? { flaky: true } : {}),
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    trials: trials.map((one, index) => ({ ...one, trial: index + 1 })),
    ...(trials.length > 1 ? { estimates: caseEstimates(countsOf(trials)) } : {}),
  };
}

export const HEADER: ResultHeader = {
  version: 2,
  suite: "airline",
  case_file: "evals/airline.jsonl",
  agents_module: "evals/airline.ts",
  started_at: "2026-03-05T09:30:00.000Z",
  model_override: null,
  traffic: "replay",
  stream: false,
};

/** What stands at the end of the result of these cases. */
export function endOf(cases: readonly CaseResult[], stopped: SuiteEnd["stopped"] = null): SuiteEnd {
  const summary = new SummaryBuilder();
  for (const one of cases) summary.add(one);
  return { duration_ms: 2345, stopped, summary: summary.summary() };
}

const PLAIN: Surroundings = {
  paint: (_, text) => text,
  verbose: false,
  columns: 120,
  fromHere: (file) => file,
  bytesOf: () => undefined,
  inRepository: (file) => file,
};

interface Drawn {
  readonly stdout: string;
  readonly summary: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A report of these cases, put together as the command line does. */
export function draw(
  report: MakeReport,
  cases: readonly CaseResult[],
  more: Partial<Surroundings> & { header?: ResultHeader; end?: SuiteEnd } = {},
): Drawn {
  const header = more.header ?? HEADER;
  const made = report(header, { ...PLAIN, ...more });
  const pieces: Output[] = cases.flatMap((one) => made.add(one));
  pieces.push(...made.end(more.end ?? endOf(cases)));
  const files: Record<string, string> = {};
  for (const piece of pieces) {
    if (piece.to !== "file") continue;
    const name = `${header.suite}${piece.ending}`;
    const before = files[name] ?? "";
    files[name] = piece.place === "start" ? piece.text + before : before + piece.text;
  }
  return {
    stdout: pieces
      .map((piece) => (piece.to === "stdout" || piece.to === "workflow" ? piece.text : ""))
      .join(""),
    summary: pieces.map((piece) => (piece.to === "step_summary" ? piece.text : "")).join(""),
    files,
  };
}

/** A text for a terminal, its lines made one where they were folded. */
export function unfolded(text: string): string {
  return text.replace(/\s+/g, " ");
}
