import { createRequire } from "node:module";
import type * as Reader from "./reader.ts";

const require = createRequire(import.meta.url);
let reader: typeof Reader | undefined;

/** The code that needs the parser, loaded on first use: with all modules cached, never. Throws without the parser. */
export function loadReader(): typeof Reader {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  reader ??= require(`./reader.${extension}`) as typeof Reader;
  return reader;
}
