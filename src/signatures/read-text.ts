import { loadReader } from "./loading/load-reader.ts";
import type { TextReading } from "./loading/reader.ts";
import { SignatureError } from "./signature-error.ts";
import type { WrittenFunction } from "./written-function.ts";

/** The head of a function without parameters, which needs no parser. */
const withoutParameters = /^(?:async\b\s*)?(?:function\b\s*)?[\w$]*\s*\(\s*\)\s*(?:=>|\{)/;

const empty = {
  description: undefined,
  parameters: [],
  call: "positional",
  contextVariables: undefined,
} as const;

/** Reads a function of which nothing is known but its own text. Throws SignatureError without the parser. */
export function readText({ text, name }: WrittenFunction): TextReading {
  if (withoutParameters.test(text) && !/\b(?:this|super)\b/.test(text))
    return { reading: { type: "signature", ...empty }, receiver: undefined };
  try {
    return loadReader().readFunctionText(text);
  } catch (cause) {
    const refusal = { reason: "has parameters, and the parser that reads them cannot be loaded" };
    throw new SignatureError(name, refusal, undefined, { cause });
  }
}
