import { lexer, walkTokens } from "marked";
import { languageOf } from "./languages.ts";

/** A fenced block of a message. */
export interface CodeBlock {
  /** The name of a known language, or what the fence says; empty if it says nothing. */
  readonly language: string;
  /** What a first line `# filename: plot.py` names, as it stands there. */
  readonly filename?: string;
  readonly code: string;
}

/** The fenced blocks of a Markdown text, in order, also those in lists and quotations. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  walkTokens(lexer(markdown), (token) => {
    if (token.type !== "code" || token["codeBlockStyle"] === "indented") return;
    const { lang, text } = token as { lang?: string; text: string };
    blocks.push(block(lang?.trim().split(/\s+/)[0] ?? "", text));
  });
  return blocks;
}

/** A first line that is a comment in some language, and says nothing but a name. */
const NAMING = /^\s*(?:#|\/\/|<!--|\/\*|--)\s*filename:\s*(\S.*?)\s*(?:-->|\*\/)?\s*$/i;

function block(said: string, text: string): CodeBlock {
  const language = languageOf(said)?.name ?? (said === "" ? guessed(text) : said);
  const [first = "", ...rest] = text.split("\n");
  const filename = NAMING.exec(first)?.[1];
  if (filename === undefined) return { language, code: text };
  // In code, it is a comment, and the lines keep their numbers. In data, it would be part of the data.
  const code = languageOf(language) === undefined ? rest.join("\n") : text;
  return { language, filename, code };
}

/** As AutoGen 0.2 guesses, but for Python, which it recognises by compiling. */
function guessed(code: string): string {
  return /^(?:python3? |pip3? )/.test(code) ? "sh" : "";
}
