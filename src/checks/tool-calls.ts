import type { CallPattern, Expectation } from "../cases/expectation.ts";
import { callsOf } from "../swarm/calls.ts";
import type { Call } from "../swarm/calls.ts";
import { callCandidates } from "./call-candidates.ts";
import { failed, passed } from "./check.ts";
import type { Check } from "./check.ts";
import { matchList } from "./match-list.ts";
import { describeMismatch, matchValue, show } from "./match-value.ts";

type Expected = NonNullable<Expectation["tool_calls"]>;

/** The calls of the scope are those that are listed, as strictly as the mode says. */
export const toolCalls: Check<Expected> = ({ mode, calls: patterns }, scope) => {
  const calls = callsOf(scope.steps);
  const { holds, pairs } = matchList(mode, callCandidates(patterns, calls), calls.length);
  if (holds)
    return passed(
      calls.length === 0 ? "nothing was called" : `called: ${calls.map(showCall).join(", ")}`,
    );
  const head = `${SENTENCES[mode]}:`;
  const lines =
    mode === "exact" ? exactLines(patterns, calls) : looseLines(patterns, calls, pairs, mode);
  return failed([head, ...lines.map((line) => `  ${line}`)].join("\n"));
};

const SENTENCES = {
  exact: "expected these calls and no others, in this order",
  in_order: "expected these calls in this order, others between them allowed",
  any_order: "expected each of these calls in any order, others allowed",
  subset: "expected no calls but these, each at most once",
} as const;

/** Both lists side by side: those that fit, those that differ, what is missing and what was not expected. */
function exactLines(patterns: readonly CallPattern[], calls: readonly Call[]): string[] {
  if (patterns.length === 0)
    return calls.map((call) => `+ ${showCall(call)}, where nothing was to be called`);
  return alignment(patterns, calls).map(([pattern, call]) => {
    if (pattern === undefined) return `+ ${showCall(call as Call)} was not expected`;
    if (call === undefined) return `- ${showPattern(pattern)} is missing`;
    const why = whyNot(pattern, call);
    return why === undefined ? `  ${showCall(call)}` : `! ${showCall(call)}: ${why}`;
  });
}

/** Pairs expected and made calls of one name in order, so that one call too many does not make all that follow look wrong. */
function alignment(
  patterns: readonly CallPattern[],
  calls: readonly Call[],
): (readonly [CallPattern | undefined, Call | undefined])[] {
  const common = Array.from(
    { length: patterns.length + 1 },
    () => new Uint32Array(calls.length + 1),
  );
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  const gain = (row: number, column: number): number => {
    const [pattern, call] = [patterns[row], calls[column]];
    if (pattern === undefined || call === undefined || pattern.name !== call.name) return 0;
    return whyNot(pattern, call) === undefined ? 3 : 2;
  };
  for (let row = patterns.length - 1; row >= 0; row--) {
    for (let column = calls.length - 1; column >= 0; column--) {
      const paired = gain(row, column);
      const best = Math.max(
        at(row + 1, column),
        at(row, column + 1),
        paired > 0 ? at(row + 1, column + 1) + paired : 0,
      );
      (common[row] as Uint32Array)[column] = best;
    }
  }
  const aligned: [CallPattern | undefined, Call | undefined][] = [];
  let row = 0;
  let column = 0;
  while (row < patterns.length || column < calls.length) {
    const paired = gain(row, column);
    if (paired > 0 && at(row, column) === at(row + 1, column + 1) + paired)
      aligned.push([patterns[row++], calls[column++]]);
    else if (
      column >= calls.length ||
      (row < patterns.length && at(row, column) === at(row + 1, column))
    )
      aligned.push([patterns[row++], undefined]);
    else aligned.push([undefined, calls[column++]]);
  }
  return aligned;
}

function looseLines(
  patterns: readonly CallPattern[],
  calls: readonly Call[],
  pairs: readonly (number | undefined)[],
  mode: Expected["mode"],
): string[] {
  const used = new Set(pairs);
  const free = calls.filter((_, index) => !used.has(index));
  if (mode === "subset") {
    const unused = patterns.filter((_, index) => pairs[index] === undefined);
    return free.map(
      (call) => `+ ${showCall(call)} ${nearestPattern(call, unused) ?? "is not among them"}`,
    );
  }
  const listed = patterns.map((pattern, index) => {
    const made = pairs[index];
    return made === undefined
      ? `- ${showPattern(pattern)} ${nearestCall(pattern, free)}`
      : `  ${showCall(calls[made] as Call)}`;
  });
  return [
    ...listed,
    `made in all: ${calls.length === 0 ? "none" : calls.map(showCall).join(", ")}`,
  ];
}

function nearestCall(pattern: CallPattern, calls: readonly Call[]): string {
  const near = calls.find(({ name }) => name === pattern.name);
  if (near === undefined) return "is missing";
  const why = whyNot(pattern, near);
  return why === undefined
    ? "was made, but not in this order"
    : `is missing; nearest is ${showCall(near)}: ${why}`;
}

function nearestPattern(call: Call, patterns: readonly CallPattern[]): string | undefined {
  const near = patterns.find(({ name }) => name === call.name);
  return near === undefined ? undefined : whyNot(near, call);
}

function whyNot(pattern: CallPattern, call: Call): string | undefined {
  const { arguments: expected, agent, error } = pattern;
  if (expected !== undefined) {
    const mismatch = matchValue(expected, call.arguments, { partial: false });
    if (mismatch !== undefined) return describeMismatch(mismatch, "arguments");
  }
  if (agent !== undefined && agent !== call.agent) return `expected it of ${agent}`;
  if (error === true && call.error === undefined)
    return `expected it to fail, but it answered ${show(call.result)}`;
  if (error === false && call.error !== undefined)
    return `expected it to succeed, but: ${call.error}`;
  return undefined;
}

/** `getWeather({"city":"Seoul"}) by Weather Agent in turn 2`. */
function showCall({ name, arguments: args, agent, turn, error }: Call): string {
  return `${name}(${show(args)}) by ${agent} in turn ${turn}${error === undefined ? "" : " (failed)"}`;
}

function showPattern({ name, arguments: args, agent, error }: CallPattern): string {
  return `${name}(${args === undefined ? "…" : show(args)})${agent === undefined ? "" : ` by ${agent}`}${error === true ? " (failing)" : ""}`;
}
