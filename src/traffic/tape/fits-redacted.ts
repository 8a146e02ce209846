import { isRecord } from "../../json/value.ts";
import type { HttpRequest } from "../http/http.ts";
import { opened } from "../redact/opened.ts";
import {
  frameOf,
  hasPlaceholder,
  placeholder,
  placeholdersOf,
  UNWRITTEN,
} from "../secrets/placeholder.ts";
import type { ReadRequest } from "./request-line.ts";

/** By the numbers of secrets that are not on the tape: the numbers of those on the tape that they stand for. */
export type Bindings = ReadonlyMap<number, number>;

/**
 * Whether a recording answers a request if the places of its secrets may hold anything: where it is replayed, the
 * secret may be another one, or missing. What came out of the recording fits only itself. `made` is the request as a
 * line has it, `raw` with its own secrets: a secret of this machine may be an ordinary word of the recording. `mayBe`
 * tells whether a secret of this run may be that of the recording. Undefined if it does not answer.
 */
export function fitsRedacted(
  recorded: ReadRequest,
  made: ReadRequest,
  raw: HttpRequest,
  mayBe: (recorded: number) => boolean,
): Bindings | undefined {
  const expected = recorded.isCut
    ? `${String(recorded.body)}${placeholder(ANYTHING)}`
    : recorded.body;
  for (const { query, body } of readings(made, raw)) {
    const fit = new Fit(mayBe);
    if (fit.resource(recorded, made, query) && fit.value(expected, body)) return fit.bindings;
  }
  return undefined;
}

/** The same, whatever is sent. */
export function asksTheSame(recorded: ReadRequest, made: ReadRequest, raw: HttpRequest): boolean {
  for (const { query } of readings(made, raw))
    if (new Fit(() => true).resource(recorded, made, query)) return true;
  return false;
}

/** The number of a placeholder that stands for the rest of a text, whatever secrets are in it. */
const ANYTHING = 0;

/** What is sent, as a line has it, and with secrets of this machine as they are. */
function* readings(
  made: ReadRequest,
  raw: HttpRequest,
): Generator<{ query: string | undefined; body: unknown }> {
  const { query, body } = made;
  yield { query, body };
  if (!frameOf(JSON.stringify(made)).numbers.some((number) => number > UNWRITTEN)) return;
  const { search } = new URL(raw.url);
  const rawBody =
    raw.body.kind === "json" ? raw.body.value : raw.body.kind === "text" ? raw.body.text : body;
  yield { query: search, body };
  yield { query, body: rawBody };
  yield { query: search, body: rawBody };
}

class Fit {
  readonly bindings = new Map<number, number>();
  readonly #mayBe: (recorded: number) => boolean;

  constructor(mayBe: (recorded: number) => boolean) {
    this.#mayBe = mayBe;
  }

  resource(recorded: ReadRequest, made: ReadRequest, query: string | undefined): boolean {
    return (
      recorded.method === made.method &&
      recorded.host === made.host &&
      this.value(recorded.headers, made.headers) &&
      this.text(recorded.path, made.path) &&
      this.query(recorded.query, query)
    );
  }

  value(recorded: unknown, made: unknown): boolean {
    if (typeof recorded === "string") {
      // A variable that is not set may be left out.
      if (typeof made !== "string") return isPlaceholder(recorded);
      return this.text(recorded, made);
    }
    if (Array.isArray(recorded)) {
      return (
        Array.isArray(made) &&
        recorded.length === made.length &&
        recorded.every((element, index) => this.value(element, made[index]))
      );
    }
    if (isRecord(recorded)) {
      if (!isRecord(made)) return false;
      const keys = new Set([...Object.keys(recorded), ...Object.keys(made)]);
      return [...keys].every((key) => this.value(recorded[key], made[key]));
    }
    if (typeof recorded === "number" && typeof made === "number")
      return Object.is(recorded, made) || this.text(String(recorded), String(made));
    return Object.is(recorded, made);
  }

  query(recorded = "", made = ""): boolean {
    if (!hasPlaceholder(recorded)) return recorded === made;
    const [before, after] = [recorded, made].map(pairsOf) as [Pair[], Pair[]];
    const secrets = before.filter(({ value }) => hasPlaceholder(value));
    const others = before.filter(({ value }) => !hasPlaceholder(value));
    // A variable that is not set may be left out of the query.
    const rest = after.filter(({ name, value }) => {
      const index = secrets.findIndex((secret) => secret.name === name);
      const [secret] = index < 0 ? [] : secrets.splice(index, 1);
      return secret === undefined || !this.#stands(placeholdersOf(secret.value), value);
    });
    return rest.map(({ text }) => text).join("&") === others.map(({ text }) => text).join("&");
  }

  /** Each placeholder stands for any text that is not another one of the recording. */
  text(written: string, sent: string): boolean {
    if (written === sent) return true;
    const [recorded = "", made = ""] = [written, sent].map((each) =>
      opened(each.replace(LENGTH_OF_BASE64, "")),
    );
    const [before, after] = [frameOf(recorded), frameOf(made)];
    if (before.text === after.text)
      return before.numbers.every((number, index) => this.#is(number, after.numbers[index] ?? 0));
    const placeholders = placeholdersOf(recorded);
    const [first] = placeholders;
    const last = placeholders.at(-1);
    if (first === undefined || last === undefined) return false;
    if (!made.startsWith(recorded.slice(0, first.at))) return false;
    const end = made.length - (recorded.length - last.end);
    if (!made.endsWith(recorded.slice(last.end))) return false;
    let at = first.at;
    for (const [index, one] of placeholders.entries()) {
      const next = placeholders[index + 1];
      const found = next === undefined ? end : made.indexOf(recorded.slice(one.end, next.at), at);
      if (found < at || !this.#stands([one], made.slice(at, found))) return false;
      at = found + (next === undefined ? 0 : next.at - one.end);
    }
    return at <= end;
  }

  /** Whether a text may stand where these are on the tape. */
  #stands(placeholders: readonly { readonly number: number }[], text: string): boolean {
    return placeholdersOf(text).every(({ number }) =>
      placeholders.some((recorded) => this.#is(recorded.number, number)),
    );
  }

  #is(recorded: number, made: number): boolean {
    if (recorded === ANYTHING) return true;
    if (made <= UNWRITTEN) return recorded === made;
    const bound = this.bindings.get(made);
    if (bound !== undefined) return bound === recorded;
    const isTaken = recorded !== 1 && [...this.bindings.values()].includes(recorded);
    if (isTaken || !this.#mayBe(recorded)) return false;
    this.bindings.set(made, recorded);
    return true;
  }
}

/** What stands before bytes in a request that was read. */
const LENGTH_OF_BASE64 = /^\d+(?= of base64: )/;

function isPlaceholder(text: string): boolean {
  const [one] = placeholdersOf(text);
  return one?.at === 0 && one.end === text.length;
}

interface Pair {
  readonly text: string;
  readonly name: string;
  readonly value: string;
}

function pairsOf(query: string): Pair[] {
  return query
    .replace(/^\?/, "")
    .split("&")
    .map((text) => {
      const at = text.indexOf("=");
      return at < 0
        ? { text, name: text, value: "" }
        : { text, name: text.slice(0, at), value: text.slice(at + 1) };
    });
}
