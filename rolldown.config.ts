import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { transform } from "esbuild";
import { defineConfig, type Plugin } from "rolldown";
import { caseSchema } from "./src/cases/rules/case-schema.ts";

const { dependencies, peerDependencies } = JSON.parse(
  readFileSync("package.json", "utf8"),
) as Record<"dependencies" | "peerDependencies", Record<string, string>>;
/** TypeScript's client comes along: its 40 modules take 40 ms more to import than what is left of them in one. */
const BUNDLED = "typescript";
const names = Object.keys({ ...dependencies, ...peerDependencies }).filter(
  (name) => name !== BUNDLED,
);

const shared = {
  platform: "node",
  // The oldest Node that is supported has no `using`.
  transform: { target: "node22.20" },
  external: (id: string) =>
    id.startsWith("node:") ||
    names.some((name) => id === name || id.startsWith(`${name}/`)) ||
    id === "vite" ||
    id.startsWith("vitest"),
} as const;

// Each is one file with all that it imports, but for what those before it have: a run opens a dozen files, where forty
// small ones more would take it 30 ms.
const WHOLE = ["index", "signatures/loading/hooks", "cli/main", "runs/run-suite", "cli/play/run"];

/** A file that was moved would be none of a group's, and nothing would say so. */
function sourceOf(path: string): string {
  const file = resolve("src", `${path}.ts`);
  if (!existsSync(file)) throw new Error(`There is no ${file} to be bundled with what it imports.`);
  return file;
}

const TARGETS = ["ai-sdk", "langgraph", "openai-agents"];

const BUNDLERS = ["esbuild", "rolldown", "rollup", "vite", "webpack"];

/** The JSON Schema of a case, by the rules of today. */
const schema: Plugin = {
  name: "case-schema",
  buildStart() {
    const source = `${JSON.stringify(caseSchema())}\n`;
    this.emitFile({ type: "asset", fileName: "case.schema.json", source });
  },
};

const main = defineConfig({
  ...shared,
  plugins: [
    schema,
    {
      name: "licences",
      buildStart() {
        for (const file of ["LICENSE", "NOTICE.txt"]) {
          const source = readFileSync(`node_modules/${BUNDLED}/${file}`);
          this.emitFile({ type: "asset", fileName: `${BUNDLED}.${file}`, source });
        }
      },
    },
  ],
  input: {
    index: "src/index.ts",
    code: "src/code.ts",
    main: "src/cli/main.ts",
    register: "src/register.ts",
    ...Object.fromEntries(TARGETS.map((name) => [name, `src/${name}.ts`])),
    vitest: "src/vitest.ts",
    ...Object.fromEntries(BUNDLERS.map((name) => [name, `src/bundlers/${name}.ts`])),
    // Required by path, where a source must be read at once.
    reader: "src/signatures/loading/reader.ts",
    transform: "src/loading/transform.ts",
    "typed-reader": "src/signatures/loading/typed-reader.ts",
  },
  output: {
    dir: "dist",
    format: "esm",
    // What an earlier build left would be packed as well.
    cleanDir: true,
    entryFileNames: "[name].js",
    chunkFileNames: "chunk-[name].js",
    codeSplitting: {
      groups: WHOLE.map((path) => ({ name: basename(path), test: sourceOf(path) })),
    },
  },
});

// Required by every Node process that a run starts, of whatever version that is.
const childGuard = commonJs("child-guard", "src/traffic/guard/child-guard.ts");

// A thread of every run. As an ES module it would take twice as long to start.
const watchdog = commonJs("watchdog", "src/runner/watchdog/thread.ts");

function commonJs(name: string, file: string) {
  return defineConfig({
    ...shared,
    input: { [name]: file },
    output: { dir: "dist", format: "cjs", entryFileNames: "[name].cjs" },
  });
}

/** A style sheet as a module that exports its text. */
const styleSheets: Plugin = {
  name: "style-sheets",
  load: {
    filter: { id: /\.css$/ },
    async handler(id) {
      const { code } = await transform(readFileSync(id, "utf8"), { loader: "css", minify: true });
      return { code: `export default ${JSON.stringify(code)};`, moduleType: "js" };
    },
  },
};

/** What runs in a browser cannot import a module of Node, not even one that it would not use. */
const withoutNode: Plugin = {
  name: "without-node",
  resolveId: {
    filter: { id: /^node:/ },
    handler(id, importer) {
      this.error(`${importer} is part of the viewer, and imports ${id}.`);
    },
  },
};

/** The licences of the packages whose code the viewer has in it. */
const licences: Plugin = {
  name: "licences",
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((file) =>
      file.type === "chunk" ? file.moduleIds : [],
    );
    const folders = new Set(
      modules.flatMap((id) => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id) ?? []),
    );
    const texts = [...folders].sort().map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        readonly name: string;
        readonly version: string;
      };
      return `${name} ${version}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
    });
    this.emitFile({
      type: "asset",
      fileName: "viewer.LICENSES.txt",
      source: texts.join("\n\n"),
    });
  },
};

/** What shows HTML reports: a script of a page, with all that it needs. */
const viewer = defineConfig({
  platform: "browser",
  tsconfig: "src/viewer/tsconfig.json",
  plugins: [styleSheets, withoutNode, licences],
  input: { viewer: "src/viewer/main.tsx" },
  output: {
    dir: "dist",
    format: "iife",
    minify: true,
    comments: { annotation: false, jsdoc: false },
    entryFileNames: "[name].js",
  },
});

export default [main, watchdog, childGuard, viewer];
