import type { Patches } from "../patches/patches.ts";

/** A function that may use `this` and `new.target`. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Replacement = (this: any, ...args: any[]) => unknown;

/** Makes a function look like the one that it stands for: name, length, properties, prototype and text are those. */
export function standIn<Original>(original: Original, replacement: Replacement): Original {
  Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original));
  const text = Function.prototype.toString.call(original);
  Object.defineProperty(replacement, "toString", { value: () => text, configurable: true });
  return replacement as Original;
}

/** Methods by name, each made of the one that it replaces. */
type Replacements = Readonly<Record<string, (original: Replacement) => Replacement>>;

/** Replaces methods of an object. Those that this version of Node lacks stay away. */
export function replaceMethods(patches: Patches, owner: object, replacements: Replacements): void {
  for (const [name, replace] of Object.entries(replacements)) {
    const original = Reflect.get(owner, name) as Replacement | undefined;
    if (original === undefined) continue;
    const value = standIn(original, replace(original));
    patches.define(owner, name, { value, writable: true, configurable: true });
  }
}
