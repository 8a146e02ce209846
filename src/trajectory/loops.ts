import type { Action } from "./turns.ts";

/** A part of a list that comes several times in a row. */
export interface Loop {
  /** Where it begins. */
  readonly start: number;
  /** How long it is. */
  readonly period: number;
  /** How often it comes. */
  readonly rounds: number;
}

/** A longer way round is hardly the same again. */
const LONGEST_PERIOD = 6;
/** What comes twice may be chance. */
const FEWEST_ROUNDS = 3;

/** The loops of a list, in order. They do not overlap. */
export function loopsIn(keys: readonly string[]): Loop[] {
  const loops: Loop[] = [];
  for (let start = 0; start < keys.length;) {
    const loop = loopAt(keys, start);
    if (loop !== undefined) loops.push(loop);
    start += loop === undefined ? 1 : loop.period * loop.rounds;
  }
  return loops;
}

/** The loop that covers most; of two that cover the same, the shorter way round. */
function loopAt(keys: readonly string[], start: number): Loop | undefined {
  let longest: Loop | undefined;
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    let end = start + period;
    while (end < keys.length && keys[end] === keys[end - period]) end++;
    const rounds = Math.floor((end - start) / period);
    const covered = longest === undefined ? 0 : longest.period * longest.rounds;
    if (rounds >= FEWEST_ROUNDS && rounds * period > covered) longest = { start, period, rounds };
  }
  return longest;
}

/** The loop that a list is in at its end, perhaps in the midst of a round. */
export function loopAtEnd(keys: readonly string[]): Loop | undefined {
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    let start = keys.length;
    while (start > period && keys[start - 1] === keys[start - 1 - period]) start--;
    start -= period;
    const rounds = Math.floor((keys.length - start) / period);
    if (rounds >= FEWEST_ROUNDS) return { start, period, rounds };
  }
  return undefined;
}

/** A part of a list, and how often it comes in a row. */
export interface Folded<T> {
  readonly items: readonly T[];
  readonly rounds: number;
}

/** A list in parts: each loop is one, with its first round, and so is what stands between loops. */
export function folded<T>(items: readonly T[], keyOf: (item: T) => string): Folded<T>[] {
  const parts: Folded<T>[] = [];
  let next = 0;
  const take = (end: number): void => {
    if (end > next) parts.push({ items: items.slice(next, end), rounds: 1 });
  };
  for (const { start, period, rounds } of loopsIn(items.map(keyOf))) {
    take(start);
    parts.push({ items: items.slice(start, start + period), rounds });
    next = start + period * rounds;
  }
  take(items.length);
  return parts;
}

/** What makes two completions the same: who called which tools, whatever the arguments. Each that calls none differs. */
export function completionKeys(completions: readonly (readonly Action[])[]): string[] {
  return completions.map((actions, index) => {
    const names = actions.flatMap((action) => (action.type === "call" ? [action.name] : []));
    return JSON.stringify(names.length === 0 ? index : [actions[0]?.agent, ...names]);
  });
}
