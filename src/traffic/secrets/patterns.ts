import { isRecord, parseIfJson } from "../../json/value.ts";
import type { Take } from "./named.ts";
import { nines, numberOfNines, type Numbers } from "./placeholder.ts";

/** Takes out what fits the patterns that the user names. */
export function redactPatterns(
  text: string,
  patterns: readonly RegExp[],
  take: Take,
  numbers: Numbers,
): string {
  let redacted = text;
  for (const pattern of patterns)
    redacted = redacted.replace(pattern, (secret) => substituteFor(secret, take, numbers));
  if (redacted === text || parseIfJson(redacted) !== undefined) return redacted;
  // A pattern with quotes in it leaves no JSON: then it is to fit the texts and not what is around them.
  const value = parseIfJson(text);
  return typeof value === "object" && value !== null
    ? JSON.stringify(mapTexts(value, (inner) => redactPatterns(inner, patterns, take, numbers)))
    : redacted;
}

/** A pattern that is applied wherever it fits. */
export function everywhere({ source, flags }: RegExp): RegExp {
  return new RegExp(source, `${flags.replace(/[gy]/g, "")}g`);
}

/** A number stays a number. */
function substituteFor(secret: string, take: Take, numbers: Numbers): string {
  if (secret === "") return "";
  if (!/^\d+$/.test(secret)) return take(secret);
  const replaced = numberOfNines(secret);
  if (replaced !== undefined) return nines(secret.length, numbers.after(replaced));
  take(secret);
  return nines(secret.length, numbers.of(secret));
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part, map)]));
}
