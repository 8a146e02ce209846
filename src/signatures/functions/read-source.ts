import { findFunctions } from "../syntax/find-functions.ts";
import { parse } from "../syntax/parse.ts";
import { sourceOf } from "../syntax/source.ts";
import type { Language, SourceReading } from "../syntax/source.ts";
import { readFunction } from "./read-function.ts";

/** Reads the functions of a module; undefined for a text that is no JavaScript or TypeScript. */
export function readSource(text: string, language: Language): SourceReading | undefined {
  const parsed = parse(text, language);
  if (!parsed) return undefined;
  const { program, comments } = parsed;
  const directives = program.body.filter(
    (statement) => "directive" in statement && statement.directive,
  );
  return {
    key: contentKey(`${language} ${text}`),
    head: directives.at(-1)?.end ?? (program.hashbang ? text.indexOf("\n") + 1 : 0),
    functions: findFunctions(program, sourceOf(text, language, comments)).map(
      ({ node, scope, doc, expected }) => ({
        body:
          node.body?.type === "BlockStatement"
            ? ([node.body.start + 1] as const)
            : ([node.body?.start ?? node.end, node.body?.end ?? node.end] as const),
        reading: readFunction(node, {
          scope,
          doc,
          expected: expected && { type: expected, context: { scope, open: [] } },
        }),
      }),
    ),
  };
}

/** A name of 16 hexadecimal digits for a text: FNV-1a and a polynomial hash side by side, over words of four bytes. It tells apart the modules of one process, and loads no cryptography to do so. */
function contentKey(text: string): string {
  const bytes = new Uint8Array(4 * Math.ceil((3 * text.length) / 4));
  const { written } = new TextEncoder().encodeInto(text, bytes);
  const words = new Uint32Array(bytes.buffer, 0, Math.ceil(written / 4));
  let fnv = 0x811c9dc5;
  let polynomial = written;
  for (const word of words) {
    fnv = Math.imul(fnv ^ word, 0x01000193);
    polynomial = (Math.imul(polynomial, 31) + word) | 0;
  }
  return hexadecimal(fnv) + hexadecimal(polynomial);
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
