import { isUtf8 } from "node:buffer";
import { KnownValues, plainValue } from "../secrets/known-values.ts";
import { redactEscaped } from "./escaped.ts";
import { FamiliarTexts, unfamiliarTexts } from "./familiar.ts";
import { LONG_RUN, replaceLongRuns } from "../secrets/long-runs.ts";
import { isJwt, redactRun, redactSurrounded } from "../secrets/looks.ts";
import { NamedSecrets } from "../secrets/named.ts";
import { contentOfRun, unpacked } from "./packed.ts";
import { placeholdersIn } from "./encoded-placeholders.ts";
import { TrialNumbers, UNNUMBERED } from "./trial-numbers.ts";
import { everywhere, redactPatterns } from "../secrets/patterns.ts";
import { placeholder, rewriteNines, type Numbers } from "../secrets/placeholder.ts";
import { SecretNames } from "../secrets/secret-name.ts";
import { rewritePlaceholders } from "../secrets/spellings.ts";
import { secretsOf } from "../secrets/variables.ts";

/**
 * Takes secrets out of text. Equal texts come out equal, and redacting twice changes nothing more, so that a request is
 * compared in the form in which it was stored. JSON stays JSON.
 */
export interface Redactor {
  redact(text: string): string;
  /** The names of secret variables whose value the text still holds, in any usual encoding, packed or not. */
  leaks(text: string): string[];
  forTrial(): TrialRedactor;
  /** Knows what the latest trials took out: for what is printed while they are played. */
  forScreen(): Pick<TrialRedactor, "redact">;
}

/**
 * Remembers the secrets that it takes out of texts by their names or looks, and takes them out wherever they come from
 * then on, under any name.
 */
export interface TrialRedactor {
  redact(text: string): string;
  /** As of `Redactor`. */
  leaks(text: string): string[];
  /** Whether a JSON value may hold a secret. Most hold none, and to tell takes a fraction of the time to redact them. */
  mayFindIn(value: unknown): boolean;
  /** Whether it has met a secret. */
  readonly hasLearned: boolean;
  /** Those of the placeholders that it leaves. */
  readonly numbers: TrialNumbers;
}

/** What the user adds. */
export interface RedactionOptions {
  /** Names of variables, fields, headers and parameters, and patterns of values. */
  readonly secrets?: readonly (string | RegExp)[] | undefined;
}

/** Redacts by the values of secret variables in `environment`, by names, and by the look of well-known keys and tokens. */
export function redactorFor(
  environment: Readonly<Record<string, string | undefined>>,
  { secrets: added = [] }: RedactionOptions = {},
): Redactor {
  const more = added.filter((entry) => typeof entry === "string");
  const names = new SecretNames(more);
  const named = new NamedSecrets(names, more);
  const rules: Rules = {
    named,
    patterns: added.filter((entry) => typeof entry !== "string").map(everywhere),
    variables: new KnownValues(secretsOf(environment, names)),
    familiar: new FamiliarTexts(named),
  };
  const latest = new KnownValues([], MOST_REMEMBERED);
  return {
    redact: (text) => redactBy(rules, text, UNNUMBERED, new KnownValues([])),
    leaks: (text) => leaksIn(text, rules.variables),
    forTrial: () => trialRedactor(rules, latest),
    forScreen: () => ({ redact: remembering(rules, UNNUMBERED, latest, latest) }),
  };
}

/** Of a trial that meets more secrets, the latest. */
const MOST_REMEMBERED = 500;

interface Rules {
  readonly named: NamedSecrets;
  readonly patterns: readonly RegExp[];
  readonly variables: KnownValues;
  /** Hold nothing that a trial without secrets of its own would take out. */
  readonly familiar: FamiliarTexts;
}

function remembering(
  rules: Rules,
  numbers: Numbers,
  learned: KnownValues,
  latest: KnownValues,
): (text: string) => string {
  return (text) => {
    const before = learned.size;
    const redacted = redactBy(rules, text, numbers, learned, latest);
    // What is named at the end of a text may stand at its beginning.
    return learned.size === before ? redacted : redactBy(rules, redacted, numbers, learned, latest);
  };
}

