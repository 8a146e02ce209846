import { unicodeEscape } from "../../text/printable.ts";

/** Characters that XML 1.0 cannot hold, and what turns the direction of writing. */
const FORBIDDEN = /[[\p{Cc}\p{Bidi_Control}\uFFFE\uFFFF]--[\t\n\r]]/gv;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** A text between tags. Characters that XML 1.0 cannot hold are spelled out, as `\u001b`. */
export function xmlText(text: string): string {
  return holdable(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] as string);
}

/** The attributes in a tag, each after a space, with their line breaks; undefined ones are left out. */
export function xmlAttributes(
  attributes: Readonly<Record<string, string | number | undefined>>,
): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join("");
}

function xmlAttribute(text: string): string {
  return holdable(text).replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] as string);
}

function holdable(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, unicodeEscape);
}

/** By name; null is not known. */
export type PropertyValues = Readonly<Record<string, string | number | null>>;

/** The properties that are known, at least one, with numbers rounded to the sixth digit. */
export function junitProperties(values: PropertyValues): string {
  const known = Object.entries(values).filter(([, value]) => value !== null);
  const properties = known.map(
    ([name, value]) => `<property${xmlAttributes({ name, value: propertyText(value) })}/>`,
  );
  return `<properties>${properties.join("")}</properties>`;
}

function propertyText(value: string | number | null): string {
  return typeof value === "number" ? String(Number(value.toFixed(6))) : String(value);
}

/** A list of numbers as a property: with spaces between; null stays null. */
export function listText(values: readonly number[] | null): string | null {
  return values === null ? null : values.map(propertyText).join(" ");
}

/** An attribute in seconds; undefined for NaN, which is not known. */
export function seconds(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : (ms / 1000).toFixed(3);
}
