import { dataUrl } from "../../media/data-urls.ts";
import { mediaText, type Media } from "../../media/media.ts";
import { describeContent, mediaIn } from "../../trajectory/content.ts";
import type { Surroundings } from "../report.ts";
import { shortened } from "../words/shorten.ts";
import { html, NO_MARKUP, type Markup } from "./markup.ts";

/** The bytes of what a result names, if they are there. */
export type BytesOf = Surroundings["bytesOf"];

/** What a user said, and the pictures that came with it. */
export function htmlContent(content: unknown, bytesOf: BytesOf): Markup {
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  const shown = parts.map(mediaIn).filter((media) => media !== undefined);
  return html`<p>${shortened(describeContent(content))}</p>
    ${shown.map((media) => htmlMedia(media, bytesOf))}`;
}

/** A picture, or a sound that can be played. Nothing for other files, and for those without their bytes. */
export function htmlMedia(media: Media, bytesOf: BytesOf): Markup {
  const [kind] = media.type.split("/");
  if (kind !== "image" && kind !== "audio") return NO_MARKUP;
  const bytes = bytesOf(media);
  if (bytes === undefined) return NO_MARKUP;
  const url = dataUrl(media.type, bytes);
  return kind === "image"
    ? html`<img src="${url}" alt="${mediaText(media)}" />`
    : html`<audio controls src="${url}"></audio>`;
}
