import { inspected } from "./inspector.ts";

/** A function as its author wrote it, which a bound function hides. */
export interface WrittenFunction {
  readonly name: string;
  readonly text: string;
  /** The function itself, behind all that is bound. */
  readonly target: Function;
  /** How many of its arguments are bound; undefined if it is not bound at all. */
  readonly bound: number | undefined;
}

const known = new WeakMap<Function, WrittenFunction>();

const native = /\{\s*\[native code\]\s*\}$/;

export function writtenFunction(fn: Function): WrittenFunction {
  const text = Function.prototype.toString.call(fn);
  if (!native.test(text)) return { name: fn.name, text, target: fn, bound: undefined };
  const found = known.get(fn) ??
    behind(fn) ?? { name: fn.name, text, target: fn, bound: undefined };
  known.set(fn, found);
  return found;
}

/** Whether a function is the engine's own, as far as can be seen. */
export function isNative({ text }: WrittenFunction): boolean {
  return native.test(text);
}

function behind(fn: Function): WrittenFunction | undefined {
  const binding = bindingOf(fn);
  if (!binding) return undefined;
  const { name, text, target, bound = 0 } = writtenFunction(binding.target);
  const isRenamed = fn.name !== `bound ${binding.target.name}`;
  return { name: isRenamed ? fn.name : name, text, target, bound: bound + binding.taken };
}

interface Binding {
  readonly target: Function;
  /** How many arguments are bound. */
  readonly taken: number;
}

/** What a function binds, which only the debugger's interface shows; undefined for any other. */
function bindingOf(fn: Function): Binding | undefined {
  return inspected(fn, ({ session, internal, place }) => {
    const target = internal.get("[[TargetFunction]]")?.objectId;
    const bound = internal.get("[[BoundArgs]]")?.objectId;
    if (target === undefined) return undefined;
    session.post("Runtime.callFunctionOn", {
      objectId: target,
      functionDeclaration: `function (bound) { ${place.expression} = { target: this, taken: bound.length }; }`,
      arguments: [{ objectId: bound }],
    });
    return place.value === fn ? undefined : (place.value as Binding);
  });
}
