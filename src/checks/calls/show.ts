import type { CallPattern } from "../../cases/expectation.ts";
import { show } from "../../json/show.ts";
import type { Call } from "../../trajectory/calls.ts";

/** `getWeather({"city":"Seoul"}) by Weather Agent in turn 2`. */
export function showCall({ name, arguments: args, agent, turn, error }: Call): string {
  return `${name}(${showArguments(args)}) by ${agent} in turn ${turn}${error === undefined ? "" : " (failed)"}`;
}

/** An expected call, with dots for arguments that may be anything. */
export function showPattern({ name, arguments: args, agent, error, result }: CallPattern): string {
  const by = agent === undefined ? "" : ` by ${agent}`;
  const outcome =
    error === undefined ? "" : error === false ? " (succeeding)" : ` (failing${showError(error)})`;
  const answer = result === undefined ? "" : ` (answering ${show(result)})`;
  return `${name}(${args === undefined ? "…" : showArguments(args)})${by}${outcome}${answer}`;
}

function showError(error: NonNullable<CallPattern["error"]>): string {
  return typeof error === "boolean" ? "" : `: ${show(error)}`;
}

function showArguments(args: unknown): string {
  const text = show(args);
  return text === "{}" ? "" : text;
}

/** The names of calls in one line, the first of many: `book, cancel ×3`. */
export function listNames(calls: readonly Call[]): string {
  const runs: { name: string; length: number }[] = [];
  for (const { name } of calls) {
    const last = runs.at(-1);
    if (last?.name === name) last.length++;
    else runs.push({ name, length: 1 });
  }
  const shown = runs
    .slice(0, MOST_LISTED)
    .map(({ name, length }) => (length === 1 ? name : `${name} ×${length}`));
  return runs.length > MOST_LISTED ? `${shown.join(", ")}, …` : shown.join(", ");
}

/** Calls in one line, the first of many. */
export function listCalls(calls: readonly Call[]): string {
  const shown = calls.slice(0, MOST_LISTED).map(showCall).join(", ");
  const more = calls.length - MOST_LISTED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

const MOST_LISTED = 12;
