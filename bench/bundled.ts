import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

// Below node_modules, so that the bundles find the packages that the originals import.
const directory = fileURLToPath(
  new URL("../node_modules/.cache/swarm-eval-bench", import.meta.url),
);

/**
 * The path of a program of this directory as one file of JavaScript, which is how this package's own code reaches its
 * users: to take the types away and to open a hundred modules takes Node longer than many a program that is measured.
 */
export async function bundled(program: string): Promise<string> {
  const name = basename(program, ".ts");
  const [entry] = (
    await build({
      input: { [name]: fileURLToPath(new URL(program, import.meta.url)) },
      platform: "node",
      external: /^[^./]/,
      output: {
        dir: join(directory, name),
        entryFileNames: "[name].mjs",
        chunkFileNames: "chunk-[name].mjs",
      },
      logLevel: "warn",
    })
  ).output;
  return join(directory, name, entry.fileName);
}
