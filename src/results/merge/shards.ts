import { isDeepStrictEqual } from "node:util";
import { listed, plural } from "../../text/count.ts";
import { UserError } from "../../text/user-error.ts";
import type { ResultReading } from "../read-result.ts";
import type { BudgetResult, CaseResult, ResultHeader, SuiteEnd } from "../result.ts";
import { mergedCoverage } from "./coverage.ts";

/** Results that are not the parts of one suite. */
class MergeError extends UserError {}

/** The result of a shard, and its file. */
export interface ShardReading extends ResultReading {
  readonly file: string;
}

/** These may differ between the parts of one run. */
const OWN = new Set<keyof ResultHeader>(["started_at", "planned_cases", "failed_before", "shard"]);

/** The head of the whole: it began with its first shard. Throws MergeError unless these are all shards of one run, each once. */
export function mergedHeader(
  shards: readonly Pick<ShardReading, "file" | "header">[],
): ResultHeader {
  const [first, ...others] = shards;
  if (first === undefined) throw new MergeError("There is nothing to merge.");
  for (const { file, header } of shards) {
    if (header.shard === undefined)
      throw new MergeError(
        `${file} is no shard: it was not run with --shard. A whole result needs no merging.`,
      );
  }
  for (const { file, header } of others) {
    const names = Object.keys({ ...first.header, ...header }) as (keyof ResultHeader)[];
    const other = names.find(
      (name) => !OWN.has(name) && !isDeepStrictEqual(first.header[name], header[name]),
    );
    if (other !== undefined || first.header.shard?.of !== header.shard?.of) {
      const name = other ?? "shard";
      throw new MergeError(
        `${first.file} and ${file} are of different runs: ${name} is ${JSON.stringify(first.header[name])} in the one and ${JSON.stringify(header[name])} in the other.`,
      );
    }
  }
  requireEach(shards, first.header.shard?.of ?? 0);
  const { shard: _, ...header } = first.header;
  const planned = shards.map((one) => one.header.planned_cases);
  const failed = shards.map((one) => one.header.failed_before);
  return {
    ...header,
    started_at: shards.map((one) => one.header.started_at).sort()[0] ?? header.started_at,
    ...(planned.includes(undefined)
      ? {}
      : { planned_cases: planned.reduce<number>((sum, one) => sum + (one ?? 0), 0) }),
    ...(failed.every((one) => one === undefined)
      ? {}
      : { failed_before: failed.flatMap((one) => one ?? []) }),
  };
}

function requireEach(shards: readonly Pick<ShardReading, "file" | "header">[], of: number): void {
  const files = new Map<number, string>();
  for (const { file, header } of shards) {
    const index = header.shard?.index ?? 0;
    const before = files.get(index);
    if (before !== undefined)
      throw new MergeError(
        `${before} and ${file} are both shard ${index}/${of}. Name one of them.`,
      );
    files.set(index, file);
  }
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (index) => !files.has(index),
  );
  if (missing.length > 0)
    throw new MergeError(
      `${plural(missing.length, "shard")} of ${of} ${missing.length === 1 ? "is" : "are"} missing: ${listed(missing.map((index) => `${index}/${of}`))}. Name ${missing.length === 1 ? "its result" : "their results"}, too; a shard without cases has none, so use fewer.`,
    );
}

/** The cases of all shards in the order of the case file. Returns their ends. Throws what reading throws. */
export function* mergedCases(shards: readonly ShardReading[]): Generator<CaseResult, SuiteEnd[]> {
  const heads = shards.map(({ cases }) => cases.next());
  for (;;) {
    let least: number | undefined;
    for (const [index, head] of heads.entries()) {
      if (head.done === true) continue;
      const other = least === undefined ? undefined : heads[least];
      if (other === undefined || other.done === true || head.value.line < other.value.line)
        least = index;
    }
    if (least === undefined) break;
    const { value } = heads[least] as IteratorYieldResult<CaseResult>;
    heads[least] = (shards[least] as ShardReading).cases.next();
    yield value;
  }
  return heads.map((head, index) => {
    const { end, torn } = (head as IteratorReturnResult<{ end: SuiteEnd; torn: unknown }>).value;
    if (torn !== undefined)
      throw new MergeError(
        `${shards[index]?.file} breaks off: that run was killed. Run the shard again with --resume.`,
      );
    return end;
  });
}

/** What stops a run, the worst first. */
const STOPS = ["interrupted", "budget", "bail", null] as const;

/** The end of the whole but for its summary and its gate: it took as long as its slowest shard. */
export function mergedEnd(ends: readonly SuiteEnd[]): Omit<SuiteEnd, "summary" | "gate"> {
  const agents = ends.flatMap((end) => (end.agents === undefined ? [] : [end.agents]));
  const coverages = ends.flatMap(({ coverage }) => (coverage === undefined ? [] : [coverage]));
  const budgets = ends.flatMap(({ budget }) => (budget === undefined ? [] : [budget]));
  return {
    duration_ms: Math.max(...ends.map((end) => end.duration_ms)),
    stopped: STOPS.find((why) => ends.some(({ stopped }) => stopped === why)) ?? null,
    ...(agents.length === 0 ? {} : { agents: mergedForms(agents) }),
    ...(budgets.length === 0 ? {} : { budget: mergedBudget(budgets) }),
    ...(coverages.length === 0 ? {} : { coverage: mergedCoverage(coverages) }),
  };
}

type Forms = NonNullable<SuiteEnd["agents"]>;

/** An agent that was new each time in one shard is so in all. */
function mergedForms(shards: readonly Forms[]): Forms {
  const names = [...new Set(shards.flatMap((forms) => Object.keys(forms)))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const all = shards.flatMap((forms) => (forms[name] === undefined ? [] : [forms[name]]));
      const isNewEachTime = all.some((forms) => forms.length === 0);
      return [name, isNewEachTime ? [] : [...new Set(all.flat())].sort()];
    }),
  );
}

/** Each shard had a cap of its own. */
function mergedBudget(budgets: readonly BudgetResult[]): BudgetResult {
  const sum = (of: (budget: BudgetResult) => number | null): number | null => {
    const values = budgets.map(of);
    return values.reduce<number | null>(
      (total, value) => (total === null || value === null ? null : total + value),
      0,
    );
  };
  return {
    max_cost: sum(({ max_cost: most }) => most),
    max_tokens: sum(({ max_tokens: most }) => most),
    cost: sum(({ cost }) => cost),
    tokens: sum(({ tokens }) => tokens) ?? 0,
  };
}
