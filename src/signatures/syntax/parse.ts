import { parseSync, type Comment, type Program } from "oxc-parser";

import type { Language } from "./source.ts";

/** The syntax tree of a text, and the comments in it. */
export interface Parsed {
  readonly program: Program;
  readonly comments: readonly Comment[];
}

/** Parses a module or a CommonJS script; undefined when it is neither. Offsets count UTF-16 units. */
export function parse(text: string, language: Language): Parsed | undefined {
  for (const sourceType of ["module", "commonjs"] as const) {
    const { errors, program, comments } = parseSync(`module.${language}`, text, {
      lang: language,
      sourceType,
    });
    // With errors that leave a program, Node may still run it: TypeScript's rules are not Node's.
    if (errors.length === 0 || program.body.length > 0) return { program, comments };
  }
  return undefined;
}
