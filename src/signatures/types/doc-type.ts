import { parse } from "../syntax/source.ts";
import { quoted, Unreadable } from "./unreadable.ts";

/** The type in a JSDoc tag's braces as TypeScript writes it; undefined if it is not the notation of a type. */
export function docTypeCode(text: string): string | undefined {
  const code = text
    .replaceAll(".<", "<")
    .replaceAll(/^\*$|(?<=[<(,|:]\s*)\*/g, "any")
    .replaceAll(/\bObject\b(?=\s*<)/g, "Record")
    .replaceAll(/\bObject\b/g, "object")
    .replaceAll(/\bArray\b(?!\s*<)/g, "any[]")
    .replaceAll(/^\?(.+)$/g, "$1 | null")
    .replaceAll(/\bint\b/g, "integer");
  const body = parse(`type T = ${code};`, "ts")?.program.body ?? [];
  return body.length === 1 && body[0]?.type === "TSTypeAliasDeclaration" ? code : undefined;
}

export function refuseDocType(text: string): never {
  throw new Unreadable(`${quoted(text)} is not the notation of a type`);
}
