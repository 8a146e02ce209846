/** A message's content as text; parts that are no text by their type. */
export function contentText(content: unknown): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content
    .map((part: { type?: unknown; text?: unknown }) =>
      typeof part?.text === "string" ? part.text : `[${String(part?.type)}]`,
    )
    .join(" ");
}
