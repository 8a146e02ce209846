import { InvalidArgumentError } from "commander";
import { isRecord } from "../../json/value.ts";

type Read<T> = (text: string) => T;

function number(isAllowed: (value: number) => boolean, requirement: string): Read<number> {
  return (text) => {
    const value = text.trim() === "" ? NaN : Number(text);
    if (!isAllowed(value)) throw new InvalidArgumentError(requirement);
    return value;
  };
}

export function wholeNumber(least: number): Read<number> {
  const requirement = `It must be a whole number of at least ${least}.`;
  return number((value) => Number.isInteger(value) && value >= least, requirement);
}

export const amount = number((value) => value >= 0, "It must be a number of at least 0.");

export const share = number(
  (value) => value > 0 && value <= 1,
  "It must be more than 0 and at most 1, such as 0.8.",
);

/** Reads a level of significance. */
export const level = number(
  (value) => value > 0 && value < 1,
  "It must lie between 0 and 1, such as 0.05.",
);

/** Reads a rate that a finite number of replies can show. */
export const rate = number(
  (value) => value > 0 && value < 1,
  "It must lie between 0 and 1, such as 0.8.",
);

const percentage = number(
  (value) => value >= 0 && value <= 100,
  "It must be a number from 0 to 100.",
);

/** Reads a percentage, with or without its sign. */
export function percent(text: string): number {
  return percentage(text.replace(/\s*%$/, ""));
}

/** Reads a regular expression without slashes around it, which may be given once. */
export function regularExpression(text: string, before?: RegExp): RegExp {
  if (before !== undefined)
    throw new InvalidArgumentError(
      `${String(before)} was given before. To match either, give ${JSON.stringify(`${before.source}|${text}`)}.`,
    );
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}

/** Reads `2/5`, the second of five parts. */
export function shard(text: string): { index: number; of: number } {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of)
    throw new InvalidArgumentError("It must be a part and how many there are, such as 2/5.");
  return { index, of };
}

/** Reads `a,b`. A repeated flag adds to the list; the first replaces the default. */
export function list(
  fallback: readonly string[] = [],
): (text: string, before?: readonly string[]) => string[] {
  return (text, before = fallback) => [
    ...(before === fallback ? [] : before),
    ...text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  ];
}

const JSON_EXAMPLE = `such as '{"customer":"Ann"}'`;

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(
      `It must be JSON, ${JSON_EXAMPLE}: ${(error as Error).message}.`,
    );
  }
}

export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  const value = json(text);
  if (!isRecord(value))
    throw new InvalidArgumentError(`It must be a JSON object, ${JSON_EXAMPLE}.`);
  return value;
}
