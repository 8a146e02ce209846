import { mediaText, referred, type Media } from "../media/media.ts";
import { field, textField } from "../json/value.ts";

/** The words of a message's content: a string, or the text parts of a list, which follow each other without a gap. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => textField(part, "text") ?? "").join("");
}

/**
 * The words of a content for a reader, followed by what each part is that has none: `Look at this [image/png, 12 kB]`,
 * or its type.
 */
export function describeContent(content: unknown): string {
  const words = contentText(content);
  if (!Array.isArray(content)) return words;
  const others = content
    .filter((part) => typeof field(part, "text") !== "string")
    .map((part) => {
      const media = mediaIn(part);
      return `[${media === undefined ? (textField(part, "type") ?? typeof part) : mediaText(media)}]`;
    });
  return [...(words === "" ? [] : [words]), ...others].join(" ");
}

/** The picture or file of a content part, if its bytes are kept elsewhere. */
export function mediaIn(part: unknown): Media | undefined {
  const image = field(part, "image_url");
  return referred(
    field(image, "url") ??
      image ??
      field(part, "file_data") ??
      field(field(part, "file"), "file_data"),
  );
}
