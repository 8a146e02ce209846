import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build as esbuild, transform } from "esbuild";
import { ResolverFactory } from "oxc-resolver";
import { transformSync } from "oxc-transform";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";
import { swarmEval as esbuildPlugin } from "../../../src/bundlers/esbuild.ts";
import { swarmEval as rolldownPlugin } from "../../../src/bundlers/rolldown.ts";
import { swarmEval as rollupPlugin } from "../../../src/bundlers/rollup.ts";
import { swarmEval as vitePlugin } from "../../../src/bundlers/vite.ts";
import { swarmEval as webpackPlugin } from "../../../src/bundlers/webpack.ts";
import type { Project } from "../../support/project.ts";
import type { SHAPES } from "./index.ts";

/** Bundles and minifies a module of a project to the file that it is to be. */
type Bundler = (entry: string, output: string) => Promise<unknown>;

const external = ["swarm-eval", "zod", /^@nestjs\//, "reflect-metadata", "rxjs", "typed"];
const names = external.map((name) => (typeof name === "string" ? name : "@nestjs/*"));

const byEsbuild: Bundler = (entry, output) =>
  esbuild({
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node22",
    external: names,
    plugins: [esbuildPlugin()],
    logLevel: "error",
  });

const byRolldown: Bundler = async (entry, output) => {
  const bundle = await rolldown({
    input: entry,
    platform: "node",
    external,
    tsconfig: true,
    resolve: {
      extensionAlias: {
        ".js": [".ts", ".tsx", ".js"],
        ".mjs": [".mts", ".mjs"],
        ".cjs": [".cts", ".cjs"],
      },
    },
    plugins: [rolldownPlugin()],
  });
  await bundle.write({ file: output, minify: true, codeSplitting: false });
};

const byVite: Bundler = (entry, output) =>
  vite({
    configFile: false,
    root: dirname(dirname(entry)),
    logLevel: "error",
    resolve: { tsconfigPaths: true },
    ssr: { external: ["swarm-eval", "zod"], noExternal: true },
    plugins: [vitePlugin()],
    build: {
      ssr: entry,
      minify: true,
      emptyOutDir: false,
      outDir: dirname(output),
      rolldownOptions: { output: { entryFileNames: "[name].mjs", codeSplitting: false } },
    },
  });

const byRollup: Bundler = async (entry, output) => {
  const resolver = new ResolverFactory({ extensions: [".ts", ".tsx", ".js"], tsconfig: "auto" });
  const bundle = await rollup({
    input: entry,
    external,
    logLevel: "silent",
    plugins: [
      rollupPlugin(),
      {
        name: "typescript",
        resolveId: (specifier, importer) =>
          importer === undefined
            ? specifier
            : (resolver.sync(dirname(importer), specifier).path ?? null),
        transform: (code, id) =>
          id.endsWith(".json")
            ? { code: jsonExports(code), map: null }
            : transformSync(id, code, { sourcemap: true }),
        renderChunk: (code) => transform(code, { minify: true, format: "esm" }),
      },
    ],
  });
  await bundle.write({ file: output });
};

const byWebpack: Bundler = async (entry, output) => {
  const compiler = webpack({
    mode: "production",
    target: "node22",
    entry,
    experiments: { outputModule: true },
    output: { path: dirname(output), filename: "main.mjs", module: true },
    externalsType: "module",
    externals: ["swarm-eval"],
    resolve: { extensions: [".ts", ".js"] },
    module: {
      rules: [
        { test: /\.ts$/, loader: fileURLToPath(new URL("esbuild-loader.ts", import.meta.url)) },
      ],
    },
    plugins: [webpackPlugin()],
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats?.hasErrors()) throw new Error(stats.toString());
};

function jsonExports(text: string): string {
  const value = JSON.parse(text) as Record<string, unknown>;
  const names = Object.keys(value).filter((name) => /^[a-z]+$/.test(name) && name !== "default");
  return [
    ...names.map((name) => `export const ${name} = ${JSON.stringify(value[name])};`),
    `export default ${text};`,
  ].join("\n");
}

/** Makes a program of a project's main module, which is beside its agents module; the program's path. */
type Build = (main: string, agents: string, project: Project) => Promise<string>;

const bundled =
  (bundler: Bundler): Build =>
  async (main, _agents, { directory }) => {
    const output = join(directory, "built", "main.mjs");
    await bundler(join(directory, main), output);
    return output;
  };

/** Compiles each module to one of its own, which loses the types. */
const byTsc: Build = async (main, agents, project) => {
  await project.swarmEval(["schemas", agents]);
  project.write(main, `import "./${parse(agents).name}.schemas";${project.read(main)}`);
  const args = ["--project", ".", "--rootDir", "src", "--outDir", "built", "--allowJs"];
  // Without the types of Node it reports errors, and writes all the same.
  spawnSync(TSC, args, { cwd: project.directory });
  cpSync(join(project.directory, "src/rates.json"), join(project.directory, "built/rates.json"));
  return join(project.directory, "built/main.js");
};

const TSC = fileURLToPath(new URL("../../../node_modules/.bin/tsc", import.meta.url));

/** Which tool builds which shape. */
export const BUILDS: Readonly<Record<keyof typeof SHAPES, Build>> = {
  barrels: bundled(byRollup),
  classes: bundled(byEsbuild),
  commonjs: byTsc,
  enums: bundled(byWebpack),
  extending: bundled(byRolldown),
  jsx: bundled(byRolldown),
  monorepo: bundled(byVite),
  nest: bundled(byRolldown),
  nodenext: bundled(byRolldown),
  zod: bundled(byEsbuild),
};

/** A program that asks the model once, with what an agents module makes. */
export const program = (agents: string): string => `
import { Swarm } from "swarm-eval";
import made from ${JSON.stringify(agents.replace(/\.tsx?$/, ""))};
const messages = [{ role: "user" as const, content: "Go on." }];
Promise.resolve(typeof made === "function" ? made() : made)
  .then((agent) => new Swarm().run({ agent, messages, executeTools: false }));
`;
