import { parseSync, type Comment, type Program } from "oxc-parser";
import { readJsDoc, type JsDoc } from "./jsdoc.ts";

/** What a module is written in. */
export type Language = "ts" | "tsx" | "js" | "jsx";

/** A text that syntax nodes point into, by offsets in UTF-16 units. */
export interface Source {
  readonly text: string;
  readonly language: Language;
  /** The JSDoc directly before the code at an offset. */
  documentation(at: number): JsDoc | undefined;
  /** The types in the braces of all JSDoc. */
  docTypes(): ReadonlySet<string>;
}

/** Parses a module or a CommonJS script; undefined when the text is neither. */
export function parse(
  text: string,
  language: Language,
): { readonly program: Program; readonly source: Source } | undefined {
  for (const sourceType of ["module", "commonjs"] as const) {
    const { errors, program, comments } = parseSync(`module.${language}`, text, {
      lang: language,
      sourceType,
    });
    // With errors that leave a program, Node may still run it: TypeScript's rules are not Node's.
    if (errors.length === 0 || program.body.length > 0)
      return { program, source: sourceOf(text, language, comments) };
  }
  return undefined;
}

/** A source whose JSDoc is taken from these comments. */
export function sourceOf(
  text: string,
  language: Language,
  comments: readonly Comment[] = [],
): Source {
  const before = jsDocs(text, comments);
  return {
    text,
    language,
    documentation(at) {
      const comment = before.get(at);
      return comment && readJsDoc(comment.value);
    },
    docTypes() {
      const docs = [...before.values()].map(({ value }) => readJsDoc(value));
      const types = docs.flatMap(({ type, parameters }) => [
        type,
        ...parameters.map((each) => each.type),
      ]);
      return new Set(types.filter((type) => type !== undefined));
    },
  };
}

/** Each JSDoc comment by the offset of the code that follows it; if two follow each other, the second counts. */
function jsDocs(text: string, comments: readonly Comment[]): Map<number, Comment> {
  const found = new Map<number, Comment>();
  let next: { readonly start: number; readonly follows: number } | undefined;
  for (const comment of comments.toReversed()) {
    const code = afterSpace(text, comment.end);
    const follows = next?.start === code ? next.follows : code;
    if (isJsDoc(comment) && !found.has(follows)) found.set(follows, comment);
    next = { start: comment.start, follows };
  }
  return found;
}

/** A row of asterisks starts a banner, not a JSDoc. */
function isJsDoc({ type, value }: Comment): boolean {
  return type === "Block" && /^\*(?!\*)/.test(value);
}

function afterSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}
