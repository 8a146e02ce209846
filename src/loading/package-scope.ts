import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a module is where its code does not decide. */
export type Scope = "module" | "commonjs" | undefined;

const scopes = new Map<string, Scope>();

/** What a module is by its ending or by the nearest package.json; undefined if neither says, and its code decides. */
export function scopeOf(path: string): Scope {
  if (/\.m[jt]s$/.test(path)) return "module";
  if (/\.c[jt]s$/.test(path)) return "commonjs";
  return scopeOfFolder(dirname(path));
}

function scopeOfFolder(folder: string): Scope {
  if (scopes.has(folder)) return scopes.get(folder);
  const scope = typeIn(folder) ?? scopeAbove(folder);
  scopes.set(folder, scope === "none" ? undefined : scope);
  return scopes.get(folder);
}

function scopeAbove(folder: string): Scope {
  const parent = dirname(folder);
  return parent === folder || /[\\/]node_modules$/.test(folder) ? undefined : scopeOfFolder(parent);
}

/** Undefined if there is no package.json. */
function typeIn(folder: string): Scope | "none" {
  try {
    const { type } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly type?: unknown;
    };
    return type === "module" || type === "commonjs" ? type : "none";
  } catch {
    return undefined;
  }
}