function trialRedactor(rules: Rules, latest: KnownValues): TrialRedactor {
  const learned = new KnownValues([], MOST_REMEMBERED);
  const numbers = new TrialNumbers();
  const redactOnce = remembering(rules, numbers, learned, latest);
  const redact = (text: string): string => {
    const redacted = redactOnce(text);
    // What was found by one rule after the other is numbered by its places.
    return numbers.isSettled && redacted !== text ? redactOnce(redacted) : redacted;
  };
  const leaks = (text: string): string[] => leaksIn(text, rules.variables);
  return {
    redact,
    leaks,
    mayFindIn(value) {
      if (numbers.size > 0) return true;
      const texts = unfamiliarTexts(value, rules.familiar);
      const joined = texts.map(({ name, text }) => `"${name}":"${text}",`).join("");
      if (redact(joined) !== joined || leaks(joined).length > 0) return true;
      for (const text of texts) rules.familiar.add(text);
      return false;
    },
    get hasLearned() {
      return numbers.size > 0;
    },
    numbers,
  };
}

function redactBy(
  rules: Rules,
  text: string,
  numbers: Numbers,
  learned: KnownValues,
  latest?: KnownValues,
): string {
  const { named, patterns, variables } = rules;
  const take = (secret: string): string => {
    // It keeps its shape, and loses its signature below.
    if (isJwt(secret)) return secret;
    if (latest !== undefined) {
      learned.learn(secret);
      latest.learn(secret);
    }
    return placeholder(numbers.of(plainValue(secret)));
  };
  const all = [variables, learned];
  const least = Math.min(LONG_RUN, variables.encodings.shortest, learned.encodings.shortest);
  return redactText(text, 0);

  function redactText(text: string, depth: number): string {
    const within = (inner: string): string => redactText(inner, depth + 1);
    let redacted = text;
    for (const known of all) redacted = known.takeOut(redacted, numbers);
    redacted = rewriteNines(rewritePlaceholders(redacted, numbers), numbers);
    redacted = redactPatterns(redacted, patterns, take, numbers);
    if (depth < DEEPEST) redacted = redactEscaped(redacted, within);
    redacted = redactSurrounded(named.redact(redacted, take), take);
    return replaceLongRuns(redacted, least, (run, before) => {
      const held = heldIn(run);
      if (held !== "") return held;
      if (depth === DEEPEST) return run;
      const content = contentOfRun(run);
      if (content !== undefined) {
        const inner = redactBytes(content.bytes, within);
        return inner === undefined ? run : content.pack(inner);
      }
      return redactRun(run, before, take, within, numbers);
    });
  }

  /** The placeholders of what a run of characters holds in base64 or hexadecimal digits; empty if it holds nothing. */
  function heldIn(run: string): string {
    const held = [...all.flatMap((known) => known.encodedIn(run)), ...placeholdersIn(run)]
      .toSorted((a, b) => a.at - b.at)
      .map((one) => ("value" in one ? numbers.of(one.value) : numbers.after(one.number)));
    return [...new Set(held)].map(placeholder).join("");
  }
}

/** Texts within texts are looked into three deep. */
const DEEPEST = 3;

function leaksIn(text: string, variables: KnownValues, depth = 0): string[] {
  if (variables.size === 0) return [];
  const names = new Set(variables.namesIn(text));
  replaceLongRuns(text, Math.min(LONG_RUN, variables.encodings.shortest), (run) => {
    for (const { name } of variables.encodedIn(run)) names.add(name);
    const content = depth < DEEPEST ? contentOfRun(run, true) : undefined;
    if (content !== undefined)
      for (const name of leaksIn(textOf(content.bytes).text, variables, depth + 1)) names.add(name);
    return run;
  });
  return [...names];
}

/** Redacts text among bytes, packed or not. */
export function redactBase64(base64: string, redact: (text: string) => string): string {
  const bytes = Buffer.from(base64, "base64");
  const packed = unpacked(bytes);
  const redacted = redactBytes(packed?.bytes ?? bytes, redact);
  if (redacted === undefined) return base64;
  return Buffer.from(packed?.pack(redacted) ?? redacted).toString("base64");
}

/** The bytes with their text redacted; undefined if nothing is taken out. */
function redactBytes(bytes: Buffer, redact: (text: string) => string): Buffer | undefined {
  const { text, encoding } = textOf(bytes);
  const redacted = redact(text);
  return redacted === text ? undefined : Buffer.from(redacted, encoding);
}

/** Latin-1 has a character for every byte. */
function textOf(bytes: Buffer): { readonly text: string; readonly encoding: BufferEncoding } {
  const encoding = isUtf8(bytes) ? "utf8" : "latin1";
  return { text: bytes.toString(encoding), encoding };
}
