/** A JSDoc comment: its text, and what its `@param` tags say. */
export interface JsDoc {
  /** Everything except the `@param` tags, `@type` and the asterisks; undefined when that is nothing. */
  readonly text: string | undefined;
  readonly parameters: readonly JsDocParameter[];
  /** The braces of `@type`. */
  readonly type: string | undefined;
}

/** A `@param` tag. */
export interface JsDocParameter {
  /** The parameter's name, or a path such as `options.from` or `trips[].from`. */
  readonly name: string;
  /** Its braces. */
  readonly type: string | undefined;
  readonly text: string | undefined;
  /** Written as `[name]`, `[name=default]` or `{type=}`. */
  readonly optional: boolean;
}

/** Reads a JSDoc comment, without the slash and asterisk at its start and end. */
export function readJsDoc(comment: string): JsDoc {
  const sections = sectionsOf(comment);
  const tags = sections.map(readTag);
  const kept = sections.filter((_, at) => tags[at] === undefined);
  return {
    text: tidy(kept.join("\n").replaceAll(/\n{3,}/g, "\n\n")),
    parameters: tags.flatMap((tag) => (tag?.tag === "param" ? [readParameter(tag)] : [])),
    type: tags.find((tag) => tag?.tag === "type")?.type,
  };
}

/** What the last JSDoc comment before some code says. */
export function docBefore(trivia: string): JsDoc | undefined {
  const comments = trivia.match(/\/\*\*(?![*/])[^]*?\*\//g) ?? [];
  const last = comments.at(-1);
  return last === undefined ? undefined : readJsDoc(last.slice(2, -2));
}

interface Tag {
  readonly tag: "param" | "type";
  readonly type: string | undefined;
  readonly rest: string;
}

/** The tags that are read, behind other words on their line. */
const TAG_IN_A_LINE = /(?<=\S)\s+(?=@(?:param|arg|argument)\b|@type\s*\{)/;

/** The text before the first tag, then each tag with its lines. An `@` inside a fenced block is not a tag. */
function sectionsOf(comment: string): string[] {
  const lines = comment
    .replace(/^\*/, "")
    .split(/\r?\n/)
    .map((line, at) => (at === 0 ? line.trimStart() : line.replace(/^\s*\* ?/, "")).trimEnd());
  const sections: string[][] = [[]];
  let fenced = false;
  for (const line of lines) {
    if (line.trimStart().startsWith("```")) fenced = !fenced;
    const [first = "", ...tags] = fenced ? [line] : line.split(TAG_IN_A_LINE);
    if (!fenced && /^\s*@\w/.test(first)) sections.push([]);
    sections.at(-1)?.push(first);
    for (const tag of tags) sections.push([tag]);
  }
  return sections.map((section) => section.join("\n"));
}

function readTag(section: string): Tag | undefined {
  const [, word, rest = ""] = /^\s*@(param|arg|argument|type)\b\s*([^]*)$/.exec(section) ?? [];
  if (word === undefined) return undefined;
  const end = closing(rest, "{", "}");
  return {
    tag: word === "type" ? "type" : "param",
    type: end === undefined ? undefined : tidy(rest.slice(1, end)),
    rest: end === undefined ? rest : rest.slice(end + 1).trimStart(),
  };
}

function readParameter({ type, rest }: Tag): JsDocParameter {
  const bracket = closing(rest, "[", "]");
  const name = /^\[?\s*([\p{ID_Continue}$.]+(?:\[\][\p{ID_Continue}$.]*)*)/u.exec(rest)?.[1] ?? "";
  const text = rest.slice(bracket === undefined ? name.length : bracket + 1);
  return {
    name,
    type: type?.replace(/=$/, ""),
    text: tidy(text.replace(/^\s*[-–—:]\s+/, "").replaceAll(/\n\s+/g, "\n")),
    optional: bracket !== undefined || type?.endsWith("=") === true,
  };
}

/** Where the bracket at the start of the text is closed; undefined without such a bracket, or if it is never closed. */
function closing(text: string, open: string, close: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === open) depth += 1;
    if (text[at] === close) depth -= 1;
    if (depth === 0) return at === 0 ? undefined : at;
  }
  return undefined;
}

function tidy(text: string): string | undefined {
  return text.trim() || undefined;
}
