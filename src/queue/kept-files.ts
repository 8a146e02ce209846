import { MediaFolder } from "../media/media-folder.ts";
import type { Media } from "../media/media.ts";
import { attempt } from "../runner/errors.ts";
import type { Suite } from "../runner/suite/suite.ts";
import { addressOf, type Trial } from "../runner/trial/traffic.ts";
import { TapeFile } from "../traffic/tape/file.ts";
import type { TapeAddress } from "../traffic/tape/path.ts";
import type { KeptFiles } from "./messages.ts";

/** What a trial would write, kept for its run: where a worker runs, recordings are read and nothing is written. */
export class FilesForRun {
  readonly #fixtures: string;
  #tape: KeptFiles["tape"];
  readonly #tapeMedia: HeldMedia;
  readonly media: MediaFolder;

  constructor({ fixtures, output }: Pick<Suite, "fixtures" | "output">) {
    this.#fixtures = fixtures;
    this.#tapeMedia = new HeldMedia(fixtures);
    this.media = new HeldMedia(output);
  }

  readonly fileOf = (address: TapeAddress): TapeFile =>
    new HeldTape(this.#fixtures, address, this.#tapeMedia, (text) => (this.#tape = text));

  get kept(): KeptFiles {
    const { held } = this.media as HeldMedia;
    return { tape: this.#tape, tapeMedia: this.#tapeMedia.held, media: held };
  }
}

class HeldMedia extends MediaFolder {
  readonly held: (readonly [Media, string])[] = [];

  override keep(media: Media, bytes: Uint8Array): void {
    this.held.push([media, Buffer.from(bytes).toString("base64")]);
  }
}

class HeldTape extends TapeFile {
  readonly #media: MediaFolder;
  readonly #hold: (text: string | null) => void;

  constructor(
    fixtures: string,
    address: TapeAddress,
    media: MediaFolder,
    hold: (text: string | null) => void,
  ) {
    super(fixtures, address);
    this.#media = media;
    this.#hold = hold;
  }

  override get media(): MediaFolder {
    return this.#media;
  }

  override save(text: string): void {
    this.#hold(text);
  }

  override remove(): void {
    this.#hold(null);
  }
}

/** Writes what a worker has kept of a trial. Throws UsageError for what the file system refuses. */
export function writeKept(
  { name, fixtures, output }: Pick<Suite, "name" | "fixtures" | "output">,
  trial: Trial,
  { tape, tapeMedia, media }: KeptFiles,
): void {
  const folder = new MediaFolder(output);
  attempt(`A file could not be kept in ${folder.path}`, () => keepAll(folder, media));
  if (tape === undefined) return;
  const file = new TapeFile(fixtures, addressOf(name, trial));
  attempt(`The recording ${file.path} could not be written`, () => {
    keepAll(file.media, tapeMedia);
    if (tape === null) file.remove();
    else file.save(tape);
  });
}

function keepAll(folder: MediaFolder, media: KeptFiles["media"]): void {
  for (const [one, bytes] of media) folder.keep(one, Buffer.from(bytes, "base64"));
}
