import { contentKey } from "./content-key.ts";
import { findFunctions } from "./find-functions.ts";
import { parse } from "./parse.ts";
import { readFunction } from "./read-function.ts";
import { sourceOf } from "./source.ts";
import type { Language, SourceReading } from "./source-reading.ts";

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
