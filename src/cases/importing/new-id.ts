/** As many words of a text as still make a name. */
const MOST_WORDS = 6;
const MOST_CHARACTERS = 48;

/** An id for a case in which this is said, other than those that are taken: its first words, `i-want-to-cancel-my-flight`. */
export function newId(said: string, taken: (id: string) => boolean): string {
  const words = said
    .normalize("NFKD")
    .replace(/[\u0300-\u036F'’]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  const name = [...(words ?? []).slice(0, MOST_WORDS).join("-")].slice(0, MOST_CHARACTERS).join("");
  return freeId(name.replace(/-$/, "") || "case", taken);
}

/** The id, or with the first number behind it that is not taken. */
export function freeId(id: string, taken: (id: string) => boolean): string {
  if (!taken(id)) return id;
  let number = 2;
  while (taken(`${id}-${number}`)) number++;
  return `${id}-${number}`;
}
