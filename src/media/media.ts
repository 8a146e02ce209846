import { size } from "../text/count.ts";

/** A picture, a sound or another file that is not text, known by its bytes. */
export interface Media {
  /** `image/png` */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** Of the bytes, in hex. */
  readonly sha256: string;
}

/** By the endings of files. */
const TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".svg": "image/svg+xml",
  ".mp3": "audio/mpeg",
  ".wav": "audio/wav",
  ".ogg": "audio/ogg",
  ".flac": "audio/flac",
  ".m4a": "audio/mp4",
  ".mp4": "video/mp4",
  ".webm": "video/webm",
  ".pdf": "application/pdf",
};

/** The type of a file by its name; undefined for an ending that is not known. */
export function typeOfFile(name: string): string | undefined {
  return TYPES[endingOf(name)];
}

function endingOf(name: string): string {
  return (/\.[^./\\]+$/.exec(name)?.[0] ?? "").toLowerCase();
}

/** The types of pictures that models take. */
const SEEN: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);

/** Whether a model that takes pictures takes one of this type. */
export function isSeen(type: string): boolean {
  return SEEN.has(type);
}

/** The endings of their files. */
export const SEEN_ENDINGS = Object.keys(TYPES).filter((ending) => isSeen(TYPES[ending] ?? ""));

/** How many bytes a file may have that a model is sent or a tool returns. */
export const LARGEST_MEDIA = 20 * 1000 ** 2;

export function mediaOf(type: string, bytes: Uint8Array): Media {
  const { hash } = process.getBuiltinModule("node:crypto");
  return { type, size: bytes.byteLength, sha256: hash("sha256", bytes) };
}

/** For a reader: `image/png, 12 kB`. */
export function mediaText({ type, size: bytes }: Pick<Media, "type" | "size">): string {
  return `${type}, ${size(bytes)}`;
}

/** The name of the file that keeps the bytes. */
export function mediaFile({ type, sha256 }: Media): string {
  const ending = Object.keys(TYPES).find((name) => TYPES[name] === type) ?? "";
  return `${sha256}${ending}`;
}

/** What stands in a recording or a result in place of the bytes: `media:image/png;bytes=12345;sha256=9f86…`. */
export function referenceTo({ type, size: bytes, sha256 }: Media): string {
  return `media:${type};bytes=${bytes};sha256=${sha256}`;
}

/** A text without the quotes of JSON. */
const REFERENCE = /media:([a-z]+\/[\w.+-]+);bytes=(\d+);sha256=([0-9a-f]{64})/;

/** What a text refers to; undefined if it is no reference. */
export function referred(text: unknown): Media | undefined {
  if (typeof text !== "string" || !text.startsWith("media:")) return undefined;
  return referencesIn(text)[0];
}

/** What is referred to anywhere in a text. */
export function referencesIn(text: string): Media[] {
  return [...text.matchAll(new RegExp(REFERENCE, "g"))].map(
    ([, type = "", bytes, sha256 = ""]) => ({ type, size: Number(bytes), sha256 }),
  );
}
