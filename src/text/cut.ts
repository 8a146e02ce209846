/** The beginning of a text that is longer than so many UTF-16 units, with an ellipsis; never half a character. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}
