import { DEEPEST } from "../../json/depth.ts";
import { isRecord, parseIfJson } from "../../json/value.ts";
import { parseStrictly } from "../../json/parse-strictly.ts";
import { show } from "../../json/show.ts";

/** What a judge's answer says, or a clause on why that is no verdict. */
export type Answer =
  | { readonly verdict: "passed" | "failed"; readonly reason: string }
  | { readonly problem: string };

/**
 * Reads an answer as models write them: the object in a fence, in words, after thoughts in tags, or as a JSON string;
 * the verdict as `PASSED` or `true`; a reason or none (then it is empty). What states two verdicts has none.
 */
export function readAnswer(text: string): Answer {
  const whole = parseIfJson(text.replace(/^\uFEFF/, ""));
  if (typeof whole === "string") return readAnswer(whole);
  const { objects, around, after } = partsOf(text);
  const words = around.replace(/[\uFEFF\u200B]|```\w*/g, "").trim();
  // A whole answer of one word can mean nothing else.
  const bare = objects.length === 0 ? verdictOf(words) : undefined;
  if (bare !== undefined) return { verdict: bare, reason: "" };
  if (objects.length === 0)
    return { problem: `it answered ${show(text, 300)} instead of a JSON object` };
  const stated = new Set(objects.map((object) => verdictOf(valueOf(object, "verdict"))));
  const [verdict] = stated;
  if (stated.size === 1 && verdict === undefined)
    return { problem: `its verdict is neither "passed" nor "failed": ${show(text, 300)}` };
  for (const [, word] of [...around.matchAll(STATEMENT), ...after.matchAll(VERDICT)])
    stated.add(verdictOf(word));
  if (verdict === undefined || stated.size > 1)
    return { problem: `it states more than one verdict: ${show(text, 300)}` };
  const reasons = objects.map((object) => reasonOf(valueOf(object, "reason")));
  return { verdict, reason: reasons.findLast((reason) => reason !== "") ?? words };
}

/** The last words decide as much as the object before them. That it did `not pass` is no second verdict. */
const VERDICT = /(?<!\bnot |n't )\b(pass(?:e[ds])?|fail(?:ed|s)?)\b/gi;
const STATEMENT = /\bverdict\b\W*(?:is\W+)?(pass(?:e[ds])?|fail(?:ed|s)?)\b/gi;

const WORDS = new Map<string, "passed" | "failed">([
  ...["pass", "passes", "passed", "true"].map((word) => [word, "passed"] as const),
  ...["fail", "fails", "failed", "false"].map((word) => [word, "failed"] as const),
]);

/** A word with the marks around it. */
const LONGEST_WORD = 100;

/** `"PASSED."`, `**Fail**` and `true` are verdicts, too. */
function verdictOf(value: unknown): "passed" | "failed" | undefined {
  const word = typeof value === "boolean" ? String(value) : value;
  return typeof word === "string" && word.length <= LONGEST_WORD
    ? WORDS.get(word.replace(/^\W+|\W+$/g, "").toLowerCase())
    : undefined;
}

function reasonOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return value === undefined || value === null ? "" : show(value, 600);
}

type Fields = Readonly<Record<string, unknown>>;

/** What an object has under a key, in whatever case. */
function valueOf(object: Fields, key: string): unknown {
  return Object.entries(object).find(([name]) => isKey(name, key))?.[1];
}

function isKey(name: string, key: string): boolean {
  return name.trim().toLowerCase() === key;
}

interface Parts {
  /** The objects that have a verdict. */
  readonly objects: readonly Fields[];
  /** All words outside of them and of thoughts, and those after the last of them. */
  readonly around: string;
  readonly after: string;
}

/** `<think>`, `[THINK]` of Mistral's models, `◁think▷` of Kimi's. */
const THOUGHTS =
  /<(\/?)(think|thinking|thoughts?|reasoning|reflection|analysis)>|\[(\/?)(think)\]|◁(\/?)(think)▷/iy;

/** Each opening brace may have to be read to the end of the text: one with more of them is no verdict. */
const MOST_BRACES = 100;

function partsOf(text: string): Parts {
  let objects: Fields[] = [];
  let around = "";
  let after = "";
  let braces = 0;
  let isLineStart = true;
  const lowerCase = text.toLowerCase();
  for (let at = 0; at < text.length;) {
    THOUGHTS.lastIndex = at;
    const [tag, ...groups] = THOUGHTS.exec(text) ?? [];
    const [slash, name = ""] = groups.filter((group) => group !== undefined);
    if (text[at] === "{" && ++braces > MOST_BRACES) return { objects: [], around: text, after };
    const object = text[at] === "{" ? objectAt(text, at) : undefined;
    if (slash === "/" && isLineStart) {
      // Templates of chats write the opening tag themselves: all until here was thought.
      [objects, around, after] = [[], "", ""];
      at += tag?.length ?? 0;
    } else if (tag !== undefined && slash === "") {
      const end = lowerCase.indexOf(`/${name.toLowerCase()}`, at);
      at = end < 0 ? text.length : end + tag.length;
    } else if (object !== undefined) {
      objects.push(object.value);
      after = "";
      at = object.end;
    } else {
      const character = text[at++] as string;
      around += character;
      after += character;
      isLineStart = character === "\n" || (isLineStart && character.trim() === "");
    }
  }
  return { objects, around, after };
}

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;

/** The object with a verdict that begins here. Trailing commas and line breaks in strings are let pass. */
function objectAt(text: string, start: number): { value: Fields; end: number } | undefined {
  const json: string[] = [];
  /** How much comes before a comma that nothing has followed yet. */
  let beforeComma: number | undefined;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') {
      STRING.lastIndex = at;
      const string = STRING.exec(text)?.[0];
      if (string === undefined) return undefined;
      json.push(string.replace(/[\n\r\t]/g, (control) => JSON.stringify(control).slice(1, -1)));
      beforeComma = undefined;
      at += string.length - 1;
      continue;
    }
    if ((character === "{" || character === "[") && ++depth > DEEPEST) return undefined;
    if (character === "}" || character === "]") {
      depth--;
      json.length = beforeComma ?? json.length;
    }
    if (character === ",") beforeComma = json.length;
    else if (character.trim() !== "") beforeComma = undefined;
    json.push(character);
    if (depth === 0) {
      const value = parsed(json.join(""));
      const isVerdict = isRecord(value) && Object.keys(value).some((key) => isKey(key, "verdict"));
      return isVerdict ? { value, end: at + 1 } : undefined;
    }
  }
  return undefined;
}

/** Undefined for an object that has a key twice, too: it says two things. */
function parsed(json: string): unknown {
  try {
    return parseStrictly(json);
  } catch {
    return undefined;
  }
}
