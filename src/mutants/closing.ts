import { isDeepStrictEqual } from "node:util";
import type { Case } from "../cases/case.ts";
import type { CallPattern, Expectation } from "../cases/expectation.ts";
import type { PlayedTurn } from "../checks/effects/effects.ts";
import { isRecord, valueAt } from "../json/value.ts";
import { countCalls } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";
import { askedOf, withAsked } from "./asked.ts";
import {
  expectableTurn,
  expectationAt,
  expectedCalls,
  turnsAt,
  type Suggestion,
} from "./expectation-at.ts";
import type { Mutant, Need } from "./mutant.ts";

type NeedOf<Of extends Need["of"]> = Need & { readonly of: Of };

/** What a case might say to notice a mutant of these turns, the smallest first. Whether it does is not looked at. */
export function closings(
  testCase: Case,
  turns: readonly PlayedTurn[],
  { turn, needs }: Mutant,
): Suggestion[] {
  const at = expectableTurn(testCase, turn);
  const expect = expectationAt(testCase, at);
  const scope = turnsAt(turns, at);
  const suggested = (key: Suggestion["key"], values: readonly unknown[]): Suggestion[] =>
    values.map((value) => ({ turn: at, key, value }));
  switch (needs.of) {
    case "tool_calls":
      return suggested("tool_calls", ofCalls(expect, scope, inScope(scope, turn, needs)));
    case "handoffs":
      return suggested("handoffs", ofHandoffs(expect, scope));
    case "context_variables":
    case "state":
      return suggested(needs.of, ofValues(expect, scope, needs));
    case "output":
      // Its words may be expected of another member of a team.
      return (["output", "said"] as const).flatMap((key) =>
        suggested(key, ofWords(expect[key], needs)),
      );
  }
}

/** The same of a call by its index in a scope that may begin before its turn. */
export function inScope(
  scope: readonly PlayedTurn[],
  turn: number,
  need: NeedOf<"tool_calls">,
): NeedOf<"tool_calls"> {
  const earlier = scope.filter((played) => played.turn < turn);
  return { ...need, call: countCalls(earlier.flatMap(({ steps }) => steps)) + need.call };
}

/** The list as it is with one call said more of; or all calls, and no others. */
function ofCalls(
  expect: Expectation,
  scope: readonly PlayedTurn[],
  need: NeedOf<"tool_calls">,
): unknown[] {
  const { calls, patterns } = expectedCalls(expect, scope);
  const call = calls[need.call];
  if (call === undefined) return [];
  const tight = tightened(patterns[need.call] ?? { name: call.name }, call.arguments, need);
  if (tight === undefined) return [];
  const told = patterns.with(need.call, tight);
  const all = calls.map(({ name }, index) => told[index] ?? { name });
  const exact = { mode: "exact", calls: all };
  if (expect.tool_calls === undefined) return [exact];
  const { mode } = expect.tool_calls;
  return [{ mode, calls: told.filter((pattern) => pattern !== undefined) }, exact];
}

function tightened(
  given: CallPattern,
  actual: unknown,
  { pattern, argument }: NeedOf<"tool_calls">,
): CallPattern | undefined {
  const more = { ...given, ...pattern, ...given };
  if (argument === undefined) return more;
  const { path, value } = argument;
  const before = given.arguments ?? (isRecord(actual) ? { $partial: {} } : undefined);
  const asked = withAsked(before, actual, path, value);
  if (asked === undefined) return undefined;
  const partial = isRecord(asked) ? asked["$partial"] : undefined;
  return { ...more, arguments: isDeepStrictEqual(partial, actual) ? actual : asked };
}

function ofHandoffs({ handoffs }: Expectation, scope: readonly PlayedTurn[]): unknown[] {
  const route = handoffsOf(scope.flatMap(({ steps }) => steps)).map(({ to }) => to);
  const { mode = "exact" } = handoffs?.route === undefined ? {} : handoffs;
  return [
    { ...handoffs, route, mode },
    { ...handoffs, route, mode: "exact" },
  ];
}

function ofValues(
  expect: Expectation,
  scope: readonly PlayedTurn[],
  { of, path }: NeedOf<"context_variables" | "state">,
): unknown[] {
  const after = scope.at(-1)?.after;
  const actual = of === "state" ? after?.state : after?.contextVariables;
  const asked = withAsked(expect[of] ?? {}, actual, path, askedOf(valueAt(actual, path)));
  return asked === undefined ? [] : [asked];
}

function ofWords(expected: Expectation["said"], { telling }: NeedOf<"output">): unknown[] {
  if (telling !== undefined)
    return [{ ...expected, contains: [...(expected?.contains ?? []), telling] }];
  return expected?.regex === undefined ? [{ ...expected, regex: "\\S" }] : [];
}
