import { printable } from "../../text/printable.ts";

/** A piece of a page. Make it with `html`. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A part of a template: a text, which is escaped, or pieces of a page. */
export type Part = string | number | Markup | readonly Markup[];

/**
 * Escapes every text, for elements and for quoted attributes: nothing that a model wrote is read as a tag. Leaves out
 * the indentation of the template.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const between = withoutIndentation(strings);
  let text = between[0] ?? "";
  for (const [index, part] of parts.entries()) text += spelled(part) + (between[index + 1] ?? "");
  return new Markup(text);
}

export const NO_MARKUP = new Markup("");

const KNOWN = new WeakMap<TemplateStringsArray, readonly string[]>();

function withoutIndentation(strings: TemplateStringsArray): readonly string[] {
  let between = KNOWN.get(strings);
  if (between === undefined) {
    between = strings.map((text) => text.replace(/\s*\n\s*/g, "\n"));
    KNOWN.set(strings, between);
  }
  return between;
}

function spelled(part: Part): string {
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  if (part instanceof Markup) return part.text;
  let text = "";
  for (const one of part) text += one.text;
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}
