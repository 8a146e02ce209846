/** The names that a module imports of others, by their specifiers; what is imported as a whole is left out. */
export type ImportedNames = Readonly<Record<string, readonly string[]>>;

const PARAMETER = "names-of-commonjs";

/** The address at which a CommonJS module has these exports, as modules see it that `tsc` compiles to CommonJS. */
export function asCompiled(url: string, names: readonly string[]): string {
  const address = new URL(url);
  address.searchParams.set(PARAMETER, JSON.stringify(names));
  return address.href;
}

/** The ES module at such an address; undefined for any other. */
export function compiledModule(url: string): string | undefined {
  if (!url.includes(PARAMETER)) return undefined;
  const address = new URL(url);
  const names = JSON.parse(address.searchParams.get(PARAMETER) ?? "[]") as string[];
  address.search = "";
  return [
    `import { createRequire } from "node:module";`,
    `import { fileURLToPath } from "node:url";`,
    `const url = ${JSON.stringify(address.href)};`,
    `const exported = createRequire(url)(fileURLToPath(url));`,
    `const made = exported?.__esModule ? exported : { default: exported };`,
    ...names.map(
      (name, index) =>
        `const export${index} = ${name === "default" ? "made.default" : `exported?.[${JSON.stringify(name)}]`}; export { export${index} as ${JSON.stringify(name)} };`,
    ),
  ].join("\n");
}
