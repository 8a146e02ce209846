import { AsyncLocalStorage } from "node:async_hooks";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Patches } from "../../patches/patches.ts";

type InContext = (run: () => void) => void;
type Dispatch = (options: unknown, handler: object) => boolean;

/** The contexts in which requests were handed to a pool, by their handlers. */
const contexts = new WeakMap<object, InContext>();

/** Runs something in the context in which a request was made: a pool may announce it in another. */
export function inItsContext(request: object, run: () => void): void {
  const handler = handlerOf(request);
  const inContext = contexts.get(handler);
  // Those of `undici.request` and its like.
  const { runInAsyncScope } = handler as { runInAsyncScope?: InContext };
  if (inContext !== undefined) inContext(run);
  else if (typeof runInAsyncScope === "function") Reflect.apply(runInAsyncScope, handler, [run]);
  else run();
}

function handlerOf(request: object): object {
  const name = Object.getOwnPropertySymbols(request).find(
    ({ description }) => description === "handler",
  );
  return (name && (request as Record<symbol, object>)[name]) ?? {};
}

/**
 * Notes in which context requests are handed to pools of npm's undici. Until version 8, a pool whose connections are all
 * busy makes them later, in the context of whatever has made room.
 */
export function watchPools(patches: Patches): void {
  patches.hookModules({
    load(url, context, nextLoad) {
      if (/^file:.*\/undici[^/]*\/index(?:-fetch)?\.js$/.test(url)) watchPoolsOf(url);
      return nextLoad(url, context);
    },
  });
}

const watched = new WeakSet<object>();

function watchPoolsOf(url: string): void {
  for (const place of ["./lib/dispatcher/pool-base.js", "./lib/pool-base.js"]) {
    const file = fileURLToPath(new URL(place, url));
    if (!existsSync(file)) continue;
    const { PoolBase } = createRequire(url)(file) as { PoolBase?: { prototype: object } };
    if (PoolBase !== undefined && !watched.has(PoolBase)) watchDispatch(PoolBase);
  }
}

/** It only notes, and stays: no pool is loaded twice. */
function watchDispatch(PoolBase: { prototype: object }): void {
  watched.add(PoolBase);
  const methods = PoolBase.prototype as Record<symbol, Dispatch>;
  const name = Object.getOwnPropertySymbols(methods).find(
    ({ description }) => description === "dispatch",
  );
  const dispatch = name && methods[name];
  if (name === undefined || dispatch === undefined) return;
  methods[name] = function (this: unknown, options, handler) {
    if (!contexts.has(handler)) contexts.set(handler, AsyncLocalStorage.snapshot());
    return Reflect.apply(dispatch, this, [options, handler]) as boolean;
  };
}
