import { show } from "../../json/show.ts";
import { plural } from "../../text/count.ts";
import { isHeard, wordsOf } from "../../trajectory/words.ts";
import type { Scope } from "./scope.ts";

/** Words of an agent: a reply that has some, whether or not it calls a tool too. */
interface Saying {
  readonly agent: string;
  readonly turn: number;
  readonly text: string;
}

/** What was said in a scope, in order. */
export function sayingsOf({ steps }: Scope): Saying[] {
  return steps.flatMap((step) => {
    if (!isHeard(step)) return [];
    const text = wordsOf(step);
    return text === "" ? [] : [{ agent: step.agent, turn: step.turn, text }];
  });
}

const MOST_SHOWN = 6;

/** A line for each, the last of many. */
export function showSayings(sayings: readonly Saying[]): string[] {
  const more = sayings.length - MOST_SHOWN;
  const lines = sayings
    .slice(-MOST_SHOWN)
    .map(({ agent, turn, text }) => `${agent} in turn ${turn} said ${show(text)}`);
  return more > 0 ? [`… ${plural(more, "earlier reply", "earlier replies")}`, ...lines] : lines;
}
