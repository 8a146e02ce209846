import { evidenceOfTypes } from "./evidence-of-types.ts";
import { loadReader } from "./loading/load-reader.ts";
import type { TextReading } from "./loading/reader.ts";
import { originOf, placeOf, type Origin } from "./loading/tags.ts";
import { isRefused, typedReading } from "./loading/typed-readings.ts";
import { markOf, type Mark } from "./marks.ts";
import { refusalWithout } from "./receiver-refusal.ts";
import { withoutBound } from "./schema/bound-arguments.ts";
import type { FunctionReading, Parameter, Refusal, Signature } from "./schema/signature.ts";
import { SignatureError } from "./signature-error.ts";
import { isNative, writtenFunction, type WrittenFunction } from "./written-function.ts";

/** By how many arguments are bound. */
type Known = Map<number | undefined, Signature>;

/** By text, so that functions that a factory creates again share a signature, and what is derived from it. */
const byText = new Map<string, Known>();
/** What is minified to the same text may have been read differently. */
const byMark = new WeakMap<Mark, Known>();

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
 * text, which has names and defaults but no types: that will do only if nothing says that there were types. A bound
 * function has that of its target, without what is bound. Throws SignatureError.
 */
export function signatureOf(fn: Function): Signature {
  const written = writtenFunction(fn);
  const { name, text, target, bound } = written;
  const mark = markOf(target);
  const known: Known = (mark ? byMark.get(mark) : byText.get(text)) ?? new Map();
  const found = known.get(bound);
  if (found?.name === name) return found;
  const refusal = refusalOfKind(written);
  const origin = originOf(text);
  const refuse = (refusal: Refusal): never => {
    throw new SignatureError(name, refusal, origin && placeOf(origin));
  };
  if (refusal) return refuse(refusal);
  const reading = readWritten(written, mark, origin);
  if (reading.type === "refusal") return refuse(reading);
  const { type: _, parameters: all, ...rest } = withoutBound(reading, bound ?? 0);
  const parameters = all.map((parameter) =>
    "refusal" in parameter ? refuse(parameter.refusal) : parameter,
  );
  const lost = parameters.some(({ untyped }) => untyped) && typesLost(parameters, written);
  if (lost) return refuse(lost);
  const signature: Signature = { name, ...rest, parameters };
  known.set(bound, signature);
  if (mark) byMark.set(mark, known);
  else byText.set(text, known);
  return signature;
}

/** Why a function cannot be a tool, whatever its parameters are. */
function refusalOfKind(written: WrittenFunction): Refusal | undefined {
  const { name, text } = written;
  if (isNative(written)) return { reason: "is native or bound, which hides its parameters" };
  if (/^class\b(?!\s*\()/.test(text)) return { reason: "is a class" };
  if (name === "") return { reason: "has no name for the model to call it by" };
  if (!/^[\w-]{1,64}$/.test(name))
    return {
      reason: "has a name that the API refuses: it takes up to 64 letters, digits, _ and -",
    };
  return undefined;
}

function readWritten(
  written: WrittenFunction,
  mark: Mark | undefined,
  origin: Origin | undefined,
): FunctionReading {
  const { name, text, bound } = written;
  const loaded = origin && readLoaded(origin);
  const { reading, receiver } =
    mark ??
    (loaded ? { reading: loaded, receiver: origin.tagged.receiver } : readText(text, name));
  if (!receiver || bound !== undefined) return reading;
  return { type: "refusal", ...refusalWithout(receiver, written) };
}

/** Reads a function of a module that was seen while it was loaded. */
function readLoaded(origin: Origin): FunctionReading | undefined {
  const { tagged } = origin;
  if (!tagged.typed) return tagged.reading;
  try {
    return typedReading(origin);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const reason = `has types, and TypeScript, which reads them, cannot be started (${cause})`;
    const { reading } = tagged;
    return reading && !isRefused(reading) ? reading : { type: "refusal", reason };
  }
}

function readText(text: string, name: string): Pick<TextReading, "reading" | "receiver"> {
  if (withoutParameters.test(text) && !/\b(?:this|super)\b/.test(text))
    return { reading: { type: "signature", ...empty }, receiver: undefined };
  let read: TextReading;
  try {
    read = loadReader().readFunctionText(text);
  } catch (cause) {
    const refusal = { reason: "has parameters, and the parser that reads them cannot be loaded" };
    throw new SignatureError(name, refusal, undefined, { cause });
  }
  return read;
}

/** Why the types of parameters that show none are lost, and not just missing; undefined if nothing says so. */
function typesLost(
  parameters: readonly Parameter[],
  { target, text }: WrittenFunction,
): Refusal | undefined {
  const evidence = evidenceOfTypes(target, text);
  if (evidence === undefined) return undefined;
  const { name } = parameters.find(({ untyped }) => untyped) ?? {};
  return {
    parameter: name,
    reason: `shows no type here, and its author probably wrote one: ${evidence}`,
    advice: WAYS_TO_TYPES,
  };
}

const WAYS_TO_TYPES = `Let swarm-eval read the types while they are there:

  - start Node with --import swarm-eval/register if it runs the source, and in vitest use the plugin of swarm-eval/vitest
  - build with the plugin of swarm-eval/vite, /rolldown, /rollup, /esbuild or /webpack
  - after any other build, tsc's included, import what \`npx swarm-eval schemas\` writes
  - in JavaScript, write JSDoc: @param {string} name
  - or describe the function yourself, with tool() from "swarm-eval"`;
