import { createRequire } from "node:module";
import type * as Reader from "./reader.ts";
import type * as TypedReader from "./typed-reader.ts";

const require = createRequire(import.meta.url);
const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** The code that needs the parser, loaded on first use: with all modules cached, never. Throws without the parser. */
export function loadReader(): typeof Reader {
  return require(`./reader.${extension}`) as typeof Reader;
}

/** The code that needs TypeScript, loaded on first use: with all types cached, never. Throws without TypeScript. */
export function loadTypedReader(): typeof TypedReader {
  return require(`./typed-reader.${extension}`) as typeof TypedReader;
}
