const MOST_CHARACTERS = 20_000;

/** A text up to a length that a page can show. */
export function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}\n… and ${text.length - MOST_CHARACTERS} more characters, in the result file`;
}

/** JSON with indentation; a text that is no JSON as it is. */
export function pretty(json: string): string {
  if (json.length > MOST_CHARACTERS || !/^\s*[[{]/.test(json)) return shortened(json);
  try {
    return shortened(JSON.stringify(JSON.parse(json), null, 2));
  } catch {
    return json;
  }
}
