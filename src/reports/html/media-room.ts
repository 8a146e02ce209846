import { referencesIn, type Media } from "../../media/media.ts";
import type { Surroundings } from "../report.ts";
import { mediaPart, type PackedPart } from "./packed.ts";

/** How many bytes a picture or a sound may have to stand on a page, and all of them together. */
const LARGEST = 2_000_000;
const MOST = 20_000_000;

/** The pictures and sounds of a page, each once, as long as there is room. */
export class MediaRoom {
  readonly #seen = new Set<string>();
  #room = MOST;

  /** Those that a JSON text refers to and no earlier one did, if their bytes are there. */
  partsFor(json: string, bytesOf: Surroundings["bytesOf"]): PackedPart[] {
    if (!json.includes("sha256")) return [];
    return [...referencesIn(json), ...returnedFiles(json)].flatMap((media) => {
      if (this.#seen.has(media.sha256) || !/^(?:image|audio)\//.test(media.type)) return [];
      this.#seen.add(media.sha256);
      if (media.size > Math.min(LARGEST, this.#room)) return [];
      const bytes = bytesOf(media);
      if (bytes === undefined) return [];
      this.#room -= bytes.length;
      return [mediaPart(media, bytes)];
    });
  }
}

const FILE = /"file":\{[^{}]*"sha256":"[0-9a-f]{64}"[^{}]*\}/g;

/** Files that tools returned stand in results by themselves. */
function returnedFiles(json: string): Media[] {
  return [...json.matchAll(FILE)].map(([text]) => {
    const { file } = JSON.parse(`{${text}}`) as { readonly file: Media };
    return file;
  });
}
