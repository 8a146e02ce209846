import { mediaOf, referenceTo, type Media } from "./media.ts";

/** Of what is no text: in a text, there may be secrets to be taken out. */
const DATA_URL =
  /^data:((?:image|audio|video)\/[\w.+-]+|application\/pdf);base64,([A-Za-z0-9+/]+={0,2})$/i;

export function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
}

/**
 * A value with a reference in place of each data URL in it, which is given to `keep`. The value itself if it has none.
 */
export function withoutBytes(
  value: unknown,
  keep: (media: Media, bytes: Uint8Array) => void = () => undefined,
): unknown {
  if (typeof value === "string") {
    if (!value.startsWith("data:")) return value;
    const [, type, base64] = DATA_URL.exec(value) ?? [];
    if (type === undefined || base64 === undefined) return value;
    const bytes = Buffer.from(base64, "base64");
    const media = mediaOf(type.toLowerCase(), bytes);
    keep(media, bytes);
    return referenceTo(media);
  }
  // Nearly all values have none.
  if (typeof value !== "object" || value === null || !mayHoldDataUrl(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutBytes(item, keep));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const members = Object.entries(value).map(([key, member]: [string, unknown]) => {
    return [key, member, withoutBytes(member, keep)] as const;
  });
  return members.some(([, member, kept]) => kept !== member)
    ? Object.fromEntries(members.map(([key, , kept]) => [key, kept]))
    : value;
}

function mayHoldDataUrl(value: object): boolean {
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof member === "string") {
      if (member.startsWith("data:")) return true;
    } else if (typeof member === "object" && member !== null && mayHoldDataUrl(member)) return true;
  }
  return false;
}
