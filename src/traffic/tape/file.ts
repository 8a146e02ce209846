import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { MediaFolder } from "../../media/media-folder.ts";
import { onDisk } from "../../text/from-start.ts";
import { removeLeftBehind } from "../../text/left-behind.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { shellLine } from "../../text/shell.ts";
import type { Reply, ReplyBody } from "../http/http.ts";
import {
  findSimilarTape,
  findTapes,
  isSameId,
  type OtherTape,
  type SimilarTape,
} from "./find-tapes.ts";
import { suiteFolder, tapePaths, type TapeAddress } from "./path.ts";
import { TapeError, type TapeContent, type TapeHeader } from "./tape.ts";
import { readTape } from "./text.ts";

/** The file of a trial's recording, whether or not it is there. */
export class TapeFile {
  readonly address: TapeAddress;
  readonly #directory: string;
  /** Where it belongs. An earlier version, or another file system, may have put it elsewhere. */
  readonly #proper: string;
  #path: string;

  /** `directory` is that of the fixtures. */
  constructor(directory: string, address: TapeAddress) {
    this.#directory = directory;
    this.address = address;
    const paths = tapePaths(directory, address);
    const [proper = ""] = paths;
    this.#proper = proper;
    this.#path =
      (paths.length > 1 ? paths.find((path) => existsSync(onDisk(path))) : undefined) ?? proper;
  }

  get path(): string {
    return this.#path;
  }

  /** The pictures and sounds of the recordings of its suite. */
  get media(): MediaFolder {
    return new MediaFolder(suiteFolder(this.#directory, this.address.suite));
  }

  get exists(): boolean {
    return existsSync(onDisk(this.path));
  }

  /** The recording; undefined if there is none. Throws TapeError for a file that cannot be played. */
  load(): TapeContent | undefined {
    let text: string;
    try {
      text = readFileSync(onDisk(this.path), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      const problem = `it cannot be read: ${(error as Error).message}. Fix that, or name another directory with --fixtures.`;
      throw new TapeError(this.path, undefined, problem, { cause: error });
    }
    const content = readTape(text, this.path);
    this.#requireCase(content.header);
    return content;
  }

  /**
   * Writes the recording in one step: readers see the old file or the new one. A file that holds the same exchanges is
   * left as it is, with its date and its times; any other gets its proper name. Throws the file system's error.
   */
  save(text: string): void {
    if (this.exists && holdsTheSame(this.path, text)) return;
    const folder = dirname(this.#proper);
    makeDirectory(folder);
    if (this.#path !== this.#proper) renameSync(onDisk(this.#path), onDisk(this.#proper));
    this.#path = this.#proper;
    const unfinished = join(folder, `.${basename(this.path)}.${process.pid}.unfinished`);
    try {
      writeFileSync(onDisk(unfinished), text);
      renameSync(onDisk(unfinished), onDisk(this.path));
    } catch (error) {
      rmSync(onDisk(unfinished), { force: true });
      throw error;
    }
  }

  /** Removes the recording, if there is one. */
  remove(): void {
    rmSync(onDisk(this.path), { force: true });
  }

  /** The recordings of the same case under another trial, model or way of streaming. */
  others(): OtherTape[] {
    return findTapes(this.#directory, this.address);
  }

  /** The recording of another case that begins with this text after its header. */
  similar(beginning: string): SimilarTape | undefined {
    return findSimilarTape(this.path, beginning);
  }

  #requireCase({ case: id }: TapeHeader): void {
    const { case: own } = this.address;
    if (isSameId(id, own)) return;
    const where = this.#directory === "fixtures" ? [] : ["--fixtures", this.#directory];
    const command = shellLine(["npx", "swarm-eval", "recordings", "rename", id, own, ...where]);
    throw new TapeError(
      this.path,
      1,
      `it is the recording of case ${JSON.stringify(id)}, but ${JSON.stringify(own)} is being played. ` +
        `If the case was renamed: ${command}. If not, give the file its old name, or record the case again with --traffic update.`,
    );
  }
}

/** Removes unfinished files of runs that were killed, never those of a run that is still writing. */
export function sweepUnfinished(
  directory: string,
  { recursive = true }: { readonly recursive?: boolean } = {},
): void {
  removeLeftBehind(directory, /^\..+\.(\d+)\.unfinished$/, { recursive });
}

function holdsTheSame(file: string, text: string): boolean {
  try {
    return sameExchanges(readTape(readFileSync(onDisk(file), "utf8"), file), readTape(text, file));
  } catch {
    return false;
  }
}

/**
 * Whether two tapes hold the same requests with the same replies. The date, the times and where the network cut a
 * stream differ each time, and a review should not have to look at them.
 */
function sameExchanges(a: TapeContent, b: TapeContent): boolean {
  return (
    isDeepStrictEqual(origin(a.header), origin(b.header)) &&
    isDeepStrictEqual(a.parts, b.parts) &&
    a.exchanges.length === b.exchanges.length &&
    a.exchanges.every(({ request, reply }, index) => {
      const other = b.exchanges[index];
      return (
        request === other?.request &&
        isDeepStrictEqual(withoutTimes(reply()), withoutTimes(other.reply()))
      );
    })
  );
}

/**
 * What was recorded, but not when, on which port, by which version and from which place. Requests that are the same under another clock
 * do not depend on it, so they will be the same under this one.
 */
function origin({
  recorded_at: _date,
  hosts: _hosts,
  client: _client,
  case_file: _caseFile,
  clock: _clock,
  ...rest
}: TapeHeader): object {
  return rest;
}

function withoutTimes({ ms: _ms, at: _at, begunAt: _begunAt, sent, body, ...rest }: Reply): object {
  return { ...rest, isEarly: sent !== undefined, body: wholeBody(body) };
}

/** A recording with gaps is not the same as one without: somebody wants them. */
function wholeBody(body: ReplyBody): object {
  if (body.kind !== "chunks") return body;
  return { kind: body.kind, text: Buffer.concat(body.chunks), timed: body.gaps !== undefined };
}
