import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { absolute, onDisk } from "../text/from-start.ts";
import { makeDirectory } from "../text/make-directory.ts";
import { mediaFile, mediaOf, type Media } from "./media.ts";

/** Files by the hash of their bytes, each once, beside recordings or results. */
export class MediaFolder {
  readonly path: string;

  /** `beside` is the directory of the recordings of a suite, or of results. */
  constructor(beside: string) {
    this.path = join(beside, "media");
  }

  /** Keeps the bytes, if they are not there yet. Throws the file system's error. */
  keep(media: Media, bytes: Uint8Array): void {
    const file = join(this.path, mediaFile(media));
    if (existsSync(onDisk(file))) return;
    makeDirectory(this.path);
    const unfinished = join(this.path, `.${mediaFile(media)}.${process.pid}.unfinished`);
    try {
      writeFileSync(onDisk(unfinished), bytes);
      renameSync(onDisk(unfinished), onDisk(file));
    } catch (error) {
      rmSync(onDisk(unfinished), { force: true });
      throw error;
    }
  }

  /** The bytes; undefined if they are not there, or others are in their place. */
  read(media: Media): Buffer | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(onDisk(join(this.path, mediaFile(media))));
    } catch {
      return undefined;
    }
    return mediaOf(media.type, bytes).sha256 === media.sha256 ? bytes : undefined;
  }

  /** The files that keep none of these. */
  others(named: Iterable<Media>): string[] {
    const files = new Set([...named].map(mediaFile));
    return this.#files()
      .filter((file) => !files.has(file))
      .map((file) => join(this.path, file));
  }

  /** Puts all of it into another folder as well. Throws the file system's error. */
  copyTo(other: MediaFolder): void {
    const files = this.#files();
    if (files.length === 0 || absolute(this.path) === absolute(other.path)) return;
    makeDirectory(other.path);
    for (const file of files)
      copyFileSync(onDisk(join(this.path, file)), onDisk(join(other.path, file)));
  }

  remove(): void {
    rmSync(onDisk(this.path), { recursive: true, force: true });
  }

  #files(): string[] {
    try {
      return readdirSync(onDisk(this.path))
        .filter((file) => /^[0-9a-f]{64}(?:\.\w+)?$/.test(file))
        .sort();
    } catch {
      return [];
    }
  }
}

/** Reads from the first of these folders that has the bytes. */
export function bytesIn(folders: readonly MediaFolder[]): (media: Media) => Buffer | undefined {
  return (media) => {
    for (const folder of folders) {
      const bytes = folder.read(media);
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  };
}
