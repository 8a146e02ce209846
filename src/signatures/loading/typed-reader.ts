import { annotatedStarts, readFunction } from "../functions/function.ts";
import type { FunctionReading } from "../schema/signature.ts";
import { findFunctions } from "../syntax/find-functions.ts";
import { parse, type Language } from "../syntax/source.ts";
import { CheckedTypes } from "../types/module-types.ts";

// All that needs TypeScript's checker; `loadTypedReader` requires this module by its path.

/** What the functions of a module are, and on what that rests. */
export interface TypedReading {
  /** In the order of `readSource`. */
  readonly readings: readonly FunctionReading[];
  /** The files that were read for it, the module itself and those of TypeScript included. */
  readonly files: readonly string[];
}

/** Reads the functions of a module with their types. Throws if TypeScript cannot be started. */
export function readTypedSource(path: string, text: string, language: Language): TypedReading {
  const parsed = parse(text, language);
  if (!parsed) return { readings: [], files: [] };
  const { program, source } = parsed;
  const functions = findFunctions(program, source);
  const annotated = functions.flatMap(({ node }) => annotatedStarts(node));
  const types = new CheckedTypes(path, text, { docTypes: source.docTypes(), annotated });
  const readings = functions.map((found) => readFunction(found.node, { ...found, types }));
  return { readings, files: types.files };
}
