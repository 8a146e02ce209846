import { loadReader } from "./loading/load-reader.ts";
import type { TextReading } from "./loading/reader.ts";
import { originOf } from "./loading/tags.ts";
import { typedReading } from "./loading/typed-readings.ts";
import type { FunctionReading, Refusal, Signature } from "./schema/signature.ts";

/** By text, so that functions that a factory creates again share a signature, and what is derived from it. */
const known = new Map<string, Signature>();

/** The head of a function without parameters, which needs no parser. */
const withoutParameters = /^(?:async\b\s*)?(?:function\b\s*)?[\w$]*\s*\(\s*\)\s*(?:=>|\{)/;

const empty = {
  description: undefined,
  parameters: [],
  call: "positional",
  contextVariables: undefined,
} as const;

/**
 * The signature of a plain function: from its module if `readTypesOnLoad` or the vite plugin saw it, else from its own
 * text, which has names and defaults but no types. Throws SignatureError.
 */
export function signatureOf(fn: Function): Signature {
  const { name } = fn;
  const text = Function.prototype.toString.call(fn);
  const found = known.get(text);
  if (found?.name === name) return found;
  const refusal = refusalOfKind(name, text);
  if (refusal) throw new SignatureError(name, refusal);
  const reading = readLoaded(text) ?? readText(text, name);
  if (reading.type === "refusal") throw new SignatureError(name, reading);
  const { description, parameters, call, contextVariables } = reading;
  const signature: Signature = { name, description, parameters, call, contextVariables };
  known.set(text, signature);
  return signature;
}

/** Why a function cannot be a tool, whatever its parameters are. */
function refusalOfKind(name: string, text: string): Refusal | undefined {
  if (/\{\s*\[native code\]\s*\}$/.test(text))
    return { reason: "is native or bound, which hides its parameters" };
  if (/^class\b(?!\s*\()/.test(text)) return { reason: "is a class" };
  if (name === "") return { reason: "has no name for the model to call it by" };
  if (!/^[\w-]{1,64}$/.test(name))
    return {
      reason: "has a name that the API refuses: it takes up to 64 letters, digits, _ and -",
    };
  return undefined;
}

/** Reads a function of a module that was seen while it was loaded. */
function readLoaded(text: string): FunctionReading | undefined {
  const origin = originOf(text);
  if (!origin) return undefined;
  const { tagged } = origin;
  if (!tagged.typed) return tagged.reading;
  try {
    return typedReading(origin);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const reason = `has types, and TypeScript, which reads them, cannot be started (${cause})`;
    return tagged.reading ?? { type: "refusal", reason };
  }
}

function readText(text: string, name: string): FunctionReading {
  if (withoutParameters.test(text)) return { type: "signature", ...empty };
  let read: TextReading;
  try {
    read = loadReader().readFunctionText(text);
  } catch (cause) {
    const refusal = { reason: "has parameters, and the parser that reads them cannot be loaded" };
    throw new SignatureError(name, refusal, { cause });
  }
  if (read.stripped)
    process.emitWarning(
      `The types of "${name}" were removed before they could be read, so its parameters count as strings. Start Node with --import swarm-eval/register.`,
      "SwarmEvalWarning",
    );
  return read.reading;
}

/** A plain function cannot be described to a model. The message says what cannot, and why, and shows `tool()`. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly functionName: string;
  readonly parameter: string | undefined;
  readonly reason: string;

  constructor(functionName: string, refusal: Refusal, options?: ErrorOptions) {
    super(message(functionName, refusal), options);
    this.functionName = functionName;
    this.parameter = refusal.parameter;
    this.reason = refusal.reason;
  }
}

function message(functionName: string, { parameter, reason }: Refusal): string {
  const subject = functionName === "" ? "A function" : `The function "${functionName}"`;
  const part = parameter === undefined ? "it" : `its parameter "${parameter}"`;
  const names = parameter !== undefined && /^[\w$]+$/.test(parameter) ? `${parameter}: …, …` : "…";
  return `${subject} cannot be a tool as it stands: ${part} ${reason}.
Describe it yourself, with tool() from "swarm-eval" and z from "zod":

  tool({
    name: "${functionName === "" ? "…" : functionName}",
    description: "…",
    parameters: z.object({ ${names} }),
    execute: (args, { contextVariables }) => …,
  })`;
}
