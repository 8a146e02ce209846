import { kindOf } from "../json/show.ts";
import { describeIssues, isStandardSchema, type StandardSchema } from "../json/standard-schema.ts";
import { isRecord } from "../json/value.ts";
import type { Call } from "../trajectory/calls.ts";
import type { Handoff } from "../trajectory/handoffs.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import type { Moment } from "./scope/scope.ts";

/** What a custom check looks at: one turn, or the whole case. All of it is a copy. */
export interface CheckScope {
  /** The case's id. */
  readonly id: string;
  /** Counts from 1; null for the whole case. */
  readonly turn: number | null;
  /** What happened, step by step. */
  readonly trajectory: Trajectory;
  /** What the agents said, in order. Replies without a text are left out. */
  readonly replies: readonly string[];
  /** The tool calls with their outcomes, in order. */
  readonly calls: readonly Call[];
  /** The handoffs that took effect, in order. */
  readonly handoffs: readonly Handoff[];
  readonly before: Moment;
  readonly after: Moment;
  /** The world of the case, as it stands there; undefined if it has none. */
  readonly world: unknown;
  /** Aborts when the trial ends. */
  readonly signal: AbortSignal;
}

/**
 * What a custom check finds. A boolean says whether it holds. An object says why, and may carry a score, any finite
 * number; a score without `passed` is a measurement, which passes.
 */
export type CheckVerdict =
  | boolean
  | { readonly passed: boolean; readonly reason?: string; readonly score?: number }
  | { readonly score: number; readonly reason?: string };

/**
 * Judges a scope; `given` is the `with` of the case, `{}` if it has none. May be async. What it asks over HTTP is
 * recorded with the trial. A thrown assertion fails the trial, anything else that is thrown says nothing of the agents.
 */
export type CheckFunction<Given> = (
  scope: CheckScope,
  given: Given,
) => CheckVerdict | Promise<CheckVerdict>;

/** A check of one's own: a function, or one whose `with` is validated by a schema (zod, valibot, ArkType) first. */
export type CustomCheck =
  | CheckFunction<never>
  | { readonly with: StandardSchema; readonly check: CheckFunction<never> };

/** By the names that cases call them by. */
export type CustomChecks = Readonly<Record<string, CustomCheck>>;

/** A function that says itself what it is given, or one that gets what its schema gives. */
type Defined<Given> =
  // Of no other type is every annotation of a parameter taken.
  // oxlint-disable-next-line typescript/no-explicit-any
  | CheckFunction<any>
  | { readonly with: StandardSchema<Given>; readonly check: CheckFunction<Given> };

/** Returns the checks unchanged; it lets an editor know what they get. */
export function defineChecks<Given>(checks: {
  readonly [Name in keyof Given]: Defined<Given[Name]>;
}): { readonly [Name in keyof Given]: CustomCheck } {
  return checks as { readonly [Name in keyof Given]: CustomCheck };
}

/** Why a value cannot be the checks of a module or a config, as a clause; undefined if it can. */
export function checksProblem(value: unknown): string | undefined {
  if (!isRecord(value))
    return `must be an object with a function for each name, not ${typeOf(value)}`;
  const wrong = Object.entries(value).find(([, check]) => !isCustomCheck(check));
  if (wrong === undefined) return undefined;
  const [name, check] = wrong;
  return `must have functions, or objects { with: schema, check: function }; ${JSON.stringify(name)} is ${typeOf(check)}`;
}

function isCustomCheck(value: unknown): value is CustomCheck {
  if (typeof value === "function") return true;
  return isRecord(value) && isStandardSchema(value["with"]) && typeof value["check"] === "function";
}

/** For errors: `a function`, or a value as it is. */
function typeOf(value: unknown): string {
  return typeof value === "function" ? "a function" : kindOf(value);
}

/** What a check is called with, or what is wrong with what the case gives it, in sentences. Throws what the schema throws. */
export async function givenTo(
  check: CustomCheck,
  given: unknown = {},
): Promise<{ readonly value: never; readonly problem?: undefined } | { readonly problem: string }> {
  if (typeof check === "function") return { value: given as never };
  const validated = await check.with["~standard"].validate(given);
  return validated.issues === undefined
    ? { value: validated.value as never }
    : { problem: describeIssues(validated.issues).join(" ") };
}
