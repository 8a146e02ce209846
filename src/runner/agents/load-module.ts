import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../errors.ts";
import { placeText } from "../place-of.ts";

/** The endings of modules that Node loads as they are, in the order in which they are looked for. */
export const MODULE_ENDINGS = [".ts", ".mts", ".js", ".mjs"] as const;

/** The exports of a module. Throws UsageError if it cannot be loaded. */
export async function loadModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${file} could not be loaded: ${describeLoadError(error)}`, {
      cause: error,
    });
  }
}

/** What Node says of an ES module that package.json makes CommonJS, as npm init does. */
const AS_COMMONJS = /^(?:Cannot use import statement outside a module|Unexpected token 'export')/;
const AN_ES_MODULE =
  '. It is an ES module, and its package.json makes it CommonJS: write "type": "module" there, or let its name end in .mts.';

/** Why a module could not be loaded, with the place in the user's own code if there is one. */
export function describeLoadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ""] = error.message.split("\n");
  const message = line.replaceAll(`${process.cwd()}/`, "");
  const hint = AS_COMMONJS.test(message) ? AN_ES_MODULE : "";
  return `${error.name === "Error" ? "" : `${error.name}: `}${message}${placeText(error)}${hint}`;
}

/** Waits at most `ms`, and only while the promise can still settle. Throws what `errorOf` makes of the reason. */
export function withDeadline<T>(
  promise: Promise<T>,
  errorOf: (reason: string) => Error,
  ms = 120_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(errorOf(`it did not finish within ${ms} ms`));
    // The timer must not keep the process from running out of things to do.
    const timer = setTimeout(late, ms).unref();
    const stuck = (): void => reject(errorOf("it awaits a promise that never settles"));
    process.once("beforeExit", stuck);
    promise
      .finally(() => {
        clearTimeout(timer);
        process.off("beforeExit", stuck);
      })
      .then(resolve, reject);
  });
}
