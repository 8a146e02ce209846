import { addCost, addUsage, NO_TOKENS } from "../../src/results/spending.ts";
import { caseEstimates, countsOf } from "../../src/results/pass-estimates.ts";
import type {
  CaseResult,
  CheckResult,
  HandoffResult,
  ResultHeader,
  SuiteEnd,
  ToolCallResult,
  TrialError,
  TrialResult,
  TurnResult,
  Verdict,
} from "../../src/results/result.ts";
import { SummaryBuilder } from "../../src/results/summary.ts";
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
    };

export function says(agent: string, text: unknown): Deed {
  return { agent, says: text };
}

export function calls(
  agent: string,
  name: string,
  more: { with?: object; answer?: string; error?: string; to?: string } = {},
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

/** A trial as the runner would tell of it. Its verdict follows from its checks and its error. */
export function trial(parts: TrialParts = {}): TrialResult {
  const { turns = [], checks = [], error = null, leftovers = [], cost = 0.0042 } = parts;
  const toolCalls: ToolCallResult[] = [];
  const handoffs: HandoffResult[] = [];
  const told = turns.map((one, index) => play(one, index + 1, toolCalls, handoffs));
  const first = turns[0]?.deeds[0]?.agent ?? null;
  const model = parts.model ?? "gpt-4o";
  const usage = { prompt_tokens: 1200, completion_tokens: 80, cached_tokens: 0 };
  const modelCalls = turns.length + toolCalls.length;
  return {
    trial: parts.trial ?? 1,
    model,
    verdict: verdictOf(checks, error),
    checks,
    turns: told.map((one, index) =>
      error !== null && index === told.length - 1 ? { ...one, broke_off: true } : one,
    ),
    starting_agent: first,
    final_agent: handoffs.at(-1)?.to ?? first,
    handoffs,
    tool_calls: toolCalls,
    context_variables: parts.context ?? {},
    state: parts.state ?? null,
    model_calls: modelCalls,
    usage,
    cost,
    spending: { [model]: { calls: modelCalls, usage, cost } },
    judge_usage: NO_TOKENS,
    judge_cost: 0,
    judges: {},
    duration_ms: 1340,
    error,
    leftovers,
  };
}

function play(
  { user, deeds }: Turn,
  number: number,
  toolCalls: ToolCallResult[],
  handoffs: HandoffResult[],
): TurnResult {
  const messages = deeds.flatMap((deed): Record<string, unknown>[] => {
    const { agent: sender } = deed;
    if ("says" in deed) return [{ role: "assistant", content: deed.says, sender }];
    const { calls: name, with: args = {}, error = null, to } = deed;
    const answer =
      to === undefined
        ? (deed.answer ?? (error && `Error: ${error}`))
        : JSON.stringify({ assistant: to });
    const id = `call_${toolCalls.length + 1}`;
    toolCalls.push({ turn: number, agent: sender, name, arguments: args, result: answer, error });
    if (to !== undefined) handoffs.push({ turn: number, from: sender, to });
    const call = { id, type: "function", function: { name, arguments: JSON.stringify(args) } };
    return [
      { role: "assistant", content: null, tool_calls: [call], sender },
      ...(answer === null
        ? []
        : [{ role: "tool", tool_call_id: id, content: answer, tool_name: name }]),
    ];
  });
  return { user, messages, agent: handoffs.at(-1)?.to ?? deeds.at(-1)?.agent ?? "" };
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
  more: { tags?: readonly string[]; reason?: string } = {},
): CaseResult {
  return {
    id,
    tags: more.tags ?? [],
    line,
    verdict: trials.length === 0 ? "skipped" : worst(trials),
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    trials: trials.map((one, index) => ({ ...one, trial: index + 1 })),
    usage: trials.map(({ usage }) => usage).reduce(addUsage, NO_TOKENS),
    cost: trials.map(({ cost }) => cost).reduce(addCost, 0),
    ...(trials.length > 1 ? { estimates: caseEstimates(countsOf(trials)) } : {}),
  };
}

/** Cases of ten trials each, each of which passed another number of them: the chances of each take ten rows. */
export function unsteady(count: number): CaseResult[] {
  return Array.from({ length: count }, (_, passes) =>
    played(
      `case-${passes}`,
      passes + 1,
      Array.from({ length: 10 }, (_unused, index) =>
        trial({
          checks: [check(index <= passes ? "passed" : "failed", "output", 1, "it says so")],
        }),
      ),
    ),
  );
}

export const HEADER: ResultHeader = {
  version: 1,
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
  columns: 120,
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
  const made = report(more.header ?? HEADER, { ...PLAIN, ...more });
  const pieces: Output[] = cases.flatMap((one) => made.add(one));
  pieces.push(...made.end(more.end ?? endOf(cases)));
  const files: Record<string, string> = {};
  for (const piece of pieces) {
    if (piece.to !== "file") continue;
    const before = files[piece.name] ?? "";
    files[piece.name] = piece.place === "start" ? piece.text + before : before + piece.text;
  }
  return {
    stdout: pieces.map((piece) => (piece.to === "stdout" ? piece.text : "")).join(""),
    summary: pieces.map((piece) => (piece.to === "step_summary" ? piece.text : "")).join(""),
    files,
  };
}

/** A text for a terminal, its lines made one where they were folded. */
export function unfolded(text: string): string {
  return text.replace(/\s+/g, " ");
}
