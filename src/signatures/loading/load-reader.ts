import { createRequire } from "node:module";
import type * as Reader from "./reader.ts";

const require = createRequire(import.meta.url);
let reader: typeof Reader | undefined;

/** The part of this room that needs the parser. It is loaded on first use: a process in which every module was cached does without it. Throws when the parser is not installed. */
export function loadReader(): typeof Reader {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  reader ??= require(`./reader.${extension}`) as typeof Reader;
  return reader;
}
