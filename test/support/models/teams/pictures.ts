import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

const EVALS = new URL("../../../../evals/", import.meta.url);

/** The names of the pictures beside the suites, by their bytes in base64. */
const NAMES = new Map(
  readdirSync(EVALS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".png"))
    .map((file) => [readFileSync(new URL(file, EVALS)).toString("base64"), basename(file)]),
);

interface Part {
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

/** A message's content as a text: in place of a picture, by its path or its bytes, the name of its file: `Look: [sunrise.png]`. */
export function seenIn(content: unknown): string {
  if (!Array.isArray(content)) return String(content ?? "");
  return (content as readonly Part[])
    .map(({ text, image_url: image }) => text ?? `[${pictureAt(image?.url ?? "")}]`)
    .join(" ");
}

function pictureAt(url: string): string {
  const [, bytes] = url.split(";base64,");
  return bytes === undefined ? basename(url) : (NAMES.get(bytes) ?? "an unknown picture");
}
