import type { Comment } from "oxc-parser";
import type { FunctionReading } from "../schema/signature.ts";
import { readJsDoc, type JsDoc } from "./jsdoc.ts";

/** A text that syntax nodes point into. */
export interface Source {
  readonly text: string;
  readonly language: Language;
  /** The JSDoc that stands directly before the code at an offset. */
  documentation(at: number): JsDoc | undefined;
}

/** A source with the comments that were found in it. */
export function sourceOf(text: string, language: Language, comments: readonly Comment[]): Source {
  const before = jsDocs(text, comments);
  return {
    text,
    language,
    documentation(at) {
      const comment = before.get(at);
      return comment && readJsDoc(comment.value);
    },
  };
}

/** Each JSDoc comment by the offset of the code that follows it; of two in a row, the latter counts. */
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

/** A row of asterisks opens a banner. */
function isJsDoc({ type, value }: Comment): boolean {
  return type === "Block" && /^\*(?!\*)/.test(value);
}

function afterSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}

/** What a module is written in. */
export type Language = "ts" | "js";

/** What was read of a module. */
export interface SourceReading {
  /** What its tags go by: the same for the same text only. */
  readonly key: string;
  /** The offset at which code can be put before everything else. */
  readonly head: number;
  /** A function that contains another stands before it, and is there whenever the other is. */
  readonly functions: readonly TaggedFunction[];
}

/** A function of the module, and where its tag goes. */
interface TaggedFunction {
  /** The offset behind the brace that opens the body; of an arrow function without braces, where its expression starts and ends. */
  readonly body: readonly [start: number] | readonly [start: number, end: number];
  readonly reading: FunctionReading;
}
