import { promptfooCases } from "../../cases/promptfoo/import-promptfoo.ts";
import { CaseFileError } from "../../cases/reading/problem.ts";
import { parseIfJson } from "../../json/value.ts";
import { UsageError } from "../../runner/errors.ts";
import type { Reader } from "./source.ts";

/** The reader of promptfoo's configs, as JSON or YAML. */
export async function promptfooReader(): Promise<Reader> {
  const parse = await yamlParser();
  return ({ text, file, agent, unmapped }) =>
    promptfooCases(parseIfJson(text) ?? parse(text, file), file, agent, unmapped);
}

/** By a package that need not be installed: most import no YAML, and those who do, once. */
async function yamlParser(): Promise<(text: string, file: string) => unknown> {
  const yaml = await import("yaml").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  });
  return (text, file) => {
    if (yaml === undefined)
      throw new UsageError(`${file} is YAML, which the package yaml reads: npm install -D yaml`);
    // Aliases that make a small file a large value are refused by it.
    const document = yaml.parseDocument(text, { merge: true });
    const [error] = document.errors;
    if (error === undefined) return document.toJS() as unknown;
    const { line = 1, col: column = 1 } = error.linePos?.[0] ?? {};
    const message = `this is not YAML: ${error.message.split(" at line")[0]}.`;
    throw new CaseFileError([{ file, line, column, message }]);
  };
}
