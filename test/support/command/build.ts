import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown, type InputOptions, type OutputOptions } from "rolldown";
import bundles from "../../../rolldown.config.ts";

/** The programs of `dist` that differ from what `src` gives now, with their right text; undefined for one too many. */
export async function staleFiles(root: string): Promise<Map<string, string | undefined>> {
  const stale = new Map<string, string | undefined>(
    programs(root).map((name) => [name, undefined]),
  );
  for (const { fileName: name, code } of await build(root)) {
    const isThere = stale.delete(name);
    if (!isThere || readFileSync(join(root, "dist", name), "utf8") !== code) stale.set(name, code);
  }
  return stale;
}

/**
 * Makes `dist` what `src` gives now. Declarations stay as they are: they take ten times as long, and only packing needs
 * them. Throws if `src` cannot be built, and then leaves no program that a test could start.
 */
export async function freshen(root: string): Promise<void> {
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  const remove = (name: string): void => rmSync(join(dist, name), { force: true });
  const stale = await staleFiles(root).catch((error: unknown) => {
    programs(root).forEach(remove);
    throw error;
  });
  for (const [name, code] of stale) {
    if (code === undefined) remove(name);
    else {
      const unfinished = join(dist, `${name}.${process.pid}.unfinished`);
      writeFileSync(unfinished, code);
      renameSync(unfinished, join(dist, name));
    }
  }
}

async function build(root: string) {
  const configs = bundles as readonly (InputOptions & { readonly output: OutputOptions })[];
  const built = configs.map(async ({ output, ...input }) => {
    await using bundle = await rolldown({ ...input, cwd: root });
    return (await bundle.generate(output)).output;
  });
  return (await Promise.all(built)).flat().filter((file) => file.type === "chunk");
}

function programs(root: string): string[] {
  return readdirSync(join(root, "dist")).filter((name) => /\.c?js$/.test(name));
}
