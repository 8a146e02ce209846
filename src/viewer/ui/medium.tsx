import { mediaText, type Media } from "../../media/media.ts";
import { usePage } from "./page-context.ts";

/** A picture, or a sound that can be played; what it is, where the page has not got it. */
export function Medium({ media }: { readonly media: Media }) {
  const { mediaUrl } = usePage();
  const url = mediaUrl(media.sha256);
  const [kind] = media.type.split("/");
  if (url === undefined || (kind !== "image" && kind !== "audio"))
    return <p class="quiet">{`[${mediaText(media)}, beside the result file]`}</p>;
  return kind === "image" ? (
    <img class="medium" src={url} alt={mediaText(media)} />
  ) : (
    <audio class="medium" controls src={url} aria-label={mediaText(media)} />
  );
}
