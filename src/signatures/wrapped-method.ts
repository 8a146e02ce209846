import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { inspected } from "./inspector.ts";
import { loadReader } from "./loading/load-reader.ts";
import { originOf, placeOf, type Origin, type Place } from "./loading/tags.ts";
import { objectOf } from "./receiver-refusal.ts";
import type { Refusal } from "./schema/signature.ts";
import type { DecoratedMethod } from "./syntax/decorated-method.ts";

/** A method of the user, which a decorator wraps in a function of its own. */
export interface WrappedMethod extends DecoratedMethod {
  readonly place: Place;
}

/** The method that a decorator made this function of, as far as the function's closure shows; undefined for any other. */
export function wrappedMethod(fn: Function): WrappedMethod | undefined {
  return methodIn(fn, new Set());
}

function methodIn(wrapper: Function, asked: Set<Function>): WrappedMethod | undefined {
  if (asked.has(wrapper)) return undefined;
  asked.add(wrapper);
  for (const fn of captured(wrapper)) {
    const origin = originOf(Function.prototype.toString.call(fn));
    const method = origin && decorated(origin);
    const found = method ? { ...method, place: placeOf(origin) } : methodIn(fn, asked);
    if (found) return found;
  }
  return undefined;
}

function decorated({ module, tagged }: Origin): DecoratedMethod | undefined {
  return loadReader().decoratedMethod(module.text, module.language, tagged.start);
}

/** The functions among the variables that a function takes from those around it, the nearest first. */
function captured(fn: Function): readonly Function[] {
  const found = inspected(fn, ({ session, internal, place }) => {
    session.post("Runtime.callFunctionOn", {
      objectId: internal.get("[[Scopes]]")?.objectId,
      functionDeclaration: `function () {
        ${place.expression} = Array.from(this)
          .filter(({ description }) => /^(?:Block|Closure)/.test(description))
          .flatMap(({ object }) => Object.values(object))
          .filter((value) => typeof value === "function");
      }`,
    });
    return place.value === fn ? undefined : (place.value as readonly Function[]);
  });
  return found ?? [];
}

/** Why a method is no tool whose wrapper is refused for this reason. `wrapper` is where that is; undefined if it was not seen. */
export function refusalOfWrapper(
  { name, owner, kind }: WrappedMethod,
  { parameter, reason }: Refusal,
  wrapper: Place | undefined,
): Refusal {
  const method = owner === undefined ? "a method" : `${owner}.${name}`;
  const where = wrapper && ` (${relative("", fileURLToPath(wrapper.url))}:${wrapper.line})`;
  const why =
    parameter === undefined ? `that ${reason}` : `whose parameter "${parameter}" ${reason}`;
  const type = kind === "class" ? `typeof ${owner}.${name}` : `${owner}["${name}"]`;
  return {
    reason: `is ${method}, which a decorator wraps in a function${where ?? ""} ${why}`,
    advice:
      owner &&
      `Hand over a function with the method's own parameters:

  const ${name} = (...args: Parameters<${type}>) => ${objectOf(kind, owner)}.${name}(...args);

or describe it yourself, with tool() from "swarm-eval".`,
  };
}
