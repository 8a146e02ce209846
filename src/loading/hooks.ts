import { readFileSync } from "node:fs";
import module, { registerHooks, type ResolveFnOutput } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { asCompiled, compiledModule, type ImportedNames } from "./interop.ts";
import { jsonModule } from "./json-module.ts";
import { transformIfNeeded } from "./load.ts";
import { formatOf } from "./needs.ts";
import { customConditions, isTypeScript, resolveAfterNode, resolveBeforeNode } from "./resolve.ts";

/** A module of the user as its author wrote it. */
export interface WrittenModule {
  readonly url: string;
  readonly path: string;
  readonly text: string;
}

/** The folder of this package's own modules. */
const own = /^.*\/(?:src|dist)\//.exec(import.meta.url)?.[0];

const isOwn = (url: string): boolean => own !== undefined && url.startsWith(own);
const isDependency = (path: string): boolean => /[\\/]node_modules[\\/]/.test(path);

const loaded: string[] = [];

/** The paths of the user's modules that were loaded, without dependencies. */
export function modulesLoaded(): readonly string[] {
  return loaded;
}

/** What Node says of a specifier that may mean more to TypeScript. */
const UNRESOLVED = new Set([
  "ERR_MODULE_NOT_FOUND",
  "MODULE_NOT_FOUND",
  "ERR_UNSUPPORTED_DIR_IMPORT",
]);

/**
 * Makes this thread load modules as TypeScript means them, with the tsconfig.json that each is written for. What Node
 * loads by itself is left to Node. `tag` may change the text of a module before that, but no line of it. Returns what ends
 * that.
 */
export function loadTypeScript(tag: (module: WrittenModule) => string): () => void {
  const importsOf = new Map<string, ImportedNames>();
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      const { parentURL } = context;
      if (specifier.startsWith(HELPERS))
        return nextResolve(specifier, { ...context, parentURL: import.meta.url });
      if (parentURL?.startsWith("file:") !== true || isOwn(parentURL))
        return nextResolve(specifier, context);
      const importer = fileURLToPath(parentURL);
      const inDependency = isDependency(importer);
      // Optional dependencies that are missing are nothing unusual there.
      if (inDependency && !isTypeScript(importer)) return nextResolve(specifier, context);
      const conditions = [...customConditions(specifier, importer), ...(context.conditions ?? [])];
      const meant = resolveBeforeNode(specifier, importer, conditions);
      if (meant !== undefined) return { url: pathToFileURL(meant).href, shortCircuit: true };
      try {
        const resolved = nextResolve(specifier, { ...context, conditions });
        const names = importsOf.get(importer)?.[specifier];
        // What `require` asks for is as it is compiled already.
        const isCompiled =
          names !== undefined && isCommonJs(resolved) && conditions.includes("import");
        return isCompiled
          ? { ...resolved, url: asCompiled(resolved.url, names), format: "module" }
          : resolved;
      } catch (error) {
        if (!UNRESOLVED.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
        const found = resolveAfterNode(specifier, importer, conditions);
        if (found === undefined) throw error;
        return { url: pathToFileURL(found).href, shortCircuit: true };
      }
    },
    load(url, context, nextLoad) {
      if (!url.startsWith("file:") || isOwn(url)) return nextLoad(url, context);
      const compiled = compiledModule(url);
      if (compiled !== undefined) return { format: "module", source: compiled, shortCircuit: true };
      const path = fileURLToPath(url);
      if (isDependency(path)) {
        if (!isTypeScript(path)) return nextLoad(url, context);
      } else loaded.push(path);
      if (path.endsWith(".json")) {
        // `require` gives no attributes at all.
        const needsNone =
          context.importAttributes === undefined || context.importAttributes["type"];
        if (needsNone) return nextLoad(url, context);
        const source = jsonModule(path, readFileSync(path, "utf8"));
        return { format: "module", source, shortCircuit: true };
      }
      if (!/\.[cm]?[jt]sx?$/.test(path)) return nextLoad(url, context);
      const written = readFileSync(path, "utf8");
      const withTags = (text: string): string => tag({ url, path, text });
      const transformed = transformIfNeeded(path, written, withTags);
      if (transformed) {
        mapStacks();
        if (transformed.imports) importsOf.set(path, transformed.imports);
        return { format: transformed.format, source: transformed.code, shortCircuit: true };
      }
      const read = nextLoad(url, {
        ...context,
        format: formatOf(path, written) ?? context.format,
      });
      if (!read.source) return read;
      const { source } = read;
      const text = typeof source === "string" ? source : new TextDecoder().decode(source);
      return { ...read, source: withTags(text) };
    },
  });
  return () => {
    hooks.deregister();
    if (mappedBefore !== undefined) module.setSourceMapsSupport(...mappedBefore);
    mappedBefore = undefined;
  };
}

/** Whether a module is CommonJS, or of a package that does not say, as is usual for those that are. */
function isCommonJs({ url, format }: ResolveFnOutput): boolean {
  return format === "commonjs" || (!format && /\/node_modules\/.*\.js$/.test(url));
}

/** What transformed code calls, which is a dependency of this package and not of the user's. */
const HELPERS = "@oxc-project/runtime/";

/** How stacks were mapped before; undefined as long as nobody needed more. */
let mappedBefore: Parameters<typeof module.setSourceMapsSupport> | undefined;

/** Makes stacks show the places in modules as they were written. Only those who need it pay for it. */
function mapStacks(): void {
  if (mappedBefore !== undefined) return;
  const { enabled, ...options } = module.getSourceMapsSupport();
  mappedBefore = [enabled, options];
  module.setSourceMapsSupport(true, { nodeModules: true, generatedCode: false });
}
