import type { Runtime, Session } from "node:inspector";

/** A function as the debugger's interface shows it. */
export interface Inspected {
  readonly session: Session;
  /** What the engine keeps of it, such as `[[TargetFunction]]`. */
  readonly internal: ReadonlyMap<string, Runtime.RemoteObject>;
  /** A place that the inspected code can write to. At first it holds the function. */
  readonly place: { readonly expression: string; readonly value: unknown };
}

const EXCHANGE = "swarm-eval.function";
const key = Symbol.for(EXCHANGE);
const expression = `globalThis[Symbol.for("${EXCHANGE}")]`;

let session: Session | undefined;

/** The debugger's interface to this thread. */
function connected(): Session {
  if (session) return session;
  const { Session } = process.getBuiltinModule("node:inspector");
  const made = new Session();
  made.connect();
  return (session = made);
}

/** What `read` finds out by the debugger's interface to this thread; undefined where Node does not offer it. */
export function inspected<T>(
  fn: Function,
  read: (inspected: Inspected) => T | undefined,
): T | undefined {
  const exchange = globalThis as { [key: symbol]: unknown };
  try {
    // It answers before it returns.
    const session = connected();
    exchange[key] = fn;
    let id: string | undefined;
    session.post("Runtime.evaluate", { expression, objectGroup: EXCHANGE }, (_, answer) => {
      id = answer?.result.objectId;
    });
    if (id === undefined) return undefined;
    const internal = new Map<string, Runtime.RemoteObject>();
    session.post("Runtime.getProperties", { objectId: id, ownProperties: true }, (_, answer) => {
      for (const { name, value } of answer?.internalProperties ?? [])
        if (value) internal.set(name, value);
    });
    const place = {
      expression,
      get value() {
        return exchange[key];
      },
    };
    return read({ session, internal, place });
  } catch {
    // Node was built without it, or is not permitted to use it.
    return undefined;
  } finally {
    delete exchange[key];
    session?.post("Runtime.releaseObjectGroup", { objectGroup: EXCHANGE });
  }
}
