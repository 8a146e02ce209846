import { isRecord } from "../../json/value.ts";
import type { HttpRequest } from "../http/http.ts";
import type { ReadRequest } from "./request-line.ts";

import { REDACTED } from "../secrets/harmless.ts";

/**
 * Whether a recording answers a request if the places of its secrets may hold anything: where it is replayed, the
 * secret may be another one, or missing. `made` is the request as a line has it, `raw` with its own secrets: a secret
 * of this machine may be an ordinary word of the recording.
 */
export function fitsRedacted(recorded: ReadRequest, made: ReadRequest, raw: HttpRequest): boolean {
  if (recorded.method !== made.method || recorded.host !== made.host) return false;
  if (!fits(recorded.headers, made.headers)) return false;
  const { body } = raw;
  const rawBody = body.kind === "json" ? body.value : body.kind === "text" ? body.text : undefined;
  const { search } = new URL(raw.url);
  return (
    fitsText(recorded.path, made.path) &&
    (fitsQuery(recorded.query, made.query) || fitsQuery(recorded.query, search)) &&
    (fits(recorded.body, made.body) || fits(recorded.body, rawBody))
  );
}

function fits(recorded: unknown, made: unknown): boolean {
  if (recorded === REDACTED) return true;
  if (typeof recorded === "string") return typeof made === "string" && fitsText(recorded, made);
  if (Array.isArray(recorded)) {
    return (
      Array.isArray(made) &&
      recorded.length === made.length &&
      recorded.every((element, index) => fits(element, made[index]))
    );
  }
  if (isRecord(recorded)) {
    if (!isRecord(made)) return false;
    const keys = new Set([...Object.keys(recorded), ...Object.keys(made)]);
    return [...keys].every((key) => fits(recorded[key], made[key]));
  }
  return Object.is(recorded, made);
}

function fitsQuery(recorded = "", made = ""): boolean {
  if (!recorded.includes(REDACTED)) return recorded === made;
  const names = (query: string): string[][] => query.replace(/^\?/, "").split("&").map(pairOf);
  const given = names(made);
  // A variable that is not set may be left out of the query.
  const secrets = names(recorded).filter(([, value = ""]) => value.includes(REDACTED));
  const others = names(recorded).filter(([, value = ""]) => !value.includes(REDACTED));
  const isSecret = (name = ""): boolean => secrets.some(([other]) => other === name);
  const rest = given.filter(([name]) => !isSecret(name));
  return (
    rest.map((pair) => pair.join("=")).join("&") === others.map((pair) => pair.join("=")).join("&")
  );
}

function pairOf(text: string): string[] {
  const at = text.indexOf("=");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Each placeholder stands for any text. */
function fitsText(recorded: string, made: string): boolean {
  if (recorded === made) return true;
  const [first = "", ...others] = recorded.split(REDACTED);
  const last = others.pop();
  if (last === undefined || !made.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = made.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return made.length - last.length >= at && made.endsWith(last);
}
