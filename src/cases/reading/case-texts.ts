import type { CasePiece } from "./json-pieces.ts";
import { readLines } from "./read-lines.ts";

/** The texts of the cases that begin on some lines of a case file, for the places of what they say; none of a module's. */
export async function* caseTexts(
  file: string,
  lines: ReadonlySet<number>,
): AsyncGenerator<CasePiece> {
  if (file.endsWith(".json")) {
    const { jsonPieces } = await import("./json-pieces.ts");
    const byLine = Map.groupBy(await jsonPieces(file), ({ line }) => line);
    for (const [line, pieces] of byLine) if (lines.has(line)) yield joined(line, pieces);
    return;
  }
  if (/\.m?[jt]s$/.test(file)) {
    const placeOf = (line: number) => () => ({ line, column: 1 });
    for (const line of lines) yield { text: "", line, placeOf: placeOf(line) };
    return;
  }
  for await (const some of readLines(file))
    for (const { number: line, text } of some)
      if (lines.has(line))
        yield { text, line, placeOf: (offset) => ({ line, column: offset + 1 }) };
}

/** Cases that begin on the same line, as one text. */
function joined(line: number, pieces: readonly CasePiece[]): CasePiece {
  return {
    text: pieces.map(({ text }) => text).join("\n"),
    line,
    placeOf(offset) {
      let rest = offset;
      for (const { text, placeOf } of pieces) {
        if (rest <= text.length) return placeOf(rest);
        rest -= text.length + 1;
      }
      return { line, column: 1 };
    },
  };
}
