import type { PlayedTurn } from "../checks/effects/effects.ts";
import { isRecord, parseIfJson } from "../json/value.ts";
import { contentText } from "../trajectory/content.ts";

/** What was said and known in a conversation beside what models wrote: the source of what is telling. */
export interface Known {
  /** All of it, in lower case, to see whether a text is quoted from it. */
  readonly text: string;
  /** The texts and numbers that tools answered and that the world holds, the latest last. */
  readonly values: ReadonlySet<string>;
}

/** What the user, tools and the world said in these turns. */
export function knownIn(turns: readonly PlayedTurn[]): Known {
  const values = new Set<string>();
  const texts: string[] = [];
  for (const { steps, before, after } of turns) {
    for (const step of steps) {
      if (step.type === "user") texts.push(contentText(step.content));
      if (step.type !== "tool_result") continue;
      texts.push(step.content);
      for (const value of leaves(parseIfJson(step.content) ?? step.content)) values.add(value);
    }
    for (const { contextVariables, state } of [before, after])
      for (const value of leaves([contextVariables, state])) values.add(value);
  }
  return { text: [...texts, ...values].join("\n").toLowerCase(), values };
}

/**
 * A part of a text that another text would hardly hold: a number or an id that tools or the world know; else a text that those
 * know, word for word; else any number or id, a long one first. Undefined if there is none.
 */
export function tellingPart(text: string, { values }: Known): string | undefined {
  const tokens = (text.match(TOKEN) ?? []).filter((token) => /\d/.test(token));
  const long = tokens.filter((token) => token.length > 1);
  const isKnown = (part: string): boolean => [...values].some((value) => value.includes(part));
  return (
    long.find(isKnown) ??
    [...values].find((value) => value.length >= 4 && text.includes(value)) ??
    long[0] ??
    tokens[0]
  );
}

/** Letters and digits, with what may stand within an id, a number or a time. */
const TOKEN = /[\p{L}\p{N}](?:[\p{L}\p{N}.,:/_-]*[\p{L}\p{N}])?/gu;

/** Whether a model chose the words: several of them, and not quoted from anybody. */
export function isWording(text: string, knownBefore: () => Known): boolean {
  return /\s/.test(text.trim()) && !knownBefore().text.includes(text.toLowerCase());
}

/** A text of which nobody can know the next time what it will be. */
export function isFleeting(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:/.test(text) || /^[\da-f]{8}-[\da-f]{4}-|^[\da-f]{16,}$/i.test(text)
  );
}

/** The texts and numbers inside a value, numbers as text. */
function leaves(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isRecord(value) ? Object.values(value).flatMap(leaves) : [];
}
