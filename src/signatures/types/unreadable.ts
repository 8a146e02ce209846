import type { Span } from "oxc-parser";
import type { Refusal } from "../schema/signature.ts";
import type { Scope } from "../syntax/declarations.ts";

/** A type cannot be read. The message is a clause: "`Map<string, Trip>` has no JSON Schema". */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  /** The properties that lead to what cannot be read, outermost first. */
  readonly path: readonly string[];

  constructor(message: string, path: readonly string[] = []) {
    super(message);
    this.path = path;
  }
}

/** The code of a node, quoted for a message. */
export function codeOf(node: Span, { scope }: { readonly scope: Scope }): string {
  return quoted(scope.source.text.slice(node.start, node.end));
}

/** Code on one line, quoted for a message, of at most 80 characters. */
export function quoted(code: string): string {
  const line = code.replaceAll(/\s+/g, " ").trim();
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}

/** Adds the property to what reading it throws. */
export function within<T>(property: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Unreadable(error.message, [property, ...error.path]);
  }
}

/** Why a parameter cannot be read; without a parameter, the outermost property is meant. */
export function refusalOf(parameter: string | undefined, error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  const path = error instanceof Unreadable ? error.path : [];
  const [name, inner] = parameter === undefined ? [path[0], path.slice(1)] : [parameter, path];
  const place = inner.length > 0 ? `in "${inner.join(".")}", ` : "";
  return { parameter: name, reason: `cannot be described: ${place}${message}` };
}
