import { existsSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { inspected } from "./inspector.ts";

/** A script of the engine; its places count from 0. */
interface Script {
  readonly url: string;
  readonly sourceMapURL: string | undefined;
}

interface Place {
  readonly script: Script;
  readonly line: number;
  readonly column: number;
}

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** What Node leaves of a parameter's type. */
const STRIPPED = /^(?:async\b\s*)?(?:function\b)?[\s*]*[\w$]*\s*\([^)]*[\w$}\]] {2,}[,)=]/;

/**
 * Why the author of a function has probably written types for it, which its text no longer shows, as a clause; undefined
 * if nothing says so. Asks the debugger and reads files.
 */
export function evidenceOfTypes(fn: Function, text: string): string | undefined {
  if (STRIPPED.test(text)) return "there are blanks where types were removed";
  const place = placeOf(fn);
  const url = place?.script.url.replace(/[?#].*$/, "") ?? "";
  if (place === undefined || !url.startsWith("file:")) return undefined;
  const path = fileURLToPath(url);
  const file = relative("", path);
  if (TYPESCRIPT.test(path)) return `${file} is TypeScript`;
  const source = sourceOf(place, path);
  if (source !== undefined && TYPESCRIPT.test(source)) return `${file} was made of ${source}`;
  if (source === UNKNOWN) return `${file} has a source map, so it was made of something else`;
  const reason = ofPackage(dirname(path));
  return reason && `${file} lies in a package ${reason}`;
}

const scripts = new Map<string, Script>();

function placeOf(fn: Function): Place | undefined {
  return inspected(fn, ({ session, internal }) => {
    const location = internal.get("[[FunctionLocation]]")?.value as
      | { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number }
      | undefined;
    if (location === undefined) return undefined;
    const { scriptId, lineNumber: line, columnNumber: column } = location;
    if (!scripts.has(scriptId)) {
      session.on("Debugger.scriptParsed", ({ params: { scriptId, url, sourceMapURL } }) =>
        scripts.set(scriptId, { url, sourceMapURL }),
      );
      // It tells all scripts at once.
      session.post("Debugger.enable");
      session.post("Debugger.disable");
      session.removeAllListeners("Debugger.scriptParsed");
    }
    const script = scripts.get(scriptId);
    return script && { script, line, column };
  });
}

const UNKNOWN = "?";

/** What a place was made of by the script's source map: undefined without one, `?` if the map cannot be read. */
function sourceOf({ script, line, column }: Place, path: string): string | undefined {
  const { sourceMapURL } = script;
  if (!sourceMapURL) return undefined;
  try {
    const data = /^data:[^,]*?(;base64)?,(.*)$/s.exec(sourceMapURL);
    const text = data
      ? data[1] === undefined
        ? decodeURIComponent(data[2] ?? "")
        : Buffer.from(data[2] ?? "", "base64").toString()
      : readFileSync(new URL(sourceMapURL, new URL(`file:${path}`)), "utf8");
    const entry = new SourceMap(JSON.parse(text) as SourceMapPayload).findEntry(line, column);
    return "originalSource" in entry ? entry.originalSource : undefined;
  } catch {
    return UNKNOWN;
  }
}

const reasons = new Map<string, string | undefined>();

/** What the nearest package has of TypeScript, as the end of a clause; undefined if it has nothing. */
function ofPackage(folder: string): string | undefined {
  if (reasons.has(folder)) return reasons.get(folder);
  const parent = dirname(folder);
  const reason = existsSync(join(folder, "tsconfig.json"))
    ? "that has a tsconfig.json"
    : existsSync(join(folder, "package.json"))
      ? ofManifest(join(folder, "package.json"))
      : parent === folder
        ? undefined
        : ofPackage(parent);
  reasons.set(folder, reason);
  return reason;
}

function ofManifest(path: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path, "utf8")) as {
      readonly [kind: string]: Readonly<Record<string, unknown>> | undefined;
    };
    const kinds = [manifest["dependencies"], manifest["devDependencies"]];
    return kinds.some((names) => names?.["typescript"] !== undefined)
      ? "that depends on typescript"
      : undefined;
  } catch {
    return undefined;
  }
}
