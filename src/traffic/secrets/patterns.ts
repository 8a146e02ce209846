import { isRecord, parseIfJson } from "../../json/value.ts";
import type { Take } from "./named.ts";

/** Takes out what fits the patterns that the user names. */
export function redactPatterns(text: string, patterns: readonly RegExp[], take: Take): string {
  let redacted = text;
  for (const pattern of patterns)
    redacted = redacted.replace(pattern, (secret) => substituteFor(secret, take));
  if (redacted === text || parseIfJson(redacted) !== undefined) return redacted;
  // A pattern with quotes in it leaves no JSON: then it is to fit the texts and not what is around them.
  const value = parseIfJson(text);
  return typeof value === "object" && value !== null
    ? JSON.stringify(mapTexts(value, (inner) => redactPatterns(inner, patterns, take)))
    : redacted;
}

/** A pattern that is applied wherever it fits. */
export function everywhere({ source, flags }: RegExp): RegExp {
  return new RegExp(source, `${flags.replace(/[gy]/g, "")}g`);
}

/** A number stays a number. */
function substituteFor(secret: string, take: Take): string {
  if (secret === "") return "";
  const substitute = take(secret);
  return /^\d+$/.test(secret) ? secret.replace(/\d/g, "9") : substitute;
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part, map)]));
}
