import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { applyEdits, modify, parse, type ParseError } from "jsonc-parser";
import { field, isRecord } from "../../json/value.ts";
import { attempt } from "../../runner/errors.ts";
import { makeDirectory } from "../../text/make-directory.ts";

const SETTINGS = ".vscode/settings.json";

/** What VS Code is told of case files in JSON. It checks no JSONL by a schema. */
const ASSOCIATION = {
  fileMatch: ["*.cases.json"],
  url: "./node_modules/swarm-eval/dist/case.schema.json",
};

/**
 * Has VS Code check and complete cases in JSON; settings that are there are kept, with their comments. Returns what was
 * done, a line for it if anything was. Throws UsageError.
 */
export function writeEditorSettings(): string[] {
  const isThere = existsSync(SETTINGS);
  return attempt(`${SETTINGS} could not be written`, () => {
    const text = isThere ? readFileSync(SETTINGS, "utf8") : "{}\n";
    const errors: ParseError[] = [];
    const settings: unknown = parse(text, errors, { allowTrailingComma: true });
    const schemas = field(settings, "json.schemas") ?? [];
    if (errors.length > 0 || !isRecord(settings) || !Array.isArray(schemas))
      return [`${SETTINGS} is not as VS Code reads it, so it was left as it is.`];
    if (schemas.some((one) => field(one, "url") === ASSOCIATION.url)) return [];
    const at = ["json.schemas", schemas.length];
    const formattingOptions = { insertSpaces: true, tabSize: 2 };
    const edits = modify(text, at, ASSOCIATION, { formattingOptions, isArrayInsertion: true });
    makeDirectory(dirname(SETTINGS));
    writeFileSync(SETTINGS, applyEdits(text, edits));
    return [isThere ? `added to ${SETTINGS}: the schema of *.cases.json` : `wrote ${SETTINGS}`];
  });
}
