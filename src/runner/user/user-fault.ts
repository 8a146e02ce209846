import { oneLine } from "../../text/printable.ts";
import type { Seen } from "./other-side.ts";

/** A user says yes as often as it is asked. */
const SHORT = 3;

/** What only one who serves others asks. */
const OFFERS =
  /\bhow (?:can|may|could) I (?:help|assist) you\b|\banything else (?:that )?I can (?:help|assist|do)\b/i;

const QUOTED = 200;

/**
 * Why words are none of a user, as far as rules can tell; undefined if they may be. `seen` is the conversation before
 * them, from the user's side, and `agent` whoever is active.
 */
export function faultIn(words: string, seen: readonly Seen[], agent: string): string | undefined {
  if (words === "") return "it said nothing";
  const quoted = JSON.stringify(oneLine(words, QUOTED));
  if (speaksForAgent(words, seen, agent)) return `it spoke for the agent: ${quoted}`;
  return repeatsItself(words, seen) ? `it said the same for the third time: ${quoted}` : undefined;
}

function speaksForAgent(words: string, seen: readonly Seen[], agent: string): boolean {
  // A name of one word may well begin an answer, such as "Refunds: yes, please", unless both sides have one.
  const isNamed = agent.includes(" ") || labelled(words, ["user", "customer"]);
  const labels = ["assistant", "agent", ...(isNamed ? [agent] : [])];
  if (labelled(words, labels) || OFFERS.test(words)) return true;
  const last = seen.at(-1);
  return last?.role === "user" && wordsIn(words).length > SHORT && isSame(last.content, words);
}

/** Whether a line begins with one of these names and a colon, as in a written dialogue. */
function labelled(words: string, names: readonly string[]): boolean {
  const any = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return new RegExp(String.raw`^[\s*_#>"'[(]*(?:${any})[\s*_\])]*:`, "im").test(words);
}

/** Whoever gets the same answer each time may ask the same: it is the agent that does not go on. */
function repeatsItself(words: string, seen: readonly Seen[]): boolean {
  if (wordsIn(words).length <= SHORT) return false;
  const answers = seen.flatMap(({ role, content }, index) =>
    role === "assistant" && isSame(content, words) ? [seen[index + 1]?.content ?? ""] : [],
  );
  const [first, second] = answers.slice(-2);
  return first !== undefined && second !== undefined && !isSame(first, second);
}

function isSame(one: string, other: string): boolean {
  return wordsIn(one).join(" ") === wordsIn(other).join(" ");
}

function wordsIn(text: string): readonly string[] {
  return [...WORDS.segment(text.toLowerCase())].flatMap(({ isWordLike, segment }) =>
    isWordLike === true ? [segment] : [],
  );
}

/** Not all languages have blanks between words. */
const WORDS = new Intl.Segmenter("und", { granularity: "word" });
