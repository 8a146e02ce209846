import type { Patches } from "../../patches/patches.ts";

/** Node's modules that are changed when something else than Node itself loads them. */
type Name = "http" | "https" | "http2";

const waiting = new Map<string, readonly (() => void)[]>();

/**
 * Calls `install` before anybody gets one of Node's modules, now if it is loaded already. Nobody who makes no request
 * by it waits for it to load.
 */
export function beforeLoadOf(patches: Patches, name: Name, install: () => void): void {
  if (waiting.size === 0) watchLoads(patches);
  waiting.set(name, [...(waiting.get(name) ?? []), install]);
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
  if (moduleLoadList.includes(`NativeModule ${name}`)) installed(name);
}

function installed(specifier: string): void {
  const name = specifier.replace(/^node:/, "");
  const installs = waiting.get(name) ?? [];
  waiting.delete(name);
  for (const install of installs) install();
}

function watchLoads(patches: Patches): void {
  patches.add(() => waiting.clear());
  patches.hookModules({
    load(url, context, nextLoad) {
      if (url.startsWith("node:")) installed(url);
      return nextLoad(url, context);
    },
  });
  const { getBuiltinModule } = process;
  patches.set(process, "getBuiltinModule", ((specifier: string) => {
    installed(specifier);
    return Reflect.apply(getBuiltinModule, process, [specifier]) as object;
  }) as typeof getBuiltinModule);
}
