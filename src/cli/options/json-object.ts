import { InvalidArgumentError } from "commander";
import { isRecord } from "../../json/value.ts";

/** Reads a JSON object from the command line. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`It must be JSON, ${EXAMPLE}: ${(error as Error).message}.`);
  }
  if (!isRecord(value)) throw new InvalidArgumentError(`It must be a JSON object, ${EXAMPLE}.`);
  return value;
}

const EXAMPLE = `such as '{"customer":"Ann"}'`;
