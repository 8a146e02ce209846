import type { ComparisonResult } from "../../results/comparison-result.ts";
import type { HistoryResult, HistoryRun } from "../../history/history-result.ts";
import type { ResultHeader, SuiteEnd, Verdict } from "../../results/result.ts";

/** A run, without its conversations: all that lists, filters and graphs need. `run/<number>`. */
export interface RunPart {
  /** What tells this run from the others of the page: its model, variant or file. */
  readonly label: string;
  readonly header: ResultHeader;
  /** Present while the run goes on: then `end` sums up what has finished, of `header.planned_cases`. */
  readonly running?: true;
  readonly end: Omit<SuiteEnd, "agents">;
  /** In the order of the case file. */
  readonly rows: readonly Row[];
  readonly causes: readonly CausePart[];
  /** How many cases have a cause that is not listed. */
  readonly beyond: number;
  /** What must be known though no case failed for it: recordings that are left over, errors of tools, refusals. */
  readonly warnings: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/** A case as lists have it. Numbers are means over its trials without those that broke off. */
export interface Row {
  readonly id: string;
  /** In the case file. */
  readonly line: number;
  readonly tags: readonly string[];
  readonly verdict: Verdict;
  readonly flaky: boolean;
  /** The verdict in words: `4/5 passed, flaky`. */
  readonly outcome: string;
  /** What went wrong first, or why it was skipped, in one line; empty if nothing did. */
  readonly headline: string;
  readonly trials: readonly { readonly verdict: Verdict; readonly model: string }[];
  /** The agents that had the conversation, in the first trial with the case's verdict. */
  readonly route: readonly string[];
  /** Over all trials: who handed to whom, how often. */
  readonly handoffs: readonly Counted[];
  /** Over all trials with a team: who took the floor after whom, how often. */
  readonly successions: readonly Counted[];
  /** Over all trials: which agent called which tool, how often. */
  readonly tools: readonly Counted[];
  /** Over all trials: whom the case expected to have the conversation and who had it, how often. */
  readonly decisions: readonly Counted[];
  /** Everybody who spoke or acted. */
  readonly agents: readonly string[];
  readonly calls: number;
  readonly tokens: number | null;
  /** US dollars. */
  readonly cost: number | null;
  readonly duration_ms: number;
  /** The number of the cases part that has its trials. */
  readonly block: number;
}

export type Counted = readonly [from: string, to: string, count: number];

/** What went wrong in one or more cases. */
export interface CausePart {
  /** `flaky` where the cases passed nevertheless. */
  readonly title: "failed" | "errored" | "flaky";
  readonly headline: string;
  /** What went wrong in the first case, and what mends it. */
  readonly lines: readonly string[];
  /** The first thousand. */
  readonly ids: readonly string[];
  readonly count: number;
}

/** Cases with their conversations, by id, as result files write them but without the views. `cases/<run>/<block>`. */
export type CasesPart = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What models were sent, by the keys of requests. `texts/<run>`. */
export type TextsPart = Readonly<Record<string, string>>;

/** Runs of one suite against the first. `comparison/<number>`. */
export type ComparisonPart = ComparisonResult;

/** How a suite did over time, its earliest run first. `history/<number>`. */
export type HistoryPart = HistoryResult;
export type { HistoryRun };
