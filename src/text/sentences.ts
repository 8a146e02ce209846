/** The sentences of a text, each with the space behind it; a line ends one, too. Joined, they are the text. */
export function sentencesOf(text: string): string[] {
  const segments = new Intl.Segmenter("en", { granularity: "sentence" }).segment(text);
  return Array.from(segments, ({ segment }) => segment);
}

/** The words of a text, each with the space around it. Joined, they are the text. */
export function wordsOf(text: string): string[] {
  return text.match(/^\s*\S+\s*|\S+\s*/g) ?? [];
}
