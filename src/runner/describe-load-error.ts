import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Why a module could not be loaded, with the place in the user's own code where there is one. */
export function describeLoadError(error: unknown, file: string): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeIn(error, file);
  const [line = ""] = error.message.split("\n");
  const message = line.replaceAll(`${process.cwd()}/`, "");
  return `${error.name === "Error" ? "" : `${error.name}: `}${message}${place === undefined ? "" : ` (${place})`}`;
}

/** The first line of a stack that lies in the user's code: `evals/airline.ts:12:5`. */
export function placeIn(error: Error, file: string): string | undefined {
  const url = pathToFileURL(resolve(file)).href;
  const lines = (error.stack ?? "").split("\n");
  const own = lines.find((line) => line.includes(url) || line.includes(resolve(file)));
  const numbers = own === undefined ? undefined : /:(\d+)(?::(\d+))?\)?$/.exec(own.trim());
  if (numbers == null) return undefined;
  return `${file}:${numbers[1]}${numbers[2] === undefined ? "" : `:${numbers[2]}`}`;
}
