import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import type { InputOptions, OutputChunk, OutputOptions } from "rolldown";
import bundles from "../../../rolldown.config.ts";

/** The programs in `dist` that today's `src` does not give, each with the text that it should have; undefined where it should not be there. */
export async function staleFiles(root: string): Promise<Map<string, string | undefined>> {
  const dist = join(root, "dist");
  const stale = new Map<string, string | undefined>(
    programsIn(dist).map((name) => [name, undefined]),
  );
  for (const { fileName: name, code } of await build(root)) {
    const isThere = stale.delete(name);
    if (!isThere || readFileSync(join(dist, name), "utf8") !== code) stale.set(name, code);
  }
  return stale;
}

/** Brings `dist` up to today's `src`. Declarations stay as they are: they take ten times as long, and are for packing. */
export async function freshen(root: string): Promise<void> {
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  for (const [name, code] of await staleFiles(root)) {
    if (code === undefined) rmSync(join(dist, name));
    else writeFileSync(join(dist, name), code);
  }
}

async function build(root: string): Promise<OutputChunk[]> {
  const chunks: OutputChunk[] = [];
  for (const { output, ...input } of bundles as (InputOptions & { output: OutputOptions })[]) {
    await using bundle = await rolldown({ ...input, cwd: root });
    const { output: files } = await bundle.generate(output);
    chunks.push(...files.filter((file) => file.type === "chunk"));
  }
  return chunks;
}

function programsIn(dist: string): string[] {
  try {
    return readdirSync(dist).filter((name) => /\.c?js$/.test(name));
  } catch {
    return [];
  }
}
