import { Encodings } from "../secrets/encodings.ts";
import { placeholdersOf } from "../secrets/placeholder.ts";

/** How all placeholders begin. */
const BEGINNING = new Encodings(["[redacted"]);

/** A placeholder, and where in a run of characters it begins. */
interface EncodedPlaceholder {
  readonly number: number;
  readonly at: number;
}

/**
 * The placeholders that a run of characters holds in base64 or hexadecimal digits: in a replay, a tool sends them on as
 * it would send a secret. A JWT whose own secrets were taken out holds some too, and keeps its shape.
 */
export function placeholdersIn(run: string): readonly EncodedPlaceholder[] {
  if (!BEGINNING.isIn(run) || run.includes("eyJ")) return [];
  return [...run.matchAll(/[\w+/-]+/g)].flatMap(({ 0: piece, index }) =>
    ENCODINGS.flatMap(({ encoding, characters, digits }) =>
      // Where the encoding begins in it is not known.
      Array.from({ length: digits }, (_, skipped) => {
        const text = Buffer.from(piece.slice(skipped), encoding).toString("latin1");
        return placeholdersOf(text).map(({ number, at }) => ({
          number,
          at: index + skipped + at * characters,
        }));
      }).flat(),
    ),
  );
}

/** How many characters stand for a byte, and after how many each begins anew. */
const ENCODINGS = [
  { encoding: "base64", characters: 4 / 3, digits: 4 },
  { encoding: "hex", characters: 2, digits: 2 },
] as const;
