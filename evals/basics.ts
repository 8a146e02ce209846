import { Agent, Result } from "swarm-eval";
import type { ContextVariables } from "swarm-eval";

// Agents that are exported as they are: they keep no state between conversations, so every trial can have the same ones.
// A case says by its `agent` which of them it begins with.

/** The bare minimum: every setting has a default, down to the name. */
export default new Agent();

// Function calling: a plain typed function is a tool.

const DEPARTURES: Readonly<Record<string, readonly string[]>> = {
  Harbour: ["06:40", "09:12", "17:30"],
  Castle: ["07:05", "12:20", "21:45"],
};

/**
 * Says when the next tram leaves.
 * @param after A time of day, as 14:30
 */
function nextTram(stop: string, after = "00:00") {
  const times = DEPARTURES[stop];
  if (times === undefined)
    throw new Error(`No tram stops at ${stop}. Stops: ${Object.keys(DEPARTURES).join(", ")}.`);
  return { stop, departs: times.find((time) => time > after) ?? "tomorrow" };
}

export const trams = new Agent({
  name: "Tram Agent",
  instructions: "You tell people when trams leave, by your tool alone. Answer in one sentence.",
  functions: [nextTram],
});

// A handoff: a function that returns an agent.

export const english = new Agent({ name: "English Agent", instructions: "Speak English only." });
export const spanish = new Agent({ name: "Spanish Agent", instructions: "Habla solo español." });

/** For whoever writes in Spanish, at once. */
function transferToSpanish() {
  return spanish;
}

/** Para quien escribe en inglés, en seguida. */
function transferToEnglish() {
  return english;
}

english.functions = [transferToSpanish];
spanish.functions = [transferToEnglish];

// Context variables: instructions and functions are given them, and a function's Result changes them.

const LOANS: Readonly<Record<number, { readonly books: number; readonly weeksLeft: number }>> = {
  71: { books: 3, weeksLeft: 1 },
  72: { books: 1, weeksLeft: 6 },
};

const MOST_WEEKS = 6;

function greetReader({ name = "a reader whose name you do not know" }: ContextVariables): string {
  return `You work at the desk of a library. You speak with ${String(name)}: greet by the name.`;
}

// The model is not told of a parameter that is called `contextVariables`, and cannot set it.
/** Says what the reader has borrowed, and for how much longer. */
function showLoans(contextVariables: ContextVariables) {
  return loansOf(contextVariables);
}

/**
 * Lets the reader keep the books for longer.
 * @param {integer} weeks
 */
function extendLoans(weeks: number, contextVariables: ContextVariables) {
  const { weeksLeft } = loansOf(contextVariables);
  if (weeksLeft + weeks > MOST_WEEKS)
    throw new Error(`Books can be kept for ${MOST_WEEKS} weeks, and ${weeksLeft} are left.`);
  return new Result({
    value: { weeksLeft: weeksLeft + weeks },
    contextVariables: { weeks_left: weeksLeft + weeks },
  });
}

function loansOf({ reader_id: reader, weeks_left: extended }: ContextVariables) {
  const loans = LOANS[Number(reader)];
  if (loans === undefined) throw new Error("Nobody is signed in: ask for the library card.");
  return typeof extended === "number" ? { ...loans, weeksLeft: extended } : loans;
}

export const library = new Agent({
  name: "Library Agent",
  instructions: greetReader,
  functions: [showLoans, extendLoans],
});
