/** A value as a sentence shows it: JSON, cut after so many characters. Undefined is `nothing`. */
export function show(value: unknown, most = 200): string {
  if (value === undefined) return "nothing";
  return cut(jsonText(value), most);
}

/** The beginning of a text that is longer than so many characters, and never half a character. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // What an agent gave may be nested more deeply than the stack reaches.
    return Array.isArray(value) ? "[…]" : "{…}";
  }
}
