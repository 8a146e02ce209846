import childProcess from "node:child_process";
import crypto from "node:crypto";
import diagnostics from "node:diagnostics_channel";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import module from "node:module";
import { Socket } from "node:net";
import timers from "node:timers";
import timersPromises, { setImmediate } from "node:timers/promises";
import workerThreads from "node:worker_threads";

const require = module.createRequire(import.meta.url);

/** Objects that a command or an agents module may set properties of, or patch. */
const CHANGEABLE: readonly object[] = [
  globalThis,
  ...Object.values(Object.getOwnPropertyDescriptors(globalThis))
    .flatMap(({ value }) => [value, value?.prototype] as unknown[])
    .filter((value) => value instanceof Object),
  process,
  process.stdout,
  process.stderr,
  module,
  diagnostics,
  childProcess,
  childProcess.ChildProcess.prototype,
  workerThreads,
  http,
  http.Agent.prototype,
  http2,
  https,
  Socket.prototype,
  crypto,
  Object.getPrototypeOf(crypto.webcrypto) as object,
  Intl.DateTimeFormat.prototype,
  timers,
  timersPromises,
  Object.getPrototypeOf(timersPromises.scheduler) as object,
];

const WATCHDOG = Symbol.for("swarm-eval.watchdog");

const EMITTERS: readonly NodeJS.EventEmitter[] = [process, process.stdout, process.stderr];

/** What undoes each registration with Node since the process was noted. */
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

/** Notes how this process is. What it returns puts it back, and tells whether that was possible in full. */
export function noteProcess(): () => Promise<boolean> {
  const properties = CHANGEABLE.map((owner) => Object.getOwnPropertyDescriptors(owner));
  const listeners = EMITTERS.map(listenersOf);
  const environment = { ...process.env };
  const directory = process.cwd();
  const resources = activeResources();
  return async () => {
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
    // What is being closed takes some turns of the event loop.
    for (let turn = 0; turn < 50 && activeResources() !== resources; turn++) await setImmediate();
    return activeResources() === resources && unloadModules();
  };
}

export function setEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
}

type Listener = (...args: unknown[]) => void;

function listenersOf(emitter: NodeJS.EventEmitter) {
  return emitter
    .eventNames()
    .flatMap((event) =>
      emitter.rawListeners(event).map((listener) => [event, listener as Listener] as const),
    );
}

function putBack(owner: object, before: Readonly<Record<PropertyKey, PropertyDescriptor>>): void {
  for (const key of Reflect.ownKeys(owner)) {
    const was = before[key];
    const is = Object.getOwnPropertyDescriptor(owner, key);
    // Listeners are put back one by one. The thread that watches is that of the process.
    if (String(key).startsWith("_events") || key === WATCHDOG) continue;
    if (was === undefined) Reflect.deleteProperty(owner, key);
    else if (is?.value !== was.value || is?.get !== was.get)
      Reflect.defineProperty(owner, key, was);
  }
}

/** What keeps this process alive. */
function activeResources(): string {
  return process.getActiveResourcesInfo().toSorted().join();
}

/** Where Node has `import`, in a process that was started with --expose-internals. */
const LOADER = "internal/modules/esm/loader";

const isPackage = (address: string): boolean => address.includes("/node_modules/");
const loaded = loadedModules();
const own = new Set(loaded?.keys());

/**
 * The modules that `import` has loaded, by their addresses: no public function of Node unloads one. Undefined if this
 * version of Node keeps them elsewhere; each process then serves one command.
 */
function loadedModules(): Map<string, unknown> | undefined {
  try {
    return require(LOADER).getOrInitializeCascadedLoader().loadCache;
  } catch {
    return undefined;
  }
}

/** Makes all modules except those of packages be loaded again when next imported. Returns false if it cannot. */
function unloadModules(): boolean {
  const files = Object.keys(require.cache);
  for (const file of files) if (!isPackage(file)) delete require.cache[file];
  // These patch more than is put back here.
  const patches = files.some((file) => /\/(?:nock|reflect-metadata)\//.test(file));
  if (loaded === undefined || patches) return false;
  // Its own method deletes only what was imported without a type, such as that of JSON.
  for (const url of loaded.keys())
    if (!own.has(url) && !isPackage(url)) Map.prototype.delete.call(loaded, url);
  return true;
}
