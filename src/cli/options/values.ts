import { InvalidArgumentError } from "commander";

/** Reads a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    return value;
  };
}

/** Reads a number of at least 0. */
export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0))
    throw new InvalidArgumentError("It must be a number of at least 0.");
  return value;
}

/** Reads a share of more than 0, up to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1))
    throw new InvalidArgumentError("It must be more than 0 and at most 1, such as 0.8.");
  return value;
}

/** Reads a number between 0 and 1. */
export function level(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw new InvalidArgumentError("It must lie between 0 and 1, such as 0.05.");
  return value;
}

/** Reads a number from 0 to 100, with or without its sign. */
export function percent(text: string): number {
  const value = Number(text.replace(/\s*%$/, ""));
  if (text.trim() === "" || !(value >= 0 && value <= 100))
    throw new InvalidArgumentError("It must be a number from 0 to 100.");
  return value;
}

/** Reads a regular expression, without slashes around it. */
export function regularExpression(text: string, before?: RegExp): RegExp {
  if (before !== undefined)
    throw new InvalidArgumentError(
      `${String(before)} was given before. For what matches either, give ${JSON.stringify(`${before.source}|${text}`)}.`,
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

/** Reads `a,b`, and gathers what is given several times; what is given replaces the default. */
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
