import { gzipSync } from "node:zlib";
import type { Media } from "../../media/media.ts";

/** A piece of a page's data. */
export interface PackedPart {
  /** `run/0`, `cases/0/12`, `media/<sha256>` … */
  readonly name: string;
  /** `application/gzip` for packed JSON; that of its bytes for media. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Data of a page under a name of `parts.ts`. */
export function packed(name: string, value: unknown): PackedPart {
  const json = typeof value === "string" ? value : JSON.stringify(value);
  return { name, type: "application/gzip", bytes: gzipSync(json) };
}

/** A picture or a sound, as it is. */
export function mediaPart({ type, sha256 }: Media, bytes: Uint8Array): PackedPart {
  return { name: `media/${sha256}`, type, bytes };
}
