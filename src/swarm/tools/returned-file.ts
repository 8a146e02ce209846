import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { TooLargeError } from "../../json/size.ts";
import { dataUrl } from "../../media/data-urls.ts";
import { isSeen, LARGEST_MEDIA, mediaOf, mediaText } from "../../media/media.ts";
import type { ReturnedFile } from "../../trajectory/trajectory.ts";
import type { Message } from "../agent/chat-client.ts";
import type { Result } from "../agent/result.ts";

/** The file of a result; undefined if it has none. Throws the file system's error, and TooLargeError. */
export async function returnedFile({ file, type }: Result): Promise<ReturnedFile | undefined> {
  if (file === undefined || type === undefined) return undefined;
  if (typeof file !== "string") return fileOf(file, type);
  const { size } = await stat(file);
  if (size > LARGEST_MEDIA) throw new TooLargeError(LARGEST_MEDIA);
  return { name: basename(file), ...fileOf(await readFile(file), type) };
}

function fileOf(bytes: Uint8Array, type: string): ReturnedFile {
  if (bytes.byteLength > LARGEST_MEDIA) throw new TooLargeError(LARGEST_MEDIA);
  return { ...mediaOf(type, bytes), bytes };
}

/** What a model reads of a file, behind what else the tool says: `[plot.png: image/png, 12 kB, sha256 9f86d081884c]`. */
export function withFile(value: string, { name, ...file }: ReturnedFile): string {
  const called = name === undefined ? "" : `${name}: `;
  const line = `[${called}${mediaText(file)}, sha256 ${file.sha256.slice(0, 12)}]`;
  return value === "" ? line : `${value}\n${line}`;
}

/**
 * The message in which a model sees the pictures that tools returned: that of a tool may hold only text. It names the
 * first of the tools. None if there are no pictures that models take.
 */
export function picturesMessage(
  answers: readonly { readonly name: string; readonly file?: ReturnedFile | undefined }[],
): Message[] {
  const pictures = answers.flatMap(({ name, file }) =>
    file?.bytes !== undefined && isSeen(file.type) ? [{ name, file, bytes: file.bytes }] : [],
  );
  const [first] = pictures;
  if (first === undefined) return [];
  const content = pictures.flatMap(({ file, bytes }) => [
    { type: "text", text: withFile("", file) },
    { type: "image_url", image_url: { url: dataUrl(file.type, bytes) } },
  ]);
  return [{ role: "user", content, tool_name: first.name }];
}
