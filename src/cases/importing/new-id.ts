import { field } from "../../json/value.ts";
import type { UserContent } from "../case.ts";

const MOST_WORDS = 6;
const MOST_CHARACTERS = 48;

/** An id that is not taken, from the first words of the user: `i-want-to-cancel-my-flight`. */
export function newId(text: string, taken: (id: string) => boolean): string {
  const words = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036F'’]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  const name = [...(words ?? []).slice(0, MOST_WORDS).join("-")].slice(0, MOST_CHARACTERS).join("");
  return freeId(name.replace(/-$/, "") || "case", taken);
}

/** The id, with a number behind it if it is taken. */
export function freeId(id: string, taken: (id: string) => boolean): string {
  if (!taken(id)) return id;
  let number = 2;
  while (taken(`${id}-${number}`)) number++;
  return `${id}-${number}`;
}

/** The words of what a user says, to make an id from. */
export function wordsOf(content: UserContent): string {
  if (typeof content === "string") return content;
  return content.map((part) => String(field(part, "text") ?? "")).join(" ");
}
