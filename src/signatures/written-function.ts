import type { Session } from "node:inspector";

/** A function as its author wrote it, which a bound function hides. */
export interface WrittenFunction {
  readonly name: string;
  readonly text: string;
  /** How many of its arguments are bound; undefined if it is not bound at all. */
  readonly bound: number | undefined;
}

const known = new WeakMap<Function, WrittenFunction>();

const native = /\{\s*\[native code\]\s*\}$/;

export function writtenFunction(fn: Function): WrittenFunction {
  const text = Function.prototype.toString.call(fn);
  if (!native.test(text)) return { name: fn.name, text, bound: undefined };
  const found = known.get(fn) ?? behind(fn) ?? { name: fn.name, text, bound: undefined };
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
  const { name, text, bound = 0 } = writtenFunction(binding.target);
  const isRenamed = fn.name !== `bound ${binding.target.name}`;
  return { name: isRenamed ? fn.name : name, text, bound: bound + binding.taken };
}

interface Binding {
  readonly target: Function;
  /** How many arguments are bound. */
  readonly taken: number;
}

const EXCHANGE = "swarm-eval.function";

let session: Session | undefined;

/** The debugger's interface to this thread. */
function inspector(): Session {
  if (session) return session;
  const { Session } = process.getBuiltinModule("node:inspector");
  session = new Session();
  session.connect();
  return session;
}

/** What a function binds, which only the debugger's interface shows; undefined for any other. */
function bindingOf(fn: Function): Binding | undefined {
  const place = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(EXCHANGE);
  const expression = `globalThis[Symbol.for("${EXCHANGE}")]`;
  try {
    // It answers before it returns.
    const session = inspector();
    place[key] = fn;
    let id: string | undefined;
    session.post("Runtime.evaluate", { expression, objectGroup: EXCHANGE }, (_, answer) => {
      id = answer?.result.objectId;
    });
    if (id === undefined) return undefined;
    const inner = new Map<string, string | undefined>();
    session.post("Runtime.getProperties", { objectId: id, ownProperties: true }, (_, answer) => {
      for (const { name, value } of answer?.internalProperties ?? [])
        inner.set(name, value?.objectId);
    });
    const target = inner.get("[[TargetFunction]]");
    if (target === undefined) return undefined;
    session.post("Runtime.callFunctionOn", {
      objectId: target,
      functionDeclaration: `function (bound) { ${expression} = { target: this, taken: bound.length }; }`,
      arguments: [{ objectId: inner.get("[[BoundArgs]]") }],
    });
    return place[key] === fn ? undefined : (place[key] as Binding);
  } catch {
    // Node was built without it, or is not permitted to use it.
    return undefined;
  } finally {
    delete place[key];
    session?.post("Runtime.releaseObjectGroup", { objectGroup: EXCHANGE });
  }
}
