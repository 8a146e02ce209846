import { placeOf } from "./place-of.ts";

/** What Node says of an ES module that package.json makes CommonJS, as npm init does. */
const AS_COMMONJS = /^(?:Cannot use import statement outside a module|Unexpected token 'export')/;
const AN_ES_MODULE =
  '. It is an ES module, and its package.json says that it is none: write "type": "module" there, or let its name end in .mts.';

/** Why a module could not be loaded, with the place in the user's own code where there is one. */
export function describeLoadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeOf(error);
  const [line = ""] = error.message.split("\n");
  const message = line.replaceAll(`${process.cwd()}/`, "");
  const where = place === undefined ? "" : ` (${place})`;
  const hint = AS_COMMONJS.test(message) ? AN_ES_MODULE : "";
  return `${error.name === "Error" ? "" : `${error.name}: `}${message}${where}${hint}`;
}
