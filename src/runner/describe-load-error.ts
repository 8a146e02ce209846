import { placeOf } from "./place-of.ts";

/** Why a module could not be loaded, with the place in the user's own code where there is one. */
export function describeLoadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeOf(error);
  const [line = ""] = error.message.split("\n");
  const message = line.replaceAll(`${process.cwd()}/`, "");
  return `${error.name === "Error" ? "" : `${error.name}: `}${message}${place === undefined ? "" : ` (${place})`}`;
}
