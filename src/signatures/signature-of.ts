import { evidenceOfTypes } from "./evidence-of-types.ts";
import { originOf, placeOf, type Origin } from "./loading/tags.ts";
import { isRefused, typedReading } from "./loading/typed-readings.ts";
import { markOf, type Mark } from "./loading/marks.ts";
import { readText } from "./read-text.ts";
import { refusalWithout } from "./receiver-refusal.ts";
import {
  AMBIGUOUS_SCHEMAS,
  fits,
  registeredAs,
  staleSchemas,
  type Registered,
} from "./registered-schemas.ts";
import { withoutBound } from "./schema/bound-arguments.ts";
import type { FunctionReading, Parameter, Refusal, Signature } from "./schema/signature.ts";
import { SignatureError } from "./signature-error.ts";
import { refusalOfWrapper, wrappedMethod } from "./wrapped-method.ts";
import { isNative, writtenFunction, type WrittenFunction } from "./written-function.ts";

/** By how many arguments are bound. */
type Known = Map<number | undefined, Signature>;

/**
 * By text, so that functions that a factory creates again share a signature, and what is derived from it; or by mark,
 * because what is minified to the same text may have been read differently.
 */
const allKnown = new Map<Mark | string, Known>();

/**
 * The signature of a plain function: from its module if `readTypesOnLoad` or a plugin saw it, else from its own text,
 * which has names and defaults but no types: that will do only if nothing says that there were types. What
 * `registerSchemas` was told for the agent, or any agent unless one is given, stands in for types that were not seen. A
 * bound function has the signature of its target, without what is bound. Throws SignatureError.
 */
export function signatureOf(fn: Function, agent?: string): Signature {
  const written = writtenFunction(fn);
  const { name, text, target, bound } = written;
  const mark = markOf(target);
  const registered = mark ? [] : registeredAs(name, agent);
  // What is registered is for an agent, and may become more.
  const registry = registered.length > 0 ? JSON.stringify([agent, registered.length]) : "";
  const known = knownAs(mark ?? registry + text);
  const found = known.get(bound);
  if (found?.name === name) return found;
  const origin = originOf(text);
  const refuse = (refusal: Refusal): never => {
    const place = origin && placeOf(origin);
    const method = wrappedMethod(target);
    if (!method) throw new SignatureError(name, refusal, place);
    throw new SignatureError(method.name, refusalOfWrapper(method, refusal, place), method.place);
  };
  const refusal = refusalOfKind(written);
  if (refusal) return refuse(refusal);
  const { reading, receiver } = readWritten(written, mark, origin);
  if (receiver && bound === undefined) return refuse(refusalWithout(receiver, written));
  const isSeen = origin?.module.language.startsWith("ts") === true;
  const stands = registered.length > 0 && !isSeen;
  // What is registered was read where all was seen, such as the type of what a pattern leaves unnamed.
  if (reading.type === "refusal" && !stands) return refuse(reading);
  const read = reading.type === "refusal" ? undefined : withoutBound(reading, bound ?? 0);
  const signature =
    read === undefined || stands
      ? registeredSignature(registered, read, refuse)
      : ownSignature(written, read, refuse);
  known.set(bound, signature);
  return signature;
}

function knownAs(key: Mark | string): Known {
  const known: Known = allKnown.get(key) ?? new Map();
  allKnown.set(key, known);
  return known;
}

type Read = Extract<FunctionReading, { readonly type: "signature" }>;

/** What a function says of itself. */
function ownSignature(
  written: WrittenFunction,
  { type: _, ...read }: Read,
  refuse: (refusal: Refusal) => never,
): Signature {
  const parameters = read.parameters.map((parameter) =>
    "refusal" in parameter ? refuse(parameter.refusal) : parameter,
  );
  const lost = parameters.some(({ untyped }) => untyped) && typesLost(parameters, written);
  return lost ? refuse(lost) : { name: written.name, ...read, parameters };
}

/** The one registered signature that fits what is read of a function, if it can be read. */
function registeredSignature(
  registered: readonly Registered[],
  read: Read | undefined,
  refuse: (refusal: Refusal) => never,
): Signature {
  const fitting = registered.filter(({ signature }) => !read || fits(signature, read));
  if (read && fitting.length === 0) return refuse(staleSchemas(registered, read));
  const [first, ...others] = fitting as [Registered, ...Registered[]];
  if (others.some(({ text }) => text !== first.text)) return refuse(AMBIGUOUS_SCHEMAS);
  return first.signature;
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
): Mark {
  if (mark) return mark;
  const loaded = origin && readLoaded(origin);
  return loaded ? { reading: loaded, receiver: origin.tagged.receiver } : readText(written);
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
