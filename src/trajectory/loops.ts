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

/** A part of a list that comes as often as there are rounds, of which `items` are the first and `rest` the others. */
export interface Folded<T> {
  readonly items: readonly T[];
  readonly rounds: number;
  readonly rest: readonly T[];
}

/** A list in parts: each loop is one, and so is what stands between loops. */
export function folded<T>(
  list: readonly T[],
  keyOf: (item: T, index: number) => string,
): Folded<T>[] {
  const parts: Folded<T>[] = [];
  let next = 0;
  const takeUntil = (end: number): void => {
    if (end > next) parts.push({ items: list.slice(next, end), rounds: 1, rest: [] });
  };
  for (const { start, period, rounds } of loopsIn(list.map(keyOf))) {
    takeUntil(start);
    next = start + period * rounds;
    const [second, items] = [start + period, list.slice(start, start + period)];
    parts.push({ items, rounds, rest: list.slice(second, next) });
  }
  takeUntil(list.length);
  return parts;
}

/** What makes two completions the same: who called which tools, whatever the arguments. Each that calls none differs. */
export function completionKey(actions: readonly Action[], index: number): string {
  const names = actions.flatMap((action) => (action.type === "call" ? [action.name] : []));
  return JSON.stringify(names.length === 0 ? index : [actions[0]?.agent, ...names]);
}

/** An agent of a route, as it is shown. */
export interface RoutePart {
  readonly agent: string;
  readonly text: string;
}

/** A route whose loops stand once, in brackets if there is more: `Triage`, `(Sales`, `Support, 12 times)`. */
export function routeParts(agents: readonly string[]): RoutePart[] {
  const parts = folded(agents, (agent) => agent);
  const [open, close] = parts.length === 1 ? ["", ""] : ["(", ")"];
  return parts.flatMap(({ items, rounds }) =>
    items.map((agent, index) => {
      if (rounds === 1) return { agent, text: agent };
      const before = index === 0 ? open : "";
      const after = index === items.length - 1 ? `, ${rounds} times${close}` : "";
      return { agent, text: before + agent + after };
    }),
  );
}

/** The texts of a route's parts. */
export function foldedRoute(agents: readonly string[]): string[] {
  return routeParts(agents).map(({ text }) => text);
}
