import { field, textField } from "../json/value.ts";

/** The words of a message's content: a string, or the text parts of a list, which follow each other without a gap. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => textField(part, "text") ?? "").join("");
}

/** The words of a content for a reader, followed by the type of each part that has none: `Look at this [image_url]`. */
export function describeContent(content: unknown): string {
  const words = contentText(content);
  if (!Array.isArray(content)) return words;
  const others = content
    .filter((part) => typeof field(part, "text") !== "string")
    .map((part) => `[${textField(part, "type") ?? typeof part}]`);
  return [...(words === "" ? [] : [words]), ...others].join(" ");
}
