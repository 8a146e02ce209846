import childProcess from "node:child_process";
import diagnostics from "node:diagnostics_channel";
import http from "node:http";
import https from "node:https";
import module from "node:module";
import { Socket } from "node:net";
import workerThreads from "node:worker_threads";

const require = module.createRequire(import.meta.url);

const globals = Object.values(Object.getOwnPropertyDescriptors(globalThis))
  .flatMap(({ value }) => [value, value?.prototype] as unknown[])
  .filter((value) => value instanceof Object);

/** What a command or an agents module may set or patch. */
const CHANGEABLE: readonly object[] = [
  globalThis,
  ...globals,
  process,
  process.stdout,
  process.stderr,
  module,
  diagnostics,
  childProcess,
  childProcess.ChildProcess.prototype,
  workerThreads,
  http,
  https,
  Socket.prototype,
];

const EMITTERS: readonly NodeJS.EventEmitter[] = [process, process.stdout, process.stderr];

/** Undo what was registered with Node since the process was noted. */
const registrations: (() => void)[] = [];
const { registerHooks } = module;
module.registerHooks = (hooks) => {
  const registered = registerHooks(hooks);
  registrations.push(() => registered.deregister());
  return registered;
};
const { subscribe } = diagnostics;
diagnostics.subscribe = (name, listener) => {
  subscribe(name, listener);
  registrations.push(() => void diagnostics.unsubscribe(name, listener));
};
module.syncBuiltinESMExports();

/** Notes how this process is, and returns what puts it back. */
export function noteProcess(): () => void {
  registrations.length = 0;
  const properties = CHANGEABLE.map((owner) => Object.getOwnPropertyDescriptors(owner));
  const listeners = EMITTERS.map(listenersOf);
  const environment = { ...process.env };
  const directory = process.cwd();
  return () => {
    for (const undo of registrations.splice(0).toReversed()) undo();
    for (const [index, emitter] of EMITTERS.entries()) {
      for (const [event, listener] of listenersOf(emitter)) {
        const wasThere = listeners[index]?.some(([, known]) => known === listener);
        if (wasThere !== true) emitter.off(event, listener);
      }
    }
    for (const [index, owner] of CHANGEABLE.entries()) putBack(owner, properties[index] ?? {});
    module.syncBuiltinESMExports();
    setEnvironment(environment);
    process.chdir(directory);
    process.exitCode = undefined;
    for (const file of Object.keys(require.cache))
      if (!file.includes("/node_modules/")) delete require.cache[file];
  };
}

/** Whether something was done to this process that cannot be put back: nock patches whatever it finds. */
export function isMarked(): boolean {
  return Object.keys(require.cache).some((file) => file.includes("/nock/"));
}

export function setEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
}

type Listener = (...args: unknown[]) => void;

function listenersOf(emitter: NodeJS.EventEmitter): (readonly [string | symbol, Listener])[] {
  return emitter
    .eventNames()
    .flatMap((event) =>
      emitter.rawListeners(event).map((each) => [event, each as Listener] as const),
    );
}

function putBack(owner: object, before: Readonly<Record<PropertyKey, PropertyDescriptor>>): void {
  for (const key of Reflect.ownKeys(owner)) {
    const { [key]: was } = before;
    const is = Object.getOwnPropertyDescriptor(owner, key);
    // Listeners are put back one by one.
    if (String(key).startsWith("_events")) continue;
    if (was === undefined) Reflect.deleteProperty(owner, key);
    else if (is?.value !== was.value || is?.get !== was.get)
      Reflect.defineProperty(owner, key, was);
  }
}
